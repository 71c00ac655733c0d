#!/usr/bin/env bash
# Every figure of the lecture, drawn anew: sets up what is missing, runs the notebooks, fills out/figures.
#
#   scripts/figures.sh              all figures, as PNG, SVG and GIF, with out/figures/figures.html to look through
#   scripts/figures.sh --only 08    those of slide 8; scripts/figures.sh --help says what else there is
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$ROOT/scripts/setup.sh"
use_jupyter_environment
export PYTHONPATH=$ROOT/scripts
exec "$PYTHON" -m publish.figures "$@"
