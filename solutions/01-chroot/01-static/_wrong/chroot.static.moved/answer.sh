# Moved instead of copied: the host has lost its program.
mkdir -p "$ROOT/bin"
mv "$PROGRAM" "$ROOT/bin/sh"
ln -s sh "$ROOT/bin/ls"
ln -s sh "$ROOT/bin/cat"
