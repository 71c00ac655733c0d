#!/usr/bin/env bash
# The classroom: JupyterHub with a container per student, by Docker. classroom/README.md has the whole story.
#
#   scripts/classroom.sh up                 builds what has changed and starts it; prints the address
#   scripts/classroom.sh down               ends it, the students' servers too; all work stays
#   scripts/classroom.sh status             what runs, who is logged in, how much memory and disk is left
#   scripts/classroom.sh add NAME...        adds people to the class list, with new passwords, which it prints
#   scripts/classroom.sh reset NAME...      gives them new first passwords, for those who forgot theirs
#   scripts/classroom.sh backup DIRECTORY   all work and accounts, while the class runs
#   scripts/classroom.sh restore DIRECTORY  puts a backup back in place of what is there now
#   scripts/classroom.sh update             after a git pull: builds anew, starts the hub anew; kernels run on
#
# Students get a newer lecture when their server starts the next time; what they have changed stays theirs.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

main() {
  help_if_asked "$@"
  local command=${1:-}
  case $command in
    up | down | status | add | reset | backup | restore | update) shift ;;
    '') fail "want a command: up, down, status, add, reset, backup, restore or update (see scripts/classroom.sh --help)" ;;
    *) fail "there is no command $command: see scripts/classroom.sh --help" ;;
  esac
  cd "$ROOT"
  need_docker
  read_settings
  "do_$command" "$@"
}

# need_docker sets COMPOSE to the command there is, and makes sure that a daemon answers.
need_docker() {
  command -v docker >/dev/null || fail "Docker is not installed (Debian, Ubuntu: sudo apt install docker.io docker-compose)"
  docker info >/dev/null 2>&1 ||
    fail "the Docker daemon does not answer: start it (sudo systemctl start docker), or let this user reach it (sudo usermod -aG docker NAME)"
  local words
  words=$(compose_command) || fail "docker-compose is not installed (Debian, Ubuntu: sudo apt install docker-compose)"
  read -ra COMPOSE <<<"$words"
}

# read_settings reads settings as docker-compose does: the environment first, then .env.
read_settings() {
  local line name
  if [ -f .env ]; then
    while IFS= read -r line; do
      name=${line%%=*}
      if [[ $line =~ ^[A-Z_]+= ]] && [ -z "${!name+set}" ]; then export "$name=${line#*=}"; fi
    done <.env
  fi
  COMPOSE_PROJECT_NAME=${COMPOSE_PROJECT_NAME:-$(compose_project)}
  export COMPOSE_PROJECT_NAME
  CLASS=$(realpath -m "${CLASSROOM_DIR:-classroom}")/students.csv
  HUB_IMAGE=latentlab-hub:${CLASSROOM_TAG:-latest}
}

do_up() {
  need_class_list
  need_certificate
  "${COMPOSE[@]}" build --quiet
  "${COMPOSE[@]}" run --rm --no-deps -T settings || exit 1 # it has said what is wrong
  "${COMPOSE[@]}" up -d
  wait_until_healthy
  echo "The classroom is open: $(address)"
}

do_update() { do_up; }

do_down() {
  "${COMPOSE[@]}" down
  students_containers | xargs -r docker rm --force >/dev/null
  docker network ls -q --filter "label=latentlab.classroom=$COMPOSE_PROJECT_NAME" | xargs -r docker network rm >/dev/null
}

do_status() {
  "${COMPOSE[@]}" ps
  echo
  local containers
  containers=$(students_containers)
  if [ -n "$containers" ]; then
    # shellcheck disable=SC2086 # one argument each
    docker stats --no-stream --format 'table {{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.PIDs}}' $containers
  else
    echo "No student's server runs."
  fi
  echo
  free -h | head -n 2
  df -h "$(docker info --format '{{.DockerRootDir}}')"
}

