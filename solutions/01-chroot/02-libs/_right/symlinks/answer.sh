mkdir -p "$ROOT"
copy() { # keep links as links, and copy what they lead to, too
  f=$1
  d=$(dirname "$f"); mkdir -p "$ROOT$d"
  if [ -L "$f" ]; then
    t=$(readlink "$f"); case $t in /*) ;; *) t=$d/$t;; esac
    cp -P "$f" "$ROOT$f"; copy "$t"
  else cp "$f" "$ROOT$f"; fi
}
copy "$PROGRAM"
for l in $(ldd "$PROGRAM" | grep -o '/[^ )]*'); do copy "$l"; done
