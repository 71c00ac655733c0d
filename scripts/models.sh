#!/usr/bin/env bash
# How good the images of the autoencoders, VAEs and GANs are, over several seeds, as mean and spread, in the features of a
# classifier that is trained first where it is not there.
#
#   scripts/models.sh           seeds 1 to 5
#   scripts/models.sh -seeds 1  fewer
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
"$ROOT/scripts/setup.sh"
use_go_environment
cd "$ROOT"
exec go run ./scripts/publish/models "$@"
