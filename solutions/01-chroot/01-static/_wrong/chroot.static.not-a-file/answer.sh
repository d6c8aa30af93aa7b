mkdir -p "$ROOT/bin/sh" "$ROOT/bin/ls" "$ROOT/bin/cat"
cp "$PROGRAM" "$ROOT/bin/sh"
cp "$PROGRAM" "$ROOT/bin/ls"
cp "$PROGRAM" "$ROOT/bin/cat"
