#!/usr/bin/env bash
# Measures the lecture beside its peers in Python, in one run, as ratios. scripts/bench/README.md says how to read it.
#
#   scripts/bench.sh                        everything, five rounds, about 15 minutes on two cores
#   scripts/bench.sh --only training,cells  just these of training, floor, codes, growth, cells, whole
#   scripts/bench.sh --small                one short round of what is installed, to see that it works
#
# scripts/bench.sh --help says what else there is.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$ROOT/scripts/setup.sh"
# In a subshell, because GoNB alone is measured with the user's own settings.
(use_go_environment && cd "$ROOT" && go build -o "$LAB/bench/" ./scripts/bench/...)
use_jupyter_environment
export PYTHONPATH=$ROOT/scripts PYTHONDONTWRITEBYTECODE=1
exec "$PYTHON" -m bench "$@"
