#!/usr/bin/env bash
# The first process of a student's container: brings the notebooks in ~/lecture up to date, then starts what it is told to.
# A student who has more on the disk than is theirs reads that first.
set -euo pipefail
full=DISK-IS-FULL.txt
used=$(du --apparent-size -sm "$HOME" 2>/dev/null | cut -f1) || true
share=$((${CLASSROOM_DISK:-0} >> 20))
rm -f "$HOME/$full" || true
if [ "$share" -gt 0 ] && [ "${used:-0}" -gt "$share" ]; then
  echo "Your files take $used MB, and $share MB are yours: delete some, and then stop and start your server (File, Hub Control Panel). \
Whenever more is written before, your server is stopped." >"$HOME/$full" && export JUPYTERHUB_DEFAULT_URL=/lab/tree/$full || true
fi
# Where that fails, as on a full disk, it says why, and the student's own work opens all the same.
(cd /opt/latentlab/scripts && python -m setup.student_copies /opt/latentlab/notebooks "$HOME/lecture") || true
exec "$@"
