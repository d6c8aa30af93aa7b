# The names are there, and may be executed; nothing is in the files.
mkdir -p "$ROOT/bin"
touch "$ROOT/bin/sh" "$ROOT/bin/ls" "$ROOT/bin/cat"
chmod 755 "$ROOT/bin/sh" "$ROOT/bin/ls" "$ROOT/bin/cat"
