#!/usr/bin/env bash
# Sets up what this clone lacks: Go tools, JupyterLab, XLA, the kernel, the digits, a warm build cache.
#
#   scripts/setup.sh            whatever is missing or out of date; under a second when nothing is
#   scripts/setup.sh --gpu      XLA for an NVIDIA GPU as well
#   scripts/setup.sh --tests    what the tests need as well: pytest, staticcheck, ruff, mypy, Chromium, axe, Docker, and what slides need
#   scripts/setup.sh --slides   what slides need: reveal.js, Chromium
#   scripts/setup.sh --digits   asks the mirrors for MNIST again, after they did not answer
#   scripts/setup.sh --tools    only what does not depend on pkg/, as the classroom's image needs it for a layer of its own
#
# Everything goes into the clone (.venv, .lab, data/mnist), except what Go and pip keep in their ordinary caches.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=setup/needs.sh
. "$ROOT/scripts/setup/needs.sh"
# shellcheck source=setup/step.sh
. "$ROOT/scripts/setup/step.sh"
# shellcheck source=setup/go.sh
. "$ROOT/scripts/setup/go.sh"
# shellcheck source=setup/python.sh
. "$ROOT/scripts/setup/python.sh"

gpu='' tests='' slides='' ask_mirrors='' own_code=cache
changed=0

main() {
  help_if_asked "$@"
  for option in "$@"; do
    case $option in
      --gpu) gpu=yes ;;
      --tests) tests=yes slides=yes ;;
      --slides) slides=yes ;;
      --digits) ask_mirrors=yes ;;
      --tools) own_code='' ;;
      *) fail "there is no option $option: see scripts/setup.sh --help" ;;
    esac
  done
  need_platform
  need_go
  use_go_environment
  use_jupyter_environment
  mkdir -p "$LAB/bin" "$LAB/stamps" "$LAB/log"
  exec 9>"$LAB/lock"
  flock --nonblock 9 || { echo "Another set-up of this clone is running: waiting for it." && flock 9; }
  # The steps close the lock, so that nothing they leave running can hold it.
  in_parallel 9>&-
  step kernel 9>&-
  step settings 9>&-
  if [ -n "$slides" ]; then with_chromium 9>&-; fi
  if [ -n "$tests" ]; then
    with_docker 9>&-
    with_shellcheck 9>&-
  fi
  if [ -z "$own_code" ]; then return; fi
  digits 9>&-
  if [ "$changed" = 1 ]; then report 9>&-; fi
}

report() {
  "$LAB/bin/engine" || true
  echo "Set up in $SECONDS s: $(du -shc "$VENV" "$LAB" | tail -n 1 | cut -f1) in this clone, $(du -sh "$GOCACHE" | cut -f1) in Go's build cache."
}

main "$@"
