# shellcheck shell=bash
# A part of scripts/classroom.sh: what an instructor hands out, what students hand in, and what they hear of it.

do_handout() {
  [ $# = 1 ] || fail "want a directory: scripts/classroom.sh handout DIRECTORY"
  local source
  source=$(a_directory "$1")
  need_images
  make_volume handout
  docker run --rm --network none --user root --volume "$ROOT:/clone:ro" --volume "$source:/source:ro" \
    --volume "${COMPOSE_PROJECT_NAME}_handout:/handout" --env PYTHONPATH=/clone/scripts:/clone/classroom/hub --env PYTHONDONTWRITEBYTECODE=1 \
    --workdir / --entrypoint python "$STUDENT_IMAGE" /clone/scripts/classroom/handout.py /source /handout || exit 1
}

do_collect() {
  local late=() target
  if [ "${1:-}" = --late ]; then
    late=(--late)
    shift
  fi
  [ $# = 1 ] || fail "want a directory to make: scripts/classroom.sh collect [--late] DIRECTORY"
  target=$(from_where_called "$1")
  [ ! -e "$target" ] || fail "$1 is there already: name a new directory"
  is_volume "${COMPOSE_PROJECT_NAME}_handin" || fail "there is no class yet: scripts/classroom.sh up starts one"
  make_volume handout
  target=$(realpath -m "$target")
  umask 077
  COLLECTED=$target.partial
  rm -rf "$COLLECTED"
  mkdir -p "$COLLECTED"
  trap 'rm -rf "$COLLECTED"' EXIT
  hub_python --volume "${COMPOSE_PROJECT_NAME}_handin:/handin:ro" --volume "${COMPOSE_PROJECT_NAME}_handout:/handout:ro" -- \
    -m collect /handin /handout "${late[@]}" | tar -C "$COLLECTED" -x || exit 1
  sync
  mv "$COLLECTED" "$target"
  trap - EXIT
  echo "Collected into $1: $(find "$target" -name '*.ipynb' | wc -l) notebooks, and submissions.csv, which names every submission"
}

do_feedback() {
  [ $# = 1 ] || fail "want what scripts/grade.sh has written: scripts/classroom.sh feedback out/grades"
  local source
  source=$(a_directory "$1")
  [ -d "$source/feedback" ] || fail "$1 has no directory feedback: want what scripts/grade.sh has written, such as out/grades"
  is_volume "${COMPOSE_PROJECT_NAME}_handin" || fail "there is no class yet: scripts/classroom.sh up starts one"
  tar -C "$source/feedback" -c . |
    hub_python --interactive --volume "${COMPOSE_PROJECT_NAME}_handin:/handin" -- -m feedback /handin || exit 1
}

# a_directory PATH prints the whole path of a directory, and fails where there is none.
a_directory() {
  local directory
  directory=$(from_where_called "$1")
  [ -d "$directory" ] || fail "$1 is no directory"
  realpath "$directory"
}
