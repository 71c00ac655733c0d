# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034,SC2164 # set-up sets and reads the variables, and ends at the first command that fails
# The steps of set-up that use Go: the go command of cells, the build cache, the kernel, gopls, staticcheck, the digits.

# These two are not tools of go.mod: they need other versions of golang.org/x/tools than goimports, and go.mod's tools are
# built for every student.
GOPLS=golang.org/x/tools/gopls@v0.21.0 # completion and help in cells
STATICCHECK=honnef.co/go/tools/cmd/staticcheck@v0.8.2

go_chain() {
  step command
  if [ -n "$own_code" ]; then step "$own_code"; fi
  step tools
  if [ -n "$tests" ]; then step staticcheck; fi
  step gopls || echo "  Without it cells run as well; only completion is missing. The next set-up tries again."
}

title_command() { echo "the go command of cells"; }
key_command() { echo "$GOVERSION" && digest "$ROOT"/scripts/setup/cells/*.go; }
product_command() { echo "$LAB/kernel/go"; }
do_command() {
  cd "$ROOT"
  mkdir -p "$LAB/kernel"
  go build -o "$LAB/kernel/go.new" ./scripts/setup/cells
  mv "$LAB/kernel/go.new" "$LAB/kernel/go"
}

title_cache() { echo "GoMLX, XLA's binding and this module compiled, as cells use them"; }
key_cache() { echo "$GOVERSION $GOCACHE $GOFLAGS" && find "$ROOT"/{go.mod,go.sum,pkg,scripts} -name 'go.*' -o -name '*.go' | sort | tr '\n' '\0' | xargs -0 cat | sha256sum; }
product_cache() { [ -d "$GOCACHE" ] && echo "$LAB/bin/engine"; }
size_cache() { echo "$GOCACHE"; }
do_cache() {
  cd "$ROOT"
  go build std ./pkg/... ./scripts/...
  # In a workspace, as GoNB compiles cells: Go reads more go.mod files there, which must be in the cache before it is offline.
  rm -rf "$LAB/warm"
  mkdir "$LAB/warm"
  cp scripts/setup/engine/main.go "$LAB/warm"
  cd "$LAB/warm"
  export GOWORK=
  go mod init warm
  go work init . "$ROOT"
  # By the kernel's own go command, which notes where all compiled packages are.
  rm -f "$LAB/kernel/go.json"
  "$LAB/kernel/go" build -o "$LAB/bin/engine"
}

title_tools() { echo "the GoNB kernel and goimports"; }
key_tools() { echo "$GOVERSION" && digest "$ROOT"/{go.mod,go.sum,scripts/setup/tools.sh,scripts/setup/gonb/*.patch,scripts/setup/patch/main.go}; }
product_tools() { echo "$LAB/bin/gonb"; }
do_tools() { "$ROOT/scripts/setup/tools.sh" "$LAB/bin"; }

title_gopls() { echo "gopls, for completion in cells"; }
key_gopls() { echo "$GOVERSION $GOPLS"; }
product_gopls() { echo "$LAB/gopls/gopls"; }
do_gopls() { cd / && GOBIN=$LAB/gopls go install "$GOPLS"; }

title_staticcheck() { echo "staticcheck, for the tests"; }
key_staticcheck() { echo "$GOVERSION $STATICCHECK"; }
product_staticcheck() { echo "$LAB/staticcheck/staticcheck"; }
do_staticcheck() { cd / && GOBIN=$LAB/staticcheck go install "$STATICCHECK"; }

# digits fetches MNIST, or goes on with a download that broke off. If the mirrors do not answer, it does not ask again for a day.
digits() {
  local refused=$LAB/stamps/no-mirror
  if [ "$(cat "$LAB/stamps/digits" 2>/dev/null)" = "$(key_digits)" ] || verified_digits; then return; fi
  if [ -z "$ask_mirrors" ] && [ -n "$(find "$refused" -mmin -1440 2>/dev/null)" ]; then return; fi
  (cd "$ROOT" && go run ./scripts/setup/fetch-digits)
  changed=1
  verified_digits || touch "$refused"
}

# verified_digits tells whether MNIST is there as published, and notes which files were looked at.
verified_digits() {
  (cd "$ROOT" && go run ./scripts/setup/fetch-digits -check) >/dev/null 2>&1 && key_digits >"$LAB/stamps/digits"
}

key_digits() { echo "${LATENTLAB_DIGITS:-} $GOVERSION" && find "${LATENTLAB_MNIST:-$ROOT/data/mnist}" -type f -printf '%p %s %T@\n' 2>/dev/null | sort; }
