#!/usr/bin/env bash
# The bill of materials: everything that ships with the lecture or its classroom, with version, digest and licence, as CycloneDX
# JSON, from the lock files; and what is there for tests, as excluded. It asks the package index for the licences of what is not
# installed here.
#
#   scripts/sbom.sh                 out/sbom.json
#   scripts/sbom.sh --out FILE      where to write

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
"$ROOT/scripts/setup.sh"
use_go_environment
run_python sbom "$@"
