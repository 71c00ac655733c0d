#!/usr/bin/env bash
# The exercises as students get them, with gaps, and their solutions, both from the masters in notebooks/exercises.
#
#   scripts/exercises.sh                   out/exercises/student and out/exercises/solution
#   scripts/exercises.sh 01 04             just these exercises
#   scripts/exercises.sh --out DIRECTORY   where to write; without, out/exercises

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
"$ROOT/scripts/setup.sh"
run_python exercises "$@"
