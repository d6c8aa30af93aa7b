# All in one directory, the loader as well.
mkdir -p "$ROOT${PROGRAM%/*}" "$ROOT/lib/here"
cp -L "$PROGRAM" "$ROOT$PROGRAM"
for file in $(ldd "$PROGRAM" | grep -o '/[^ ):]*'); do
	cp -L "$file" "$ROOT/lib/here/"
done
