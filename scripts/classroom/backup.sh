# shellcheck shell=bash
# A part of scripts/classroom.sh: a backup of the class, and its way back, on this machine or on another.
# Archives go through pipes, so that Docker needs no way to the backup's directory.

do_backup() {
  local target=${1:-} volume
  [ $# = 1 ] || fail "want a directory to make: scripts/classroom.sh backup DIRECTORY"
  target=$(from_where_called "$target")
  [ ! -e "$target" ] || fail "$target is there already: name a new directory"
  need_class_list
  is_volume "${COMPOSE_PROJECT_NAME}_hub" || fail "there is no class yet: scripts/classroom.sh up starts one"
  need_images
  target=$(realpath -m "$target")
  umask 077 # passwords' digests and the cookies' secret are in it
  BACKUP=$target.partial
  rm -rf "$BACKUP"
  mkdir -p "$BACKUP"
  trap 'thaw; rm -rf "$BACKUP"' EXIT
  cp "$CLASS" "$BACKUP/students.csv"
  in_hub_image sh -c '
    install -d -m 700 /tmp/hub && python /opt/hub/classroom/copy_database.py /var/lib/hub/jupyterhub.sqlite /tmp/hub/jupyterhub.sqlite &&
      cp -p /var/lib/hub/cookie-secret /tmp/hub/ && tar -C /tmp/hub -cz .' >"$BACKUP/hub.tar.gz"
  for volume in handin handout; do
    make_volume "$volume"
    back_up_volume "${COMPOSE_PROJECT_NAME}_$volume" "$BACKUP/$volume.tar.gz"
  done
  for volume in $(students_volumes); do
    echo "  $volume"
    back_up_volume "$volume" "$BACKUP/$volume.tar.gz"
  done
  gzip -t "$BACKUP"/*.gz # that they are whole
  (cd "$BACKUP" && sha256sum -- * >SHA256SUMS)
  sync
  mv "$BACKUP" "$target"
  trap - EXIT
  echo "Backed up to $target: $(du -sh "$target" | cut -f1)"
}

# back_up_volume VOLUME FILE copies a volume's files. A student's server is held still meanwhile, so that none is half written.
back_up_volume() {
  local code
  for _ in 1 2 3; do
    docker pause "$1" >/dev/null 2>&1 || true # there is none, or it has just ended
    code=0
    as_root -v "$1:/volume:ro" tar -C /volume --sparse --warning=no-file-ignored \
      --exclude=./.cache --exclude=./.latentlab-restore -cz . >"$2" || code=$?
    thaw
    [ "$code" = 1 ] || break # a file has changed: the server started during the copy
  done
  [ "$code" = 0 ] || fail "$1 cannot be copied, see above"
}

# thaw lets students' servers go on that a backup holds still.
thaw() {
  docker ps -q --filter "label=latentlab.classroom=$COMPOSE_PROJECT_NAME" --filter status=paused | xargs -r docker unpause >/dev/null
}

do_restore() {
  local source=${1:-} archive volume
  [ $# = 1 ] || fail "want the directory of a backup: scripts/classroom.sh restore DIRECTORY"
  source=$(from_where_called "$source")
  check_backup "$source"
  source=$(realpath "$source")
  need_images
  CLASS=$(realpath -m "$CLASS")
  mkdir -p "$(dirname "$CLASS")"
  NEW_LIST=$(mktemp "$CLASS.XXXXXX")
  trap 'rm -f "$NEW_LIST"' EXIT
  install -m 644 "$source/students.csv" "$NEW_LIST" # the hub reads it as a user of its own
  do_down
  make_volume hub
  make_volume secrets
  make_volume handin
  make_volume handout
  MADE=()
  restoring recover
  trap 'take_back' EXIT
  for archive in "$source"/*.tar.gz; do
    volume=$(restored_volume "$archive")
    is_volume "$volume" || MADE+=("$volume")
    echo "  $volume"
    docker run --rm --interactive --network none --user root --read-only --security-opt no-new-privileges --cap-drop ALL \
      --cap-add CHOWN --cap-add DAC_OVERRIDE --cap-add FOWNER --cap-add SETUID --cap-add SETGID -v "$volume:/volume" "$HUB_IMAGE" \
      python /opt/hub/classroom/restoring.py unpack /volume <"$archive"
  done
  in_hub_image python /opt/hub/classroom/forget_servers.py /var/lib/hub/.latentlab-restore/new/jupyterhub.sqlite
  restoring exchange "$source"
  mv "$NEW_LIST" "$CLASS"
  trap - EXIT
  echo "Restored from $source. scripts/classroom.sh up starts the class."
}

# take_back undoes a restore that has failed.
take_back() {
  trap - EXIT
  rm -f "$NEW_LIST"
  if restoring recover; then
    [ ${#MADE[@]} = 0 ] || docker volume rm "${MADE[@]}" >/dev/null
    fail "the backup is not restored, see above. All is as it was before: scripts/classroom.sh up starts the class"
  fi
  fail "the backup is not restored, see above: the class does not start before scripts/classroom.sh restore has succeeded"
}

# check_backup DIRECTORY fails unless a backup is there, whole.
check_backup() {
  local name names strange twice
  [ -d "$1" ] || fail "$1 is no directory: name that of a backup"
  { [ -r "$1" ] && [ -x "$1" ]; } || fail "this user may not read $1: let root do it (sudo), or give it to this user (sudo chown -R)"
  [ -f "$1/SHA256SUMS" ] || fail "$1 holds no backup: it has no SHA256SUMS"
  for name in "$1"/*; do
    [ -r "$name" ] || fail "this user may not read $name: let root do it (sudo), or give it to this user (sudo chown -R)"
  done
  names=$(sed -E 's/^[0-9a-f]{64} [ *]//' "$1/SHA256SUMS")
  strange=$(grep -vxE "(hub|handin|handout)\.tar\.gz|students\.csv|[a-z0-9_-]+-student-$STUDENT\.tar\.gz" <<<"$names" || true)
  [ -z "$strange" ] || fail "$1 is damaged: its SHA256SUMS names ${strange%%$'\n'*}, which is no part of a backup: nothing was changed"
  for name in hub.tar.gz students.csv; do
    grep -qxF "$name" <<<"$names" || fail "$1 is damaged: its SHA256SUMS does not name $name: nothing was changed"
  done
  for name in "$1"/*.tar.gz; do
    grep -qxF "$(basename "$name")" <<<"$names" || fail "$1 is damaged: its SHA256SUMS does not name $(basename "$name"): nothing was changed"
  done
  twice=$(grep -oE -- "-student-$STUDENT\.tar\.gz" <<<"$names" | sort | uniq -d)
  [ -z "$twice" ] || fail "$1 is no backup of one class: two archives are of ${twice%%$'\n'*}: nothing was changed"
  (cd "$1" && sha256sum --quiet -c SHA256SUMS) || fail "$1 is damaged, see above: nothing was changed"
}

# restored_volume ARCHIVE prints the volume of this classroom into which an archive goes, whatever classroom it is from.
restored_volume() {
  local name
  name=$(basename "$1" .tar.gz)
  case $name in
    hub | handin | handout) echo "${COMPOSE_PROJECT_NAME}_$name" ;;
    *) echo "$COMPOSE_PROJECT_NAME-student-${name##*-student-}" ;; # no student's part has -student- in it
  esac
}

# restoring COMMAND [BACKUP] runs one of restoring.py's commands on the volumes of BACKUP, or on all of this classroom.
restoring() {
  local volume volumes options=() roots=()
  if [ $# = 2 ]; then
    volumes=$(for archive in "$2"/*.tar.gz; do restored_volume "$archive"; done)
  else
    volumes="${COMPOSE_PROJECT_NAME}_hub ${COMPOSE_PROJECT_NAME}_handin ${COMPOSE_PROJECT_NAME}_handout $(students_volumes)"
  fi
  for volume in $volumes; do
    options+=(-v "$volume:/volumes/$volume")
    roots+=("/volumes/$volume")
  done
  as_root -v "${COMPOSE_PROJECT_NAME}_secrets:/run/classroom" "${options[@]}" \
    python /opt/hub/classroom/restoring.py "$1" /run/classroom/restoring "${roots[@]}"
}

is_volume() { docker volume inspect "$1" >/dev/null 2>&1; }

# make_volume NAME makes one of docker-compose.yml's volumes, unless it is there, as docker-compose would.
make_volume() {
  is_volume "${COMPOSE_PROJECT_NAME}_$1" || docker volume create --label "com.docker.compose.project=$COMPOSE_PROJECT_NAME" \
    --label "com.docker.compose.volume=$1" "${COMPOSE_PROJECT_NAME}_$1" >/dev/null
}
