mkdir -p "$ROOT/bin"
names=(sh ls cat)
for c in "${names[@]}"; do cp "$PROGRAM" "$ROOT/bin/$c"; done
