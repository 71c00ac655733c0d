#!/usr/bin/env bash
# nbgrader on the exercises, with the Go kernel: for those who keep their grades in its database.
#
#   scripts/nbgrader.sh generate_assignment exercises   the masters into the database, what students get into out/nbgrader/release
#   scripts/nbgrader.sh autograde exercises             grades out/nbgrader/submitted/exercises/STUDENT/NN-….ipynb
#   scripts/nbgrader.sh generate_feedback exercises     a page for each notebook, in out/nbgrader/feedback/exercises/STUDENT
#   scripts/nbgrader.sh export --to grades.csv          the points of all students
#
# It takes nbgrader's other commands and options as well. Its settings are scripts/grading/nbgrader_config.py.
# Unlike scripts/grade.sh, it runs what was handed in as you, with your files and your network.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
[ $# -gt 0 ] || fail "want a command of nbgrader's, such as autograde: see scripts/nbgrader.sh --help"
"$ROOT/scripts/setup.sh" --nbgrader
[ -e "$LAB/nbgrader" ] || exit 1 # set-up has said why
mkdir -p "$ROOT/out/nbgrader"
use_jupyter_environment
export JUPYTER_CONFIG_PATH=$ROOT/scripts/grading # where nbgrader_config.py is
export PYTHONPATH=$LAB/nbgrader:$ROOT/scripts PATH=$LAB/nbgrader/bin:$PATH # it starts alembic by its name
exec "$PYTHON" -m nbgrader "$@"
