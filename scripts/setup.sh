#!/usr/bin/env bash
# Sets up what this clone lacks: Go tools, JupyterLab, XLA, the kernel, the digits, a warm build cache.
#
#   scripts/setup.sh            whatever is missing or out of date; under a second when nothing is
#   scripts/setup.sh --gpu      XLA for an NVIDIA GPU as well
#   scripts/setup.sh --tests    what the tests need as well: pytest, staticcheck, ruff, mypy, Chromium, axe, Docker, nbgrader, and what slides need
#   scripts/setup.sh --slides   what slides need: reveal.js, Chromium
#   scripts/setup.sh --nbgrader nbgrader, for scripts/nbgrader.sh
#   scripts/setup.sh --digits   asks the mirrors for MNIST again, after they did not answer
#   scripts/setup.sh --tools    only what does not depend on pkg/, as the classroom's image needs it for a layer of its own
#
# Everything goes into the clone (.venv, .lab, data/mnist), except what Go and pip keep in their ordinary caches.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=setup/needs.sh
. "$ROOT/scripts/setup/needs.sh"
# shellcheck source=setup/alone.sh
. "$ROOT/scripts/setup/alone.sh"
# shellcheck source=setup/step.sh
. "$ROOT/scripts/setup/step.sh"
# shellcheck source=setup/go.sh
. "$ROOT/scripts/setup/go.sh"
# shellcheck source=setup/python.sh
. "$ROOT/scripts/setup/python.sh"

gpu='' tests='' slides='' nbgrader='' ask_mirrors='' own_code=cache
changed=0

main() {
  help_if_asked "$@"
  for option in "$@"; do
    case $option in
      --gpu) gpu=yes ;;
      --tests) tests=yes slides=yes nbgrader=yes ;;
      --slides) slides=yes ;;
      --nbgrader) nbgrader=yes ;;
      --digits) ask_mirrors=yes ;;
      --tools) own_code='' ;;
      *) fail "there is no option $option: see scripts/setup.sh --help" ;;
    esac
  done
  umask 022 # what is installed is readable for all who may enter the clone
  need_platform
  need_commands
  need_go
  need_caches
  need_clone
  need_temporary_files
  use_go_environment
  use_jupyter_environment
  alone work
}

# shellcheck disable=SC2317 # alone calls it
work() {
  in_parallel
  step kernel
  step settings
  if [ -n "$slides" ]; then with_chromium; fi
  if [ -n "$nbgrader" ]; then with_nbgrader; fi
  if [ -n "$tests" ]; then
    with_docker
    with_shellcheck
  fi
  if [ -z "$own_code" ]; then return; fi
  digits
  if [ "$changed" = 1 ]; then report; fi
}

# shellcheck disable=SC2317 # work calls it
report() {
  LATENTLAB_ROOT=$ROOT "$LAB/bin/engine" || true # which looks for the clone from where this was called
  echo "Set up in $SECONDS s: $(du -shc "$VENV" "$LAB" | tail -n 1 | cut -f1) in this clone, $(du -sh "$GOCACHE" | cut -f1) in Go's build cache."
}

main "$@"
