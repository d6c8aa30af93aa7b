mkdir -p "$ROOT$(dirname "$PROGRAM")"
cp "$PROGRAM" "$ROOT$PROGRAM"
for l in $(ldd "$PROGRAM" | grep -o '/[^ )]*'); do mkdir -p "$ROOT$l"; cp "$l" "$ROOT$l"; done
