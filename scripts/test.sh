#!/usr/bin/env bash
# Every test: what reads the code (gofmt, go vet, staticcheck, shellcheck, ruff, mypy), Go's tests, the scripts', the lecture's
# notebooks on the kernel and in a browser, the classroom. Ends with how many there were.
#
#   scripts/test.sh            all of them
#   scripts/test.sh --quick    without the lecture's notebooks
#   scripts/test.sh --faults   only the campaign of faults (kills, full disks, flipped bits, …), whole: the others make a tenth of it;
#                              it ends with a table: fault, tries, survived, lost
#   scripts/test.sh --minutes 75   skips what has not begun by then, and says so: for a machine that is slow and may not take longer

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
"$ROOT/scripts/setup.sh" --tests
use_go_environment
use_jupyter_environment
exec "$PYTHON" "$ROOT/tests/checks.py" "$@"
