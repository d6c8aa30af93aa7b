mkdir -p "$ROOT$(dirname "$PROGRAM")"
cp "$PROGRAM" "$ROOT$PROGRAM"
for l in $(ldd "$PROGRAM" | grep -o '/[^ )]*'); do mkdir -p "$ROOT$(dirname "$l")"; touch "$ROOT$l"; chmod +x "$ROOT$l"; done
