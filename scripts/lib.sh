# shellcheck shell=bash
# What the scripts share: where things are, and the environment in which Go and Jupyter run. Sourced, not run.

# ROOT is this clone, LAB what set-up installs beside .venv: tools (bin), XLA's plugins (plugin), Jupyter's files.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
LAB=$ROOT/.lab
VENV=$ROOT/.venv
PYTHON=$VENV/bin/python
export ROOT LAB VENV PYTHON

# A kernel runs in its notebook's directory, so a relative path is made absolute here.
if [ -n "${LATENTLAB_MNIST:-}" ]; then LATENTLAB_MNIST=$(realpath -m "$LATENTLAB_MNIST"); fi

# fail SENTENCE... says what is wrong and what to do, and ends the script.
fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# help_if_asked OPTION... ends the script before anything is set up: --help prints the comment at its top, --version the version.
help_if_asked() {
  case " $* " in
    *" --version "*) sed -n 's/^const Version = "\(.*\)"$/latentlab \1/p' "$ROOT/pkg/results/version.go" && exit ;;
    *" --help "* | *" -h "*) sed -n '1d; /^#/!q; s/^# \{0,1\}//p' "$0" && exit ;;
  esac
}

# make_alone NAME takes out/lecture/NAME.json for this run, to its end. Another run that would make it is told.
make_alone() {
  mkdir -p "$ROOT/out/lecture"
  exec 9>"$ROOT/out/lecture/.$1.lock"
  flock --nonblock 9 || fail "out/lecture/$1.json is being made by another run: wait for its end, or stop it"
}

# use_go_environment sets the same Go settings for every script and, through the kernelspec, for every cell. The build cache
# depends on them: with others, cells would compile again what set-up has compiled.
use_go_environment() {
  export GOEXPERIMENT=simd  # GoMLX's Go engine is three times faster with it
  # Cells link in half the time: no symbol table, no DWARF, and no C library for what Go does itself. Only XLA needs cgo.
  # And git, which Go asks for a program's version, refuses to answer in a clone that belongs to another user.
  export GOFLAGS='-ldflags=-s -tags=netgo,osusergo -buildvcs=false'
  export GOTOOLCHAIN=local  # never downloads another Go
  export GO111MODULE=on GOWORK=off CGO_ENABLED=1
}

# use_jupyter_environment keeps Jupyter's files inside the clone and finds no kernel but the clone's own.
use_jupyter_environment() {
  export JUPYTER_CONFIG_DIR=$LAB/jupyter/config JUPYTER_DATA_DIR=$LAB/jupyter/data
  export JUPYTER_RUNTIME_DIR=$LAB/jupyter/runtime IPYTHONDIR=$LAB/ipython
  export JUPYTER_PATH='' JUPYTER_CONFIG_PATH='' JUPYTER_PREFER_ENV_PATH=1
  unset PYTHONPATH PYTHONHOME
}

# run_python MODULE OPTION... replaces the script by a Python module of scripts/, in Jupyter's environment.
run_python() {
  use_jupyter_environment
  export PYTHONPATH=$ROOT/scripts PYTHONDONTWRITEBYTECODE=1
  exec "$PYTHON" -m "$@"
}

# compose_command prints the command that is installed, docker compose or docker-compose. It fails if neither is.
compose_command() {
  if docker compose version >/dev/null 2>&1; then
    echo docker compose
  else
    command -v docker-compose >/dev/null && echo docker-compose
  fi
}

# compose_project prints the name that docker-compose gives this clone's containers.
compose_project() { basename "$ROOT" | tr '[:upper:]' '[:lower:]' | tr -cd 'a-z0-9_-'; }
