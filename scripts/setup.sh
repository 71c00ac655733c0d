#!/usr/bin/env bash
# Sets up what this clone lacks: Go tools, JupyterLab, XLA, the kernel, the digits, a warm build cache.
#
#   scripts/setup.sh            whatever is missing or out of date; under a second when nothing is
#   scripts/setup.sh --gpu      XLA for an NVIDIA GPU as well
#   scripts/setup.sh --tests    what the tests need as well: pytest, Chromium, axe, TypeScript, Docker, and what slides need
#   scripts/setup.sh --slides   what slides need: reveal.js, Chromium
#   scripts/setup.sh --digits   asks the mirrors for MNIST again, after they did not answer
#   scripts/setup.sh --tools    only what does not depend on pkg/, as the classroom's image needs it for a layer of its own
#
# Everything goes into the clone (.venv, .lab, data/mnist), except what Go and pip keep in their ordinary caches.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=needs.sh
. "$ROOT/scripts/needs.sh"

GOPLS=golang.org/x/tools/gopls@v0.21.0 # completion and help in cells; not through go.mod, whose x/tools is newer
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

# in_parallel runs the two chains of steps that do not need each other: one mostly compiles, one mostly downloads.
in_parallel() {
  local name missing='' chain failed=''
  for name in $own_code tools gopls venv jupyterlab $(plugins) $(extras); do done_already "$name" || missing=yes; done
  [ -n "$missing" ] || return 0
  if [ ! -e "$LAB/stamps/jupyterlab" ]; then
    echo "Setting up $ROOT: 0.5 GB here and 1.3 GB in Go's caches, about four minutes on two cores."
  fi
  need_compiler
  need_python
  trap stop_chains EXIT
  trap 'exit 130' INT TERM
  set -m # a process group for each chain, so that it can be stopped as a whole
  go_chain &
  chains=$!
  python_chain &
  chains+=" $!"
  set +m
  for chain in $chains; do wait "$chain" || failed=yes; done
  [ -z "$failed" ] || fail "set-up is not complete, see above; what was done stays done: mend it and run this again"
  trap - EXIT INT TERM
  changed=1
}

stop_chains() { for chain in $chains; do kill -TERM -- "-$chain" 2>/dev/null || true; done; }

go_chain() {
  if [ -n "$own_code" ]; then step "$own_code"; fi
  step tools
  step gopls || echo "  Without it cells run as well; only completion is missing. The next set-up tries again."
}

python_chain() {
  step venv
  { for name in $(plugins); do step "$name"; done; } &
  local downloads=$!
  step jupyterlab
  for name in $(extras); do step "$name"; done
  wait "$downloads"
}

# plugins names the steps that install XLA: there is a CPU plugin for x86-64 only, elsewhere GoMLX's Go engine trains.
plugins() {
  if [ "$(uname -m)" = x86_64 ]; then echo plugin_cpu; fi
  if [ -n "$gpu" ]; then echo plugin_cuda; fi
}

# extras names the steps that only slides and tests need.
extras() {
  if [ -n "$slides" ]; then echo reveal; fi
  if [ -n "$tests" ]; then echo pytest npm; fi
}

# digits fetches MNIST. That the mirrors did not answer is remembered for a day.
digits() {
  local refused=$LAB/stamps/no-mirror
  if done_already digits; then return; fi
  if [ -z "$ask_mirrors" ] && [ -n "$(find "$refused" -mmin -1440 2>/dev/null)" ]; then return; fi
  (cd "$ROOT" && go run ./scripts/fetch-digits)
  changed=1
  if [ -e "$(product_digits)" ]; then key_digits >"$LAB/stamps/digits"; else touch "$refused"; fi
}

product_digits() { find "${LATENTLAB_MNIST:-$ROOT/data/mnist}" -name 'train-images-*' -print -quit 2>/dev/null | grep . || echo none; }
key_digits() { find "${LATENTLAB_MNIST:-$ROOT/data/mnist}" -name '*-ubyte*' -printf '%p %s\n' 2>/dev/null | sort; }

report() {
  "$LAB/bin/engine" || true
  echo "Set up in $SECONDS s: $(du -shc "$VENV" "$LAB" | tail -n 1 | cut -f1) in this clone, $(du -sh "$GOCACHE" | cut -f1) in Go's build cache."
}

# A step NAME has four parts: title_NAME, key_NAME (what it depends on), product_NAME (a file that proves it), do_NAME.
# It is done again when its key changes or its product is gone.
step() {
  local name=$1 start=$SECONDS
  done_already "$name" && return
  rm -f "$LAB/stamps/$name"
  echo "  $("title_$name") ..."
  "do_$name" >"$LAB/log/$name" 2>&1 </dev/null &
  if ! wait $!; then
    echo "  $("title_$name"): FAILED. The end of .lab/log/$name:" >&2
    tail -n 15 "$LAB/log/$name" | sed 's/^/    /' >&2
    return 1
  fi
  "key_$name" >"$LAB/stamps/$name"
  changed=1
  echo "  $("title_$name"): done, $(size_of "$name"), $((SECONDS - start)) s"
}

done_already() {
  [ -e "$LAB/stamps/$1" ] && [ -e "$("product_$1")" ] && [ "$(cat "$LAB/stamps/$1")" = "$("key_$1")" ]
}

size_of() {
  local what
  what=$("product_$1")
  if [ "$(type -t "size_$1")" = function ]; then what=$("size_$1"); fi
  du -shL "$what" | cut -f1
}

digest() { cat "$@" | sha256sum; }

