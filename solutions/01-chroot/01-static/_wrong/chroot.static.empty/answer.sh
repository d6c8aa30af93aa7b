# The places are made, and nothing is put there.
mkdir -p "$ROOT/bin" "$ROOT/etc" "$ROOT/proc"
