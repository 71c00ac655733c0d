#!/usr/bin/env bash
# Builds the tools of go.mod, the GoNB kernel and goimports, into a directory: scripts/tools.sh .lab/bin
#
# Of GoNB one line is changed on the way. It waits 12 s before it first calls gopls, and as long again for each question
# that comes meanwhile, and cells wait behind the question: the first Tab in a notebook would hold everything up.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
[ $# = 1 ] || fail "name the directory that the tools go to, such as .lab/bin"
GOBIN=$(realpath -m "$1")
export GOBIN
use_go_environment
cd "$ROOT"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp go.mod go.sum "$scratch"
cp -r "$(go list -m -f '{{.Dir}}' github.com/janpfeifer/gonb)" "$scratch/gonb"
client=$scratch/gonb/internal/goexec/goplsclient/exec.go
chmod -R u+w "$scratch/gonb"
sed -i.original 's/time\.After(ConnectTimeout)/time.After(50 * time.Millisecond)/' "$client"
if cmp -s "$client" "$client.original"; then fail "GoNB's internal/goexec/goplsclient/exec.go no longer has the line that is changed here: see whether it still waits"; fi
go mod edit -replace=github.com/janpfeifer/gonb="$scratch/gonb" "$scratch/go.mod"
go install -modfile="$scratch/go.mod" tool
