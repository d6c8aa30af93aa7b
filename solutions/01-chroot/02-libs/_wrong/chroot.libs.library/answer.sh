# The kernel asks for the loader, so the loader is taken for all there is.
mkdir -p "$ROOT${PROGRAM%/*}"
cp -L "$PROGRAM" "$ROOT$PROGRAM"
for file in $(ldd "$PROGRAM" | grep -o '/[^ ):]*' | grep -e /ld); do
	mkdir -p "$ROOT${file%/*}"
	cp -L "$file" "$ROOT$file"
done
