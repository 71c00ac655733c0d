#!/usr/bin/env bash
# The whole lecture: sets up what is missing, runs the notebooks on the GoNB kernel, makes out/lecture/index.html.
#
#   scripts/lecture.sh          all notebooks
#   scripts/lecture.sh 03 04    just these; scripts/lecture.sh --help says what else there is

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$ROOT/scripts/setup.sh"
use_jupyter_environment
export PYTHONPATH=$ROOT/scripts
exec "$PYTHON" -m lecture "$@"
