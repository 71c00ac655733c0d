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
make_alone models
exec go run ./scripts/publish/models "$@"
