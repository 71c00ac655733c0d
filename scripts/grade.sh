#!/usr/bin/env bash
# Grades submissions of the exercises: points for each part, and a page of feedback for each student.
#
#   scripts/grade.sh DIRECTORY                   a directory STUDENT/NN-….ipynb for each student; into out/grades
#   scripts/grade.sh --class                     what the classroom's students have handed in (scripts/classroom.sh collect)
#   scripts/grade.sh DIRECTORY 01 04             just these exercises; without, all of which anyone has handed in a notebook
#   scripts/grade.sh DIRECTORY --out DIRECTORY   where to write grades.csv, feedback/STUDENT.html and summary.svg
#   scripts/grade.sh DIRECTORY --jobs 1          how many at a time; without, one for each processor
#
# The checks are the masters'. A submission's code runs as nobody, with neither network nor files, and with limits on time, memory,
# processes and output. What is finished is kept: stopped and started again, it goes on, and gives the same points.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
if [ "${1:-}" = --class ]; then
  COLLECTED=$(mktemp -d)
  trap 'rm -rf "$COLLECTED"' EXIT
  "$ROOT/scripts/classroom.sh" collect "$COLLECTED/class"
  set -- "$COLLECTED/class" "${@:2}"
fi
"$ROOT/scripts/setup.sh"
use_go_environment
(cd "$ROOT" && go build -o "$LAB/grading/" ./scripts/grading/...)
(run_python grading "$@") # not in place of this script, which has something to remove
