#!/usr/bin/env bash
# The whole lecture: sets up what is missing, runs the notebooks on the GoNB kernel, makes out/lecture/index.html.
#
#   scripts/lecture.sh                     all notebooks
#   scripts/lecture.sh 03 04               just these
#   scripts/lecture.sh --digits builtin    on the built-in digits, or mnist; without, MNIST where it is to be had
#   scripts/lecture.sh --seed 2            another seed for everything random
#   scripts/lecture.sh --out DIRECTORY     where to write; without, out/lecture
#   scripts/lecture.sh --timeout SECONDS   how long one cell may take; without, 1800

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
"$ROOT/scripts/setup.sh"
run_python publish "$@"
