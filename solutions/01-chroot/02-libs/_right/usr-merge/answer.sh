mkdir -p "$ROOT/usr/lib64" "$ROOT/usr/lib" "$ROOT/usr/bin"
ln -s usr/lib64 "$ROOT/lib64"; ln -s usr/lib "$ROOT/lib"; ln -s usr/bin "$ROOT/bin"
cp "$PROGRAM" "$ROOT$PROGRAM"
for l in $(ldd "$PROGRAM" | grep -o '/[^ )]*'); do mkdir -p "$ROOT${l%/*}"; cp -L "$l" "$ROOT$l"; done