title_cache() { echo "GoMLX, XLA's binding and this module compiled, as cells use them"; }
key_cache() { echo "$GOVERSION $GOCACHE $GOFLAGS" && find "$ROOT"/{go.mod,go.sum,pkg,scripts} -name 'go.*' -o -name '*.go' | sort | tr '\n' '\0' | xargs -0 cat | sha256sum; }
product_cache() { echo "$GOCACHE"; }
do_cache() {
  cd "$ROOT"
  go build std ./pkg/... ./scripts/...
  # As GoNB does it, in a workspace: Go reads more go.mod files there, which later, offline, would be missing.
  rm -rf "$LAB/warm"
  mkdir "$LAB/warm"
  cp scripts/engine/main.go "$LAB/warm"
  cd "$LAB/warm"
  export GOWORK=
  go mod init warm
  go work init . "$ROOT"
  go build -o "$LAB/bin/engine" .
}

title_tools() { echo "the GoNB kernel and goimports"; }
key_tools() { echo "$GOVERSION" && digest "$ROOT"/{go.mod,go.sum,scripts/tools.sh,scripts/gonb.patch}; }
product_tools() { echo "$LAB/bin/gonb"; }
do_tools() { "$ROOT/scripts/tools.sh" "$LAB/bin"; }

title_gopls() { echo "gopls, for completion in cells"; }
key_gopls() { echo "$GOVERSION $GOPLS"; }
product_gopls() { echo "$LAB/gopls/gopls"; }
do_gopls() { cd / && GOBIN=$LAB/gopls go install "$GOPLS"; }

install_requirements() {
  "$PYTHON" -m pip --disable-pip-version-check install --quiet --no-user --require-hashes --no-deps --requirement "$1"
}

title_venv() { echo "a virtual environment"; }
key_venv() { echo "$ROOT $(readlink -f "$PYTHON")" && digest "$ROOT/scripts/requirements.txt"; }
product_venv() { echo "$PYTHON"; }
do_venv() { "$SYSTEM_PYTHON" -m venv --clear "$VENV"; }

title_jupyterlab() { echo "JupyterLab"; }
key_jupyterlab() { key_venv; }
product_jupyterlab() { echo "$VENV/bin/jupyter-lab"; }
size_jupyterlab() { echo "$VENV"; }
do_jupyterlab() {
  install_requirements "$ROOT/scripts/requirements.txt"
}

title_reveal() { echo "reveal.js, for slides"; }
key_reveal() { digest "$ROOT/scripts/reveal.py"; }
product_reveal() { echo "$LAB/reveal/reveal.js"; }
do_reveal() { "$PYTHON" "$ROOT/scripts/reveal.py" "$LAB"; }

title_pytest() { echo "pytest and Playwright"; }
key_pytest() { key_venv && digest "$ROOT/tests/requirements.txt"; }
product_pytest() { echo "$VENV/bin/pytest"; }
size_pytest() { echo "$VENV"; }
do_pytest() { install_requirements "$ROOT/tests/requirements.txt"; }

title_npm() { echo "axe and TypeScript"; }
key_npm() { digest "$ROOT/tests/package-lock.json"; }
product_npm() { echo "$LAB/node/node_modules"; }
do_npm() {
  mkdir -p "$LAB/node"
  cp "$ROOT"/tests/package*.json "$LAB/node"
  PATH=$VENV/bin:$PATH npm ci --prefix "$LAB/node" --ignore-scripts --no-audit --no-fund
}

title_plugin_cpu() { echo "XLA for the CPU"; }
key_plugin_cpu() { digest "$ROOT/scripts/plugin.py"; }
product_plugin_cpu() { echo "$LAB/plugin/pjrt_c_api_cpu_plugin.so"; }
do_plugin_cpu() { "$PYTHON" "$ROOT/scripts/plugin.py" cpu "$LAB"; }

title_plugin_cuda() { echo "XLA for NVIDIA GPUs, with CUDA 13 and cuDNN (2.5 GB to download; it needs NVIDIA's driver 580 or newer)"; }
key_plugin_cuda() { digest "$ROOT/scripts/plugin.py" "$ROOT/scripts/requirements-cuda.txt"; }
product_plugin_cuda() { echo "$LAB/plugin/pjrt_c_api_cuda_plugin.so"; }
size_plugin_cuda() { echo "$LAB/nvidia"; }
do_plugin_cuda() { "$PYTHON" "$ROOT/scripts/plugin.py" cuda "$LAB"; }

title_kernel() { echo "the kernel's specification"; }
key_kernel() { echo "$GO $GOFLAGS $GOEXPERIMENT" && key_venv && digest "$ROOT"/scripts/{kernelspec.py,jupyterlab/logo-*}; }
product_kernel() { echo "$VENV/share/jupyter/kernels/gonb/kernel.json"; }
do_kernel() { cd "$ROOT" && "$PYTHON" scripts/kernelspec.py; }

title_settings() { echo "JupyterLab's settings"; }
key_settings() { key_venv && digest "$ROOT"/scripts/jupyterlab/*.json; }
product_settings() { echo "$VENV/share/jupyter/lab/settings/overrides.json"; }
do_settings() {
  cd "$ROOT/scripts/jupyterlab"
  install -m 644 -D -t "$VENV/etc/jupyter" jupyter_server_config.json
  install -m 644 -D -t "$VENV/etc/jupyter/labconfig" page_config.json
  install -m 644 -D -t "$VENV/share/jupyter/lab/settings" overrides.json
}

main "$@"
