# A list that was written down on a machine of another kind.
mkdir -p "$ROOT${PROGRAM%/*}" "$ROOT/lib/other-linux-gnu" "$ROOT/lib64"
cp -L "$PROGRAM" "$ROOT$PROGRAM"
for file in /lib/other-linux-gnu/libc.so.6 /lib64/ld-linux-other.so.2; do
	cp -L "$file" "$ROOT$file"
done
