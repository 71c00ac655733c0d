#!/usr/bin/env bash
# Slides of the lecture, from the cells of the notebooks that have a tag such as slide-06, with the outputs that are in them.
#
#   scripts/slides.sh                        out/slides/slides.html, which needs no network, and slides.pdf
#   scripts/slides.sh --source out/lecture   with the outputs of the last run of scripts/lecture.sh, the explorer among them
#   scripts/slides.sh --out DIRECTORY        where to write; without, out/slides

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
"$ROOT/scripts/setup.sh" --slides
run_python publish.slides "$@"
