#!/usr/bin/env bash
# JupyterLab on the notebooks, with the clone's own kernel and settings. Options go to JupyterLab: scripts/lab.sh --no-browser

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$ROOT/scripts/setup.sh"
use_jupyter_environment
if [ "$(id -u)" = 0 ]; then set -- --allow-root "$@"; fi # in a container there is often nobody else
exec "$PYTHON" -m jupyterlab --ServerApp.root_dir="$ROOT" --LabApp.default_url=/lab/tree/notebooks \
  --MultiKernelManager.default_kernel_name=gonb "$@"
