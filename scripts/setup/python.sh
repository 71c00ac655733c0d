# shellcheck shell=bash
# shellcheck disable=SC2154,SC2164 # set-up sets the variables, and ends at the first command that fails
# The steps of set-up that use Python: JupyterLab, XLA's plugins, the kernel's specification, what slides and tests need.

python_chain() {
  step venv
  { for name in $(plugins); do step "$name"; done; } &
  local downloads=$!
  step jupyterlab
  for name in $(extras); do step "$name"; done
  wait "$downloads"
}

# plugins names the steps that install XLA. The CPU plugin exists for x86-64 only; elsewhere GoMLX's Go engine trains.
plugins() {
  if [ "$(uname -m)" = x86_64 ]; then echo plugin_cpu; fi
  if [ -n "$gpu" ]; then echo plugin_cuda; fi
}

# extras names the steps that only slides and tests need.
extras() {
  if [ -n "$slides" ]; then echo reveal; fi
  if [ -n "$tests" ]; then echo checks npm; fi
}

# install_requirements FILE installs the wheels of a requirements.txt, each checked against its digest. Of an installation that
# broke off pip would believe that all of a package is there, so the environment does not count as made meanwhile.
install_requirements() {
  rm -f "$LAB/stamps/venv"
  "$PYTHON" -m pip --disable-pip-version-check install --quiet --no-user --require-hashes --no-deps --requirement "$1"
  key_venv >"$LAB/stamps/venv"
}

# part MODULE OPTION... runs a module of scripts/setup.
part() { (cd "$ROOT/scripts" && "$PYTHON" -m "setup.$1" "${@:2}"); }

title_venv() { echo "a virtual environment"; }
key_venv() { echo "$ROOT $(readlink -f "$PYTHON")" && digest "$ROOT/scripts/setup/requirements.txt"; }
product_venv() { echo "$PYTHON"; }
do_venv() { "$SYSTEM_PYTHON" -m venv --clear "$VENV"; }

title_jupyterlab() { echo "JupyterLab"; }
key_jupyterlab() { key_venv; }
product_jupyterlab() { echo "$VENV/bin/jupyter-lab"; }
size_jupyterlab() { echo "$VENV"; }
do_jupyterlab() { install_requirements "$ROOT/scripts/setup/requirements.txt"; }

title_reveal() { echo "reveal.js, for slides"; }
key_reveal() { digest "$ROOT/scripts/setup/reveal.py"; }
product_reveal() { echo "$LAB/reveal/reveal.js"; }
do_reveal() { part reveal "$LAB"; }

title_checks() { echo "pytest, Playwright, ruff and mypy"; }
key_checks() { key_venv && digest "$ROOT/tests/requirements.txt"; }
product_checks() { echo "$VENV/bin/pytest"; }
size_checks() { echo "$VENV"; }
do_checks() { install_requirements "$ROOT/tests/requirements.txt"; }

title_npm() { echo "axe and TypeScript"; }
key_npm() { digest "$ROOT/tests/package-lock.json"; }
product_npm() { echo "$LAB/node/node_modules"; }
do_npm() {
  mkdir -p "$LAB/node"
  cp "$ROOT"/tests/package*.json "$LAB/node"
  PATH=$VENV/bin:$PATH npm ci --prefix "$LAB/node" --ignore-scripts --no-audit --no-fund
}

# with_nbgrader installs nbgrader where Python is new enough for it; otherwise it says so.
with_nbgrader() {
  if "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    step nbgrader
  else
    echo "nbgrader needs Python 3.11 or newer: install one, delete .venv, and run this again"
  fi
}

# Beside .venv, and on top of it: in it, nbgrader would add its panels to JupyterLab.
title_nbgrader() { echo "nbgrader"; }
key_nbgrader() { key_venv && digest "$ROOT/scripts/setup/requirements-nbgrader.txt"; }
product_nbgrader() { echo "$LAB/nbgrader/bin/nbgrader"; }
size_nbgrader() { echo "$LAB/nbgrader"; }
do_nbgrader() {
  rm -rf "$LAB/nbgrader"
  "$PYTHON" -m pip --disable-pip-version-check install --quiet --no-user --target "$LAB/nbgrader" \
    --require-hashes --no-deps --requirement "$ROOT/scripts/setup/requirements-nbgrader.txt"
}

title_plugin_cpu() { echo "XLA for the CPU"; }
key_plugin_cpu() { digest "$ROOT/scripts/setup/plugin.py"; }
product_plugin_cpu() { echo "$LAB/plugin/pjrt_c_api_cpu_plugin.so"; }
do_plugin_cpu() { part plugin cpu "$LAB"; }

title_plugin_cuda() { echo "XLA for NVIDIA GPUs, with CUDA 13 and cuDNN (2.5 GB to download; it needs NVIDIA's driver 580 or newer)"; }
key_plugin_cuda() { digest "$ROOT/scripts/setup/plugin.py" "$ROOT/scripts/setup/requirements-cuda.txt"; }
product_plugin_cuda() { echo "$LAB/plugin/pjrt_c_api_cuda_plugin.so"; }
size_plugin_cuda() { echo "$LAB/nvidia"; }
do_plugin_cuda() { part plugin cuda "$LAB"; }

title_kernel() { echo "the kernel's specification"; }
key_kernel() { echo "$GO $GOFLAGS $GOEXPERIMENT" && key_venv && digest "$ROOT"/scripts/setup/{kernelspec.py,jupyterlab/logo-*}; }
product_kernel() { echo "$VENV/share/jupyter/kernels/gonb/kernel.json"; }
do_kernel() { part kernelspec; }

title_settings() { echo "JupyterLab's settings"; }
key_settings() { key_venv && digest "$ROOT"/scripts/setup/jupyterlab/*.json; }
product_settings() { echo "$VENV/share/jupyter/lab/settings/overrides.json"; }
do_settings() {
  cd "$ROOT/scripts/setup/jupyterlab"
  install -m 644 -D -t "$VENV/etc/jupyter" jupyter_server_config.json
  install -m 644 -D -t "$VENV/etc/jupyter/labconfig" page_config.json
  install -m 644 -D -t "$VENV/share/jupyter/lab/settings" overrides.json
}
