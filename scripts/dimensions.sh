#!/usr/bin/env bash
# PCA, autoencoders and VAEs with 1 to 64 latent dimensions over several seeds, as mean and spread: out/lecture/dimensions.json.
# What it holds already is kept, so that a run that was interrupted goes on.
#
#   scripts/dimensions.sh           seeds 1 to 5, about ten minutes each
#   scripts/dimensions.sh -seeds 1  fewer
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
"$ROOT/scripts/setup.sh"
use_go_environment
cd "$ROOT"
make_alone dimensions
exec go run ./scripts/publish/dimensions "$@"
