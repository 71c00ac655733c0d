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
make_alone seeds
exec go run ./scripts/publish/seeds "$@"
