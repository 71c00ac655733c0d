#!/usr/bin/env bash
# Builds the tools of go.mod, the GoNB kernel and goimports, into a directory: scripts/setup/tools.sh .lab/bin
# GoNB gets the changes of scripts/setup/gonb, each of which says why.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
help_if_asked "$@"
[ $# = 1 ] || fail "name the directory that the tools go to, such as .lab/bin"
GOBIN=$(realpath -m "$1")
export GOBIN
use_go_environment
cd "$ROOT"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp go.mod go.sum "$scratch"
go mod download github.com/janpfeifer/gonb
cp -r "$(go list -m -f '{{.Dir}}' github.com/janpfeifer/gonb)" "$scratch/gonb"
chmod -R u+w "$scratch/gonb"
for change in "$ROOT"/scripts/setup/gonb/*.patch; do
  go run ./scripts/setup/patch "$scratch/gonb" "$change" ||
    fail "$change does not fit the GoNB of go.mod: see which of its changes are still needed"
done
go mod edit -replace=github.com/janpfeifer/gonb="$scratch/gonb" "$scratch/go.mod"
go install -modfile="$scratch/go.mod" tool
