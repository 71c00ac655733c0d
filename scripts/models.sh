#!/usr/bin/env bash
# How good the images of the autoencoders, VAEs and GANs are, over several seeds, as mean and spread, in the features of a
# classifier that is trained first where it is not there: out/lecture/models.json, which notebook 11 shows. What it holds
# already is kept, so that a run that was interrupted goes on.
#
#   scripts/models.sh           seeds 1 to 5, about ten minutes each
#   scripts/models.sh -seeds 1  fewer
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
"$ROOT/scripts/setup.sh"
use_go_environment
cd "$ROOT"
mkdir -p "$ROOT/out/lecture"
exec 9>"$ROOT/out/lecture/.models.lock"
flock --nonblock 9 || fail "out/lecture/models.json is being made by another run: wait for its end, or stop it"
exec go run ./scripts/publish/models "$@"
