# One name of three.
mkdir -p "$ROOT/bin"
cp "$PROGRAM" "$ROOT/bin/sh"
