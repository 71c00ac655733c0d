#!/usr/bin/env bash
# Measures the lecture beside its peers in Python, in one run, as ratios. scripts/bench/README.md says how to read it.
#
#   scripts/bench.sh                        everything, five rounds, about 15 minutes on two cores
#   scripts/bench.sh --only training,cells  just these of training, floor, codes, growth, cells, whole, vae
#   scripts/bench.sh --rounds 9             more rounds
#   scripts/bench.sh --without torch        does not install or renew this peer: jax, tensorflow or torch; may be repeated
#   scripts/bench.sh --cold                 also sets up a fresh clone with empty caches (minutes)
#   scripts/bench.sh --small                one short round of what is installed, to see that it works
#   scripts/bench.sh --out FILE             where to write the numbers; without, out/bench.json
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
"$ROOT/scripts/setup.sh"
# In a subshell, because GoNB alone is measured with the user's own settings.
(use_go_environment && cd "$ROOT" && go build -o "$LAB/bench/" ./scripts/bench/...)
run_python bench "$@"
