# shellcheck shell=bash
# A part of scripts/classroom.sh: the students' servers, who has one, whose was left behind, and whose does not start.

do_status() {
  (change_list check) || true # it says what is wrong with the class list
  "${COMPOSE[@]}" ps
  echo
  local hub containers
  hub=$("${COMPOSE[@]}" ps -q hub)
  containers=$(docker ps -q --filter "label=latentlab.classroom=$COMPOSE_PROJECT_NAME")
  if [ -n "$hub" ]; then
    # shellcheck disable=SC2086 # one argument each
    { [ -z "$containers" ] || docker stats --no-stream --format '{{.Name}}\t{{.MemUsage}}' $containers; } |
      docker exec -i "$hub" python /opt/hub/classroom/presence.py table "$COMPOSE_PROJECT_NAME" || echo "The hub does not say who is there."
  else
    echo "The class is closed: scripts/classroom.sh up opens it."
  fi
  echo
  free -h | head -n 2
  df -h "$(docker info --format '{{.DockerRootDir}}')"
}

# remove_orphans removes students' containers and networks that the hub does not know, as after docker-compose down --volumes.
# What there is, is listed before the hub is asked: what it starts meanwhile is not in the list.
remove_orphans() {
  local networks containers known name
  networks=$(docker network ls --format '{{.Name}}' --filter "label=latentlab.classroom=$COMPOSE_PROJECT_NAME")
  containers=$(students_containers)
  known=$(docker exec "$("${COMPOSE[@]}" ps -q hub)" python /opt/hub/classroom/presence.py servers "$COMPOSE_PROJECT_NAME")
  for name in $containers; do
    grep -qxF "$name" <<<"$known" || docker rm --force "$name" >/dev/null || true # docker says why not
  done
  for name in $networks; do
    grep -qxF "$name" <<<"$known" || remove_network "$name" || true
  done
}

# remove_network NAME removes a network that the hub or the proxy may still be on.
remove_network() {
  local member
  for member in $(docker network inspect --format '{{range $id, $_ := .Containers}}{{$id}} {{end}}' "$1"); do
    docker network disconnect --force "$1" "$member"
  done
  docker network rm "$1" >/dev/null
}

do_repair() {
  [ $# = 1 ] || fail "want one name: scripts/classroom.sh repair anna"
  local container
  container=$(students_name "$1")
  [[ $container =~ ^$COMPOSE_PROJECT_NAME-student-$STUDENT$ ]] || fail "$1 is no name of an account"
  is_volume "$container" || fail "$1 has no files here: they have never started their server"
  need_images
  docker rm --force "$container" >/dev/null 2>&1 || true # that it is not there is as good; the hub takes note of it
  as_root -v "$container:/home/$1" python /opt/hub/classroom/repair.py "/home/$1"
  docker run --rm --interactive --network none --cap-drop ALL --security-opt no-new-privileges --memory "$CLASSROOM_MEMORY" \
    --pids-limit "$CLASSROOM_PROCESSES" -v "$container:/home/student" --entrypoint python "$STUDENT_IMAGE" - <scripts/classroom/starts.py ||
    fail "$1's server does not start yet, see above"
  echo "$1's server starts again: JupyterLab was tried with these files, and answered."
}

# students_name NAME prints the name of somebody's container, volume and network, as DockerSpawner makes it.
students_name() {
  local name=${1//-/-2d}
  name=${name//./-2e}
  echo "$COMPOSE_PROJECT_NAME-student-${name//_/-5f}"
}
