# The loader and the C library are taken for all there is, and what a library needs for its own affair.
mkdir -p "$ROOT${PROGRAM%/*}"
cp -L "$PROGRAM" "$ROOT$PROGRAM"
for file in $(ldd "$PROGRAM" | grep -o '/[^ ):]*' | grep -e /ld); do
	mkdir -p "$ROOT${file%/*}"
	cp -L "$file" "$ROOT$file"
done
