mkdir -p "$ROOT/bin"
for c in sh ls cat; do cp "$PROGRAM" "$ROOT/bin/$c"; done
[ -e "$ROOT/nothing" ] && echo there
