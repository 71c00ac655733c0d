#!/usr/bin/env bash
# JupyterLab on your own copies of the notebooks, in work/, with the clone's kernel and settings. Ctrl-C ends all of it.
#
#   scripts/lab.sh                sets up what is missing, brings work/ up to date, opens the browser
#   scripts/lab.sh --no-browser   only prints the address; this and all other options go to JupyterLab
#
# A newer lecture replaces the copies that you have not touched. Where you have changed one, it is put beside yours.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
"$ROOT/scripts/setup.sh"
use_jupyter_environment
work=$(realpath -m "${LATENTLAB_WORK:-$ROOT/work}")
(cd "$ROOT/scripts" && "$PYTHON" -m setup.student_copies "$ROOT/notebooks" "$work") || true # it has said what is wrong
if [ "$(id -u)" = 0 ]; then set -- --allow-root "$@"; fi # in a container there is often nobody else

TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/latentlab-XXXXXX") # what kernels leave behind goes with it
export TMPDIR
# end_all ends what a kernel that was killed has left running, a cell's program and gopls: their TMPDIR names them.
end_all() {
  local left process
  export -n TMPDIR # what looks for it would find itself
  for _ in {1..50}; do
    left=$({ grep -lszxF -- "TMPDIR=$TMPDIR" /proc/[0-9]*/environ || true; } | tr -cd '0-9\n')
    if [ -z "$left" ]; then break; fi
    for process in $left; do kill -KILL "$process" 2>/dev/null || true; done
    sleep 0.1
  done
  rm -rf "$TMPDIR"
}
trap end_all EXIT
set -m # a process group of its own, so that Ctrl-C reaches JupyterLab through the trap, once and without a question
# The kernel of the system ends JupyterLab, and it its own, where this script is killed and no trap can.
setpriv --pdeathsig TERM "$PYTHON" -m jupyterlab --log-level=WARN --ServerApp.root_dir="$work" "$@" &
set +m
trap 'kill -TERM $! 2>/dev/null || true' INT TERM HUP
while kill -0 $! 2>/dev/null; do wait $! || true; done
wait $!
