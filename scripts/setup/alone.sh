# shellcheck shell=bash
# One set-up of a clone at a time, which ends as a whole. All that it starts is in one process group and holds .lab/lock: while
# any of it runs, no other set-up works, whatever has become of the script itself.

# alone COMMAND runs a command of set-up with the lock, ends with its status, and leaves nothing running.
alone() {
  local status=0
  exec 9>>"$LAB/lock"
  flock --nonblock 9 || wait_for_the_other
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'end_group $!; rm -rf "$LAB/tmp"' EXIT
  set -m # a process group
  held "$@" </dev/null &
  set +m
  wait $! || status=$?
  exit $status
}

# held runs a command as the leader of its group, having noted in the lock who that is.
held() {
  echo "$$ $BASHPID" >"$LAB/lock"
  # What a killed set-up left goes. Below .lab, where Go's products are renamed into place: there is never half of one.
  rm -rf "$LAB/tmp"
  mkdir "$LAB/tmp"
  export TMPDIR=$LAB/tmp
  "$@"
}

# wait_for_the_other gets the lock from another set-up. Where that was killed, it ends what is left of it.
wait_for_the_other() {
  local script='' group=''
  read -r script group <"$LAB/lock" || true
  if [ -n "$group" ] && ! [ "/proc/$script/fd/9" -ef "$LAB/lock" ] && holds_lock "$group"; then
    echo "A set-up of this clone was killed: ending what it has left running."
    end_group "$group"
  else
    echo "Another set-up of this clone is running: waiting for it."
  fi
  flock 9
}

# holds_lock GROUP tells whether a process of the group has the lock open.
holds_lock() {
  local fd stat group
  for fd in /proc/[0-9]*/fd/9; do
    if ! [ "$fd" -ef "$LAB/lock" ] || ! stat=$(cat "${fd%/fd/9}/stat" 2>/dev/null); then continue; fi
    read -r _ _ group _ <<<"${stat##*) }" # after the name, in brackets: state, parent, group
    if [ "$group" = "$1" ]; then return 0; fi # in a trap, return alone gives the status from before
  done
  return 1
}

# end_group GROUP ends its processes, at once where five seconds are not enough for them.
end_group() {
  kill -TERM -- "-$1" 2>/dev/null || return 0
  for _ in {1..50}; do
    holds_lock "$1" || return 0
    sleep 0.1
  done
  kill -KILL -- "-$1" 2>/dev/null || true
}
