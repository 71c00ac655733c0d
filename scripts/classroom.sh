#!/usr/bin/env bash
# The classroom: JupyterHub with a container per student, by Docker. classroom/README.md has the whole story.
#
#   scripts/classroom.sh up                 builds what has changed and starts it; prints the address, and passwords for those who have none
#   scripts/classroom.sh down               ends it, the students' servers too; all work stays
#   scripts/classroom.sh status             what runs, who is there, how much memory and disk is left
#   scripts/classroom.sh add NAME...        adds people to the class list, with new passwords, which it prints
#   scripts/classroom.sh reset NAME...      gives them new first passwords, and ends their sessions and servers
#   scripts/classroom.sh import FILE        makes accounts for another program's list (Moodle, a spreadsheet), and a page to print
#   scripts/classroom.sh handout DIRECTORY  gives a directory to every student, at their server's next start
#   scripts/classroom.sh collect DIRECTORY  what was handed in: STUDENT/ASSIGNMENT.ipynb, the last before the deadline (--late: of all)
#   scripts/classroom.sh feedback GRADES    gives students the pages of feedback that scripts/grade.sh has written there
#   scripts/classroom.sh repair NAME        moves aside what keeps somebody's server from starting; deletes nothing
#   scripts/classroom.sh backup DIRECTORY   all work and accounts, while the class runs
#   scripts/classroom.sh restore DIRECTORY  puts a backup back in place of what is there now
#   scripts/classroom.sh update             after a git pull: builds anew, starts the hub anew; kernels run on
#
# Students get a newer lecture when their server starts the next time; what they have changed stays theirs.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/classroom/backup.sh"
. "$(dirname "${BASH_SOURCE[0]}")/classroom/handin.sh"
. "$(dirname "${BASH_SOURCE[0]}")/classroom/servers.sh"

main() {
  help_if_asked "$@"
  local command=${1:-}
  case $command in
    up | down | status | add | reset | import | handout | collect | feedback | repair | backup | restore | update) shift ;;
    '') fail "want a command such as up, down or status: see scripts/classroom.sh --help" ;;
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

