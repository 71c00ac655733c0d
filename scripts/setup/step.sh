# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # set-up sets and reads the variables
# How set-up runs its steps: only those that are out of date, in two chains side by side, with their output in .lab/log.

# A step NAME has four parts: title_NAME, key_NAME (what it depends on), product_NAME (a file that proves it), do_NAME.
# It is done again when its key changes or its product is gone.
step() {
  local name=$1 start=$SECONDS
  done_already "$name" && return
  rm -f "$LAB/stamps/$name"
  echo "  $("title_$name") ..."
  "do_$name" >"$LAB/log/$name" 2>&1 </dev/null &
  if ! wait $!; then
    echo "  $("title_$name"): FAILED. The end of .lab/log/$name:" >&2
    tail -n 15 "$LAB/log/$name" | sed 's/^/    /' >&2
    return 1
  fi
  "key_$name" >"$LAB/stamps/$name"
  changed=1
  echo "  $("title_$name"): done, $(size_of "$name"), $((SECONDS - start)) s"
}

done_already() {
  [ -e "$LAB/stamps/$1" ] && [ -e "$("product_$1")" ] && [ "$(cat "$LAB/stamps/$1")" = "$("key_$1")" ]
}

size_of() {
  local what
  what=$("product_$1")
  if [ "$(type -t "size_$1")" = function ]; then what=$("size_$1"); fi
  du -shL "$what" | cut -f1
}

digest() { cat "$@" | sha256sum; }

# in_parallel runs two chains of steps at the same time: one mostly compiles, the other mostly downloads.
in_parallel() {
  local name missing='' go python failed=''
  for name in command $own_code tools gopls ${tests:+staticcheck} venv jupyterlab $(plugins) $(extras); do done_already "$name" || missing=yes; done
  [ -n "$missing" ] || return 0
  need_compiler
  need_python
  need_memory
  need_disk
  if [ ! -e "$LAB/stamps/jupyterlab" ]; then
    echo "Setting up $ROOT: 0.5 GB here and 1.3 GB in Go's caches, about four minutes on two cores."
  fi
  go_chain &
  go=$!
  python_chain &
  python=$!
  wait $go || failed=yes
  wait $python || failed=yes
  [ -z "$failed" ] || fail "set-up is not complete, see above; what was done stays done: mend it and run this again"
  changed=1
}
