#!/usr/bin/env bash
# Slides of the lecture, from the cells of the notebooks that have a tag such as slide-06, with the outputs that are in them.
#
#   scripts/slides.sh                        out/slides/slides.html, which needs no network, and slides.pdf
#   scripts/slides.sh --source out/lecture   with the outputs of the last run of scripts/lecture.sh; --help says what else

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$ROOT/scripts/setup.sh" --slides
use_jupyter_environment
export PYTHONPATH=$ROOT/scripts
exec "$PYTHON" -m publish.slides "$@"