# read_settings sets CLASSROOM_… to what docker-compose makes of the environment and .env, CLASS to the class list's path,
# HUB_IMAGE to the image in which Python runs. It fails where a name is no setting.
read_settings() {
  local config values line
  config=$("${COMPOSE[@]}" config 2>/dev/null) || why_no_config
  HUB_IMAGE=$(sed -n 's/^ *image: \(latentlab-hub:[A-Za-z0-9_.-]*\)$/\1/p;T;q' <<<"$config")
  [ -n "$HUB_IMAGE" ] || fail "CLASSROOM_TAG is no tag for images: want one such as 2026-10"
  need_hub_image
  # shellcheck disable=SC2046 # one argument each
  values=$(hub_python --interactive -- -m settings values $(compgen -e CLASSROOM_) <<<"$config") || exit 1
  while IFS= read -r line; do printf -v "${line%%=*}" '%s' "${line#*=}"; done <<<"$values"
  COMPOSE_PROJECT_NAME=${COMPOSE_PROJECT_NAME:-$(compose_project)}
  export COMPOSE_PROJECT_NAME
  STUDENT_IMAGE=latentlab-student:${HUB_IMAGE#*:}
}

# why_no_config says why docker-compose does not take the settings. What it says about a port names no setting.
why_no_config() {
  if CLASSROOM_PORT=8000 LAB_PORT=8888 "${COMPOSE[@]}" config >/dev/null 2>&1; then
    fail "CLASSROOM_PORT or LAB_PORT is no port: want 8000, or 127.0.0.1:8000, in .env or the environment"
  fi
  "${COMPOSE[@]}" config --quiet >&2 || true
  fail "docker-compose does not take the settings, see above: look into .env and the environment"
}

need_hub_image() {
  ! docker image inspect "$HUB_IMAGE" >/dev/null 2>&1 || return 0
  if [ -t 2 ]; then echo "Building $HUB_IMAGE, which takes a minute or two ..." >&2; fi
  "${COMPOSE[@]}" build --quiet hub >/dev/null 2>&1 || "${COMPOSE[@]}" build hub >&2 || fail "$HUB_IMAGE cannot be built, see above"
}

do_up() {
  need_class_list
  if [[ $(readlink "$CLASS") =~ ^/|(^|/)\.\.(/|$) ]]; then
    fail "$CLASS is a link to $(readlink "$CLASS"), and the hub sees only the link's directory: set CLASSROOM_DIR to the other one"
  fi
  need_certificate
  "${COMPOSE[@]}" build --quiet hub
  change_list fill
  "${COMPOSE[@]}" run --rm --no-deps -T settings || exit 1 # it has said what is wrong
  "${COMPOSE[@]}" build --quiet
  thaw # those that a backup which was killed holds still
  "${COMPOSE[@]}" up -d
  wait_until_healthy
  remove_orphans
  if [ -z "${CLASSROOM_CERT:-}" ] && ! for_this_machine_only; then # whatever the address says: this port has no HTTPS
    echo "Passwords cross the network as they are typed: see HTTPS in classroom/README.md." >&2
  fi
  echo "The classroom is open: $CLASSROOM_ADDRESS$CLASSROOM_BASE_URL"
}

do_update() { do_up; }

do_down() {
  local of_class="label=com.docker.compose.project=$COMPOSE_PROJECT_NAME"
  if [ -n "$(docker ps -aq --filter "$of_class")$(docker network ls -q --filter "$of_class")" ]; then "${COMPOSE[@]}" down; fi
  students_containers | xargs -r docker rm --force >/dev/null
  docker network ls -q --filter "label=latentlab.classroom=$COMPOSE_PROJECT_NAME" | xargs -r docker network rm >/dev/null
}

do_add() {
  [ $# -gt 0 ] || fail "want names: scripts/classroom.sh add anna ben"
  need_class_list
  change_list add "$@"
}

do_reset() {
  [ $# -gt 0 ] || fail "want names: scripts/classroom.sh reset anna"
  need_class_list
  change_list reset "$@"
  docker volume inspect "${COMPOSE_PROJECT_NAME}_hub" >/dev/null 2>&1 || return 0 # nobody has logged in yet
  in_hub_image python /opt/hub/classroom/forget.py "$@"                           # the hub then ends their sessions
}

do_import() {
  [ $# = 1 ] || fail "want a file: scripts/classroom.sh import FILE"
  local file name
  file=$(from_where_called "$1")
  [ -f "$file" ] || fail "$1 is no file"
  name=$(basename "$file")
  [ -d "$(dirname "$CLASS")" ] || fail "there is no directory $(dirname "$CLASS") for the class list: make it, or change CLASSROOM_DIR"
  change_list import "$name" <"$file"
}

# from_where_called PATH prints a path as it was meant where the script was called.
from_where_called() { if [[ $1 == /* ]]; then printf '%s\n' "$1"; else printf '%s\n' "$OLDPWD/$1"; fi; }

# need_images builds the images where there are none yet.
need_images() {
  docker image inspect "$HUB_IMAGE" "$STUDENT_IMAGE" >/dev/null 2>&1 && return
  echo "The images are not here yet: they are built, which takes about five minutes and the network."
  "${COMPOSE[@]}" build --quiet || fail "the images cannot be built, see above: nothing was changed"
}

need_class_list() {
  [ -f "$CLASS" ] || fail "there is no class list: copy classroom/students.example.csv to $CLASS and name your people in it"
}

# need_certificate fails if a setting names a missing file: docker-compose would name the file only, not the setting. What
# only root may look at, the service settings looks at.
need_certificate() {
  local setting
  for setting in CLASSROOM_CERT CLASSROOM_KEY; do
    [ -z "${!setting}" ] || [ -f "${!setting}" ] || LC_ALL=C stat -- "${!setting}" 2>&1 | grep -q 'Permission denied' ||
      fail "$setting names ${!setting}, which is no file: see HTTPS in classroom/README.md"
  done
}

# change_list COMMAND... changes or checks the class list by classroom/hub/roll.py. A link stays one: what it names changes.
change_list() {
  local file options=()
  file=$(realpath -m "$CLASS")
  if [ "$1" = import ]; then options=(--interactive); fi
  local address=$CLASSROOM_ADDRESS$CLASSROOM_BASE_URL
  if [[ $address =~ ://([^/:]*\.)?localhost[:/]|://127\. ]]; then address=''; fi # none that a student's own machine knows
  hub_python "${options[@]}" --volume "$(dirname "$file"):/list" -- \
    -m roll --list "/list/$(basename "$file")" --address "$address" "$@" || exit 1
}

# hub_python DOCKER-OPTION... -- OPTION... runs Python with this clone's classroom/hub, without a network.
hub_python() {
  local options=()
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  docker run --rm --network none --user root --volume "$ROOT:/clone:ro" --env PYTHONPATH=/clone/classroom/hub:/clone/scripts \
    --env PYTHONDONTWRITEBYTECODE=1 "${options[@]}" "$HUB_IMAGE" python "${@:2}"
}

# STUDENT matches how DockerSpawner writes an account's name, in which a minus begins a character by its number.
STUDENT='([a-z0-9]|-[0-9a-f]{2})+'
students_containers() { docker ps -a --format '{{.Names}}' --filter "label=latentlab.classroom=$COMPOSE_PROJECT_NAME"; }
students_volumes() { docker volume ls -q | grep -xE "$COMPOSE_PROJECT_NAME-student-$STUDENT" || true; }

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
  for service in guard proxy handin hub; do
    for _ in $(seq 120); do
      id=$("${COMPOSE[@]}" ps -q "$service")
      [ "$(docker inspect --format '{{.State.Health.Status}}' "$id" 2>/dev/null)" != healthy ] || continue 2
      sleep 1
    done
    "${COMPOSE[@]}" logs --tail 20 "$service" >&2
    fail "$service is not healthy after two minutes, see above"
  done
}

# shellcheck disable=SC2153 # read_settings sets it
for_this_machine_only() { [[ $CLASSROOM_PORT == 127.* || $CLASSROOM_PORT == '[::1]:'* ]]; }

main "$@"
