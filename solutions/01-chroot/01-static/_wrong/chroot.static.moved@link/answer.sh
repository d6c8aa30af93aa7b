mkdir -p "$ROOT/bin"
mv "$PROGRAM" "$ROOT/bin/sh"
ln -s sh "$ROOT/bin/ls"; ln -s sh "$ROOT/bin/cat"
ln -s "$ROOT/bin/sh" "$PROGRAM"
