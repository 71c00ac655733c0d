# shellcheck shell=bash
# What set-up expects of the machine. Each check sets what the steps use, or ends with what is missing and what to do.

# need_platform: GoNB's pipes, flock and the wheels of XLA are Linux's; commas and colons separate paths for GoNB and PATH.
need_platform() {
  [ "$(uname -s)" = Linux ] || fail "this needs Linux (on Windows: WSL 2; on a Mac: a Linux container), and this is $(uname -s)"
  case $ROOT in
    *[,:\$\"\'\\]*) fail "the path $ROOT contains one of , : \$ \" ' \\ which GoNB cannot take: move the clone (spaces are fine)" ;;
  esac
}

# need_commands: a small container may lack some of what set-up calls.
need_commands() {
  local name missing=''
  for name in cat chmod cp cut df du find flock head id install mkdir mktemp mv readlink rm sed setpriv sha256sum sleep sort stat tail touch tr xargs; do
    command -v "$name" >/dev/null || missing+=" $name"
  done
  [ -z "$missing" ] || fail "commands are missing:$missing: install them (Debian, Ubuntu: sudo apt install coreutils findutils sed util-linux)"
}

# need_go sets GO, GOVERSION, GOCACHE and GOMODCACHE for the steps.
# shellcheck disable=SC2034
need_go() {
  local wanted
  wanted=$(sed -n 's/^go //p' "$ROOT/go.mod")
  GO=$(command -v go) || fail "Go is not on PATH: install Go $wanted or newer from https://go.dev/dl/"
  { read -r GOVERSION && read -r GOCACHE && read -r GOMODCACHE; } < <(cd / && GOTOOLCHAIN=local go env GOVERSION GOCACHE GOMODCACHE) ||
    fail "\`go env\` does not work with $GO: install Go $wanted or newer from https://go.dev/dl/"
  at_least "$wanted" "${GOVERSION#go}" ||
    fail "Go here is ${GOVERSION#go} ($GO), and latentlab needs $wanted or newer: install it from https://go.dev/dl/"
}

# need_caches: without HOME, Go says "off" for one of them and nothing for the other.
need_caches() {
  local directory
  if [ "$GOCACHE" = off ] || [ -z "$GOMODCACHE" ]; then
    fail "HOME is not set, and Go keeps what it downloads and compiles there: set HOME, or GOCACHE and GOMODCACHE"
  fi
  for directory in "$GOCACHE" "$GOMODCACHE"; do
    writable "$directory" ||
      fail "$directory cannot be written, and Go keeps what it downloads and compiles there: set HOME, or GOCACHE and GOMODCACHE, to a directory of yours"
  done
}

# need_clone: everything else goes into the clone. It makes the directories there.
need_clone() {
  local directory
  for directory in "$VENV" "$LAB" "$LAB"/{bin,stamps,log}; do
    writable "$directory" ||
      fail "$directory cannot be written, and set-up installs there: copy the clone to a directory of yours, or make this one yours with chown"
  done
  find "$LAB" "$LAB/stamps" "$LAB/log" -maxdepth 1 -type p -delete # who opens a named pipe waits
}

# writable DIRECTORY makes it where it is missing and tells whether files can be put there.
writable() { { [ -d "$1" ] || mkdir -p "$1" 2>/dev/null; } && [ -w "$1" ]; }

# need_temporary_files: Go compiles a cell or a test in TMPDIR and runs it there.
need_temporary_files() {
  local directory=${TMPDIR:-/tmp} probe free
  local other="set TMPDIR to a directory of yours on another disk"
  probe=$(mktemp -p "$directory" latentlab-XXXXXX 2>/dev/null) || fail "no file can be made in $directory (TMPDIR), where Go puts cells' programs: $other"
  # The shell itself would read a script without its first line, also where nothing may be run.
  if ! { printf '#!/bin/sh\n' >"$probe"; } 2>/dev/null; then
    rm -f "$probe"
    fail "$directory (TMPDIR) is full, and Go puts cells' programs there: delete something, or $other"
  fi
  chmod +x "$probe"
  if ! "$probe" 2>/dev/null; then
    rm -f "$probe"
    fail "no program can be run in $directory (TMPDIR), where Go puts cells' programs: it is mounted noexec: $other"
  fi
  rm -f "$probe"
  free=$(megabytes_free "$directory")
  [ "$free" -ge 200 ] || fail "$directory (TMPDIR) has $free MB left, and cells' programs need 200: delete something, or $other"
}

# megabytes_free DIRECTORY prints how much room its file system has for this user.
megabytes_free() { df --output=avail -BM "$1" | tail -n 1 | tr -cd 0-9; }

# need_disk asks for the room that what is missing takes, before anything is fetched.
need_disk() {
  local here=100 caches=100 directory
  if [ ! -e "$LAB/stamps/jupyterlab" ]; then here=800; fi
  if [ -n "$gpu" ] && ! done_already plugin_cuda; then here=$((here + 9000)); fi
  if [ ! -d "$GOMODCACHE/github.com/gomlx" ]; then caches=1400; fi
  if [ "$(stat -c %d "$LAB")" = "$(stat -c %d "$GOCACHE")" ]; then here=$((here + caches)) caches=0; fi
  for directory in "$LAB $here" "$GOCACHE $caches"; do
    [ "$(megabytes_free "${directory% *}")" -ge "${directory##* }" ] ||
      fail "the disk of ${directory% *} has $(megabytes_free "${directory% *}") MB left, and set-up needs ${directory##* } there: delete something first"
  done
}

# need_memory: where the compiler gets too little, the system kills it, or another program.
need_memory() {
  local wanted=1000 free=0 kilobytes limit
  while read -r kilobytes; do free=$((free + kilobytes / 1024)); done \
    < <(sed -n 's/^\(MemAvailable\|SwapFree\): *\([0-9]*\) kB$/\2/p' /proc/meminfo)
  for limit in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do # a container's
    limit=$(cat "$limit" 2>/dev/null) || continue
    if [ "$limit" != max ] && [ $((limit >> 20)) -lt "$free" ]; then free=$((limit >> 20)); fi
  done
  [ "$free" -ge $wanted ] ||
    fail "there are $free MB of memory free, and compiling needs $wanted: close other programs, or give the container more"
}

# at_least WANTED FOUND compares version numbers; what follows the numbers ("1.27-devel", "1.26.5 X:simd") is ignored.
at_least() {
  local found=${2#devel go}
  found=${found%%[!0-9.]*}
  [ "$(printf '%s\n' "$1" "$found" | sort -V | head -n 1)" = "$1" ]
}

# need_compiler: XLA is reached through cgo.
need_compiler() {
  local cc
  cc=$(cd / && go env CC)
  if compiles "$cc"; then return; fi
  if apt_install gcc libc6-dev && compiles "$cc"; then return; fi
  fail "the C compiler $cc does not work, and Go needs one to reach XLA: install it (Debian, Ubuntu: sudo apt install gcc libc6-dev)"
}

# compiles CC succeeds if the compiler works. CC may hold options ("gcc -m64"), so it is not quoted.
# shellcheck disable=SC2086
compiles() { $1 -E -x c - >/dev/null 2>&1 <<<'#include <stdlib.h>'; }

# need_python sets SYSTEM_PYTHON to a Python that can make virtual environments.
# shellcheck disable=SC2034
need_python() {
  local name found=''
  for name in python3 python3.14 python3.13 python3.12 python3.11 python3.10; do
    SYSTEM_PYTHON=$(command -v "$name") || continue
    found=$("$SYSTEM_PYTHON" -c 'import sys; print(sys.version.split()[0])' 2>/dev/null) || continue
    at_least 3.10 "$found" || continue
    if makes_environments; then return; fi
    if apt_install python3-venv && makes_environments; then return; fi
    fail "Python $found ($SYSTEM_PYTHON) cannot make virtual environments: install its venv module (Debian, Ubuntu: sudo apt install python3-venv)"
  done
  [ -z "$found" ] || fail "Python here is $found, and JupyterLab needs 3.10 or newer: install one (Debian, Ubuntu: sudo apt install python3 python3-venv)"
  fail "Python is not on PATH: install Python 3.10 or newer (Debian, Ubuntu: sudo apt install python3 python3-venv)"
}

makes_environments() { "$SYSTEM_PYTHON" -c 'import ensurepip, venv' 2>/dev/null; }

# with_chromium installs Chromium if it is missing and this user may; otherwise it says what does not work without it.
with_chromium() {
  local name
  for name in chromium chromium-browser google-chrome; do if command -v "$name" >/dev/null; then return; fi; done
  install_or_say "There is no Chromium, for the PDF of slides and figures, and for tests in a browser" chromium
}

# with_docker does the same for Docker.
with_docker() {
  if command -v docker >/dev/null && compose_command >/dev/null; then return; fi
  install_or_say "There is no Docker, so the classroom is not tested" docker.io docker-compose
}

# with_shellcheck does the same for shellcheck.
with_shellcheck() {
  if command -v shellcheck >/dev/null; then return; fi
  install_or_say "There is no shellcheck, so the scripts are not checked" shellcheck
}

# install_or_say WHAT_IS_MISSING PACKAGES installs the packages if this user may; otherwise it prints what is missing and how
# to install it.
install_or_say() {
  local missing=$1
  shift
  apt_install "$@" || echo "$missing: install it (Debian: sudo apt install $*)"
}

# apt_install PACKAGES installs the packages as root on Debian and its derivatives, as in a container. It fails elsewhere. It
# closes the lock, which a daemon that it starts would hold for ever.
apt_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  echo "  apt-get install $* ..."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >"$LAB/log/apt" 2>&1 9>&-
}
