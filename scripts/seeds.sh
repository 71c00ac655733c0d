#!/usr/bin/env bash
# The lecture's numbers over several seeds, as mean and spread: out/lecture/seeds.json, which notebook 09 shows.
#
#   scripts/seeds.sh           seeds 1 to 5, a few minutes
#   scripts/seeds.sh -seeds 3  fewer
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
"$ROOT/scripts/setup.sh"
use_go_environment
cd "$ROOT"
mkdir -p "$ROOT/out/lecture"
exec 9>"$ROOT/out/lecture/.seeds.lock"
flock --nonblock 9 || fail "out/lecture/seeds.json is being made by another run: wait for its end, or stop it"
exec go run ./scripts/publish/seeds "$@"
