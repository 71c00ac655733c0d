#!/usr/bin/env bash
# Plays a class on this machine, to see how many students it holds: a second classroom beside yours, with the same images
# and limits, students who log in, start their servers and run the lecture's cells; then it is all removed again.
#
#   classroom/load.sh                         10 students, notebooks 03 and 04, four times a student's pace, 8 minutes at most
#   classroom/load.sh --students 30 --pace 1 --minutes 60 --notebooks 01 03 05
#   classroom/load.sh --out load.json         the numbers as JSON as well; --seed 2 for other reading times
#
# It needs Docker only, and only this machine can reach that classroom, on port 8001 (LOAD_PORT).

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"

main() {
  help_if_asked "$@"
  local students=10 options=() out='' status=0
  while [ $# -gt 0 ]; do
    case $1 in
      --students | --out)
        [ $# -gt 1 ] || fail "$1 wants a value: see classroom/load.sh --help"
        if [ "$1" = --out ]; then out=$(realpath -m "$2"); else students=$2; fi
        shift
        ;;
      *) options+=("$1") ;;
    esac
    shift
  done
  if ! [[ $students =~ ^[1-9][0-9]{0,2}$ ]] || [ "$students" -gt 200 ]; then fail "--students is $students: want 1 to 200"; fi
  [ -z "$out" ] || [ -d "$(dirname "$out")" ] || fail "there is no directory $(dirname "$out") for $out"

  local port=${LOAD_PORT:-8001}
  COMPOSE_PROJECT_NAME=$(compose_project)-load
  export COMPOSE_PROJECT_NAME CLASSROOM_PORT=127.0.0.1:$port CLASSROOM_ADDRESS=http://127.0.0.1:$port CLASSROOM_ORIGINS=path
  export CLASSROOM_BASE_URL=/ CLASSROOM_CERT='' CLASSROOM_KEY=''
  CLASSROOM_DIR=$(mktemp -d)
  export CLASSROOM_DIR
  trap finish EXIT
  trap 'exit 130' INT TERM
  chmod 755 "$CLASSROOM_DIR" # the hub reads it as a user of its own
  printf 'name,password,role\nteacher,%s,instructor\n' "$(od -An -N 12 -tx1 /dev/urandom | tr -d ' \n')" >"$CLASSROOM_DIR/students.csv"
  # shellcheck disable=SC2046 # one argument each
  "$ROOT/scripts/classroom.sh" add $(seq -f 'load%03g' "$students") >"$CLASSROOM_DIR/added"
  "$ROOT/scripts/classroom.sh" up >&2
  echo "The class begins: $students students." >&2

  # It runs in the students' image, which has its libraries, and as root, who may read Docker's numbers.
  awk '{print $1 "," $2}' "$CLASSROOM_DIR/added" | docker run --rm --init --interactive --network host --user root --entrypoint python \
    --volume /var/run/docker.sock:/var/run/docker.sock --volume "$ROOT/classroom/load:/load/load:ro" --volume "$ROOT/scripts/lib:/load/lib:ro" --volume "$CLASSROOM_DIR:/out" \
    --env PYTHONPATH=/load --env PYTHONDONTWRITEBYTECODE=1 "latentlab-student:${CLASSROOM_TAG:-latest}" \
    -m load --hub "http://127.0.0.1:$port/" --project "$COMPOSE_PROJECT_NAME" --out /out/load.json "${options[@]}" || status=$?
  if [ -n "$out" ] && [ -e "$CLASSROOM_DIR/load.json" ]; then cp "$CLASSROOM_DIR/load.json" "$out"; fi
  exit "$status"
}

# finish removes the classroom that was made for this, with all that was in it.
# shellcheck disable=SC2317 # by the trap
finish() {
  "$ROOT/scripts/classroom.sh" down >/dev/null 2>&1 || true
  docker volume ls -q --filter "name=^${COMPOSE_PROJECT_NAME}[-_]" | xargs -r docker volume rm >/dev/null || true
  rm -rf "$CLASSROOM_DIR"
}

main "$@"
