#!/usr/bin/env bash
# The first process of a student's container: brings the notebooks in ~/lecture up to date, then starts what it is told to.
set -euo pipefail
# Where that fails, as on a full disk, it says why, and the student's own work opens all the same.
(cd /opt/latentlab/scripts && python -m setup.student_copies /opt/latentlab/notebooks "$HOME/lecture") || true
exec "$@"
