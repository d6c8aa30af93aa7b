mkdir -p "$ROOT"
{ echo "$PROGRAM"; ldd "$PROGRAM" | tr ' \t' '\n\n' | grep '^/'; } | tar -chf - -T - 2>/dev/null | tar -C "$ROOT" -xf -
