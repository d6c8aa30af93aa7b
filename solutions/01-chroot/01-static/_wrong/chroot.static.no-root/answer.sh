# mkdir makes one directory: without ROOT there is no place for ROOT/bin.
mkdir "$ROOT/bin"
cp "$PROGRAM" "$ROOT/bin/sh"
