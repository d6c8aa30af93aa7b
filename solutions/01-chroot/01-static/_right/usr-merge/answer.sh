mkdir -p "$ROOT/usr/bin"
ln -s usr/bin "$ROOT/bin"
cp "$PROGRAM" "$ROOT/usr/bin/bb"
for c in sh ls cat; do ln -s /bin/bb "$ROOT/bin/$c"; done
