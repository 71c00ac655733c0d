#!/usr/bin/env bash
# The first process of a student's container: brings the notebooks in ~/lecture and what the instructor has handed out, in
# ~/handout, up to date, then starts what it is told to.
set -euo pipefail

# full has a student who has more on the disk than is theirs read that first.
full() {
  local file=DISK-IS-FULL.txt used share=$((${CLASSROOM_DISK:-0} >> 20))
  rm -f "$HOME/$file"
  used=$(du --apparent-size -sm "$HOME" 2>/dev/null | cut -f1)
  if [ "$share" = 0 ] || [ "${used:-0}" -le "$share" ]; then return; fi
  export JUPYTERHUB_DEFAULT_URL=/lab/tree/$file
  echo "Your files take $used MB, and $share MB are yours. Delete some, then stop and start your server (File, Hub Control Panel)." \
    "If you write more before, your server is stopped." >"$HOME/$file"
}

# bring OPTION... brings copies up to date.
bring() { (cd /opt/latentlab/scripts && python -m setup.student_copies "$@"); }

# Where one of these fails, as on a full disk, it says why, and the student's own work opens all the same.
full || true
bring /opt/latentlab/notebooks "$HOME/lecture" || true
if [ -n "$(ls -A /srv/handout 2>/dev/null)" ]; then bring --every-file /srv/handout "$HOME/handout" || true; fi
exec "$@"
