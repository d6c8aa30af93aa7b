# The program is there, under its own name only.
mkdir -p "$ROOT/bin"
cp "$PROGRAM" "$ROOT/bin/"
