# Libraries are only read, and the loader is taken for one.
mkdir -p "$ROOT${PROGRAM%/*}"
cp -L "$PROGRAM" "$ROOT$PROGRAM"
for file in $(ldd "$PROGRAM" | grep -o '/[^ ):]*'); do
	mkdir -p "$ROOT${file%/*}"
	cp -L "$file" "$ROOT$file"
	chmod 644 "$ROOT$file"
done
