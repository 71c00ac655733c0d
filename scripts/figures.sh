#!/usr/bin/env bash
# Every figure of the lecture, drawn anew: sets up what is missing, runs the notebooks, fills out/figures.
#
#   scripts/figures.sh                    all figures, as PNG, SVG and GIF, with out/figures/figures.html to look through
#   scripts/figures.sh --only 08          those of slide 8; may be repeated
#   scripts/figures.sh --digits builtin   on the built-in digits, or mnist; without, MNIST where it is to be had
#   scripts/figures.sh --seed 2           another seed for everything random
#   scripts/figures.sh --pdf              each SVG as PDF, too, for LaTeX: as large, with its typeface; Chromium prints it
#   scripts/figures.sh --notebooks        also puts the outputs of this run into notebooks/, if all there are then of one run: of
#                                         the explorer and of charts that answer the pointer the picture, to stay below 1 MB each
#   scripts/figures.sh --out DIRECTORY    where to write; without, out/figures
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
case " $* " in
  *" --pdf "*) "$ROOT/scripts/setup.sh" --slides ;;
  *) "$ROOT/scripts/setup.sh" ;;
esac
run_python publish.figures "$@"