do_add() {
  [ $# -gt 0 ] || fail "want names: scripts/classroom.sh add anna ben"
  need_class_list
  local name
  for name in "$@"; do
    is_account "$name" || fail "$name is no name for an account: want a to z first, then also 0 to 9 . _ -, 32 at most"
    ! in_class "$name" || fail "$name is in $CLASS already: scripts/classroom.sh reset $name gives a new password"
  done
  for name in "$@"; do set_password "$name"; done
}

do_reset() {
  [ $# -gt 0 ] || fail "want names: scripts/classroom.sh reset anna"
  need_class_list
  local name
  for name in "$@"; do in_class "$name" || fail "$name is not in $CLASS"; done
  for name in "$@"; do set_password "$name"; done
  in_hub_image python /opt/hub/classroom/forget.py "$@"
  if [ -n "$("${COMPOSE[@]}" ps -q hub)" ]; then # so that it forgets their sessions
    "${COMPOSE[@]}" restart hub
    wait_until_healthy
  fi
}

do_backup() {
  local target=${1:-}
  [ $# = 1 ] || fail "want a directory to make: scripts/classroom.sh backup DIRECTORY"
  [ ! -e "$target" ] || fail "$target is there already: name a new directory"
  target=$(realpath -m "$target")
  umask 077 # passwords' digests and the cookies' secret are in it
  BACKUP=$target.partial
  rm -rf "$BACKUP"
  mkdir -p "$BACKUP"
  trap 'resume; rm -rf "$BACKUP"' EXIT
  cp "$CLASS" "$BACKUP/students.csv"
  in_hub_image -v "$BACKUP:/backup" sh -c '
    python /opt/hub/classroom/copy_database.py /var/lib/hub/jupyterhub.sqlite /tmp/hub/jupyterhub.sqlite &&
      cp -p /var/lib/hub/cookie-secret /tmp/hub/ && tar -C /tmp/hub -czf /backup/hub.tar.gz .'
  local volume
  for volume in $(students_volumes); do
    echo "  $volume"
    # The student's container is paused during the copy, so that no file is half written.
    PAUSED=$(docker ps -q --filter "name=^/$volume\$" --filter status=running)
    if [ -n "$PAUSED" ]; then docker pause "$PAUSED" >/dev/null; fi
    as_root -v "$volume:/volume:ro" -v "$BACKUP:/backup" tar -C /volume --exclude=./.cache -czf "/backup/$volume.tar.gz" .
    resume
  done
  as_root -v "$BACKUP:/backup" chown -R "$(id -u):$(id -g)" /backup
  (cd "$BACKUP" && sha256sum -- * >SHA256SUMS)
  sync
  mv "$BACKUP" "$target"
  trap - EXIT
  echo "Backed up to $target: $(du -sh "$target" | cut -f1)"
}

PAUSED=''
resume() {
  if [ -n "$PAUSED" ]; then docker unpause "$PAUSED" >/dev/null || true; fi
  PAUSED=''
}

do_restore() {
  local source=${1:-} archive volume
  [ $# = 1 ] || fail "want the directory of a backup: scripts/classroom.sh restore DIRECTORY"
  [ -f "$source/SHA256SUMS" ] || fail "$source holds no backup: it has no SHA256SUMS"
  source=$(realpath "$source")
  (cd "$source" && sha256sum --quiet -c SHA256SUMS) || fail "$source is damaged, see above: nothing was changed"
  do_down
  for archive in "$source"/*.tar.gz; do
    volume=$(basename "$archive" .tar.gz)
    volume=${COMPOSE_PROJECT_NAME}${volume#"${volume%%-student-*}"}
    if [ "$(basename "$archive")" = hub.tar.gz ]; then volume=${COMPOSE_PROJECT_NAME}_hub; fi
    echo "  $volume"
    as_root -v "$volume:/volume" -v "$source:/backup:ro" sh -c "
      find /volume -mindepth 1 -delete && tar -C /volume -xzpf '/backup/$(basename "$archive")' && chown -R 1000:1000 /volume"
  done
  install -m 644 "$source/students.csv" "$CLASS" # the hub reads it as a user of its own
  echo "Restored from $source. scripts/classroom.sh up starts the class."
}

need_class_list() {
  [ -f "$CLASS" ] || fail "there is no class list: copy classroom/students.example.csv to $CLASS and name your people in it"
}

# need_certificate fails if a setting names a missing file: docker-compose would name the file only, not the setting.
need_certificate() {
  local setting
  for setting in CLASSROOM_CERT CLASSROOM_KEY; do
    [ -z "${!setting:-}" ] || [ -f "${!setting}" ] || fail "$setting names ${!setting}, which is no file: see HTTPS in classroom/README.md"
  done
}

# is_account NAME succeeds if NAME may name an account. classroom/hub/classlist.py has the same rule for the hub.
is_account() { [[ $1 =~ ^[a-z][a-z0-9._-]{0,31}$ ]]; }

in_class() { awk -F, -v name="$1" '{ gsub(/^ +| +$/, "", $1) } $1 == name { found = 1 } END { exit !found }' "$CLASS"; }

# set_password gives NAME a new first password in the class list, and prints both.
set_password() {
  local password new
  password=$(od -An -N 40 -tu1 /dev/urandom | tr -s ' \n' '\n' | awk '
    NF { printf "%s", substr("abcdefghjkmnpqrstuvwxyz23456789", $1 % 31 + 1, 1); if (++n % 4 == 0 && n < 12) printf "-"; if (n == 12) exit }')
  new=$(mktemp "$CLASS.XXXXXX")
  awk -F, -v name="$1" -v password="$password" '
    BEGIN { OFS = "," }
    { first = $1; gsub(/^ +| +$/, "", first) }
    first == name { $1 = name; $2 = password; found = 1 }
    { print }
    END { if (!found) print name, password, "student" }' "$CLASS" >"$new"
  chmod --reference="$CLASS" "$new"
  mv "$new" "$CLASS"
  printf '%s  %s\n' "$1" "$password"
}

students_containers() { docker ps -aq --filter "label=latentlab.classroom=$COMPOSE_PROJECT_NAME"; }
students_volumes() { docker volume ls -q --filter "name=^$COMPOSE_PROJECT_NAME-student-"; }

# as_root runs a command in the hub's image as root, without a network: as_root -v VOLUME:/volume tar ...
as_root() {
  local options=()
  while [ "${1:-}" = -v ]; do
    options+=(-v "$2")
    shift 2
  done
  docker run --rm --network none --user root "${options[@]}" "$HUB_IMAGE" "$@"
}

in_hub_image() { as_root -v "${COMPOSE_PROJECT_NAME}_hub:/var/lib/hub" "$@"; }

wait_until_healthy() {
  local service id
  for service in guard proxy hub; do
    for _ in $(seq 120); do
      id=$("${COMPOSE[@]}" ps -q "$service")
      [ "$(docker inspect --format '{{.State.Health.Status}}' "$id" 2>/dev/null)" != healthy ] || continue 2
      sleep 1
    done
    "${COMPOSE[@]}" logs --tail 20 "$service" >&2
    fail "$service is not healthy after two minutes, see above"
  done
}

# address is where a browser finds the class: on this machine only, where CLASSROOM_PORT says so (127.0.0.1:8000).
address() {
  local scheme=http host port=${CLASSROOM_PORT:-8000}
  host=$(hostname)
  if [ -n "${CLASSROOM_CERT:-}" ]; then scheme=https; fi
  if [[ $port == *:* ]]; then host=${port%:*}; fi
  echo "$scheme://$host:${port##*:}${CLASSROOM_BASE_URL:-/}"
}

main "$@"
