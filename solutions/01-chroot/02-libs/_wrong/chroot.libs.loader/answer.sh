# The libraries are what stands behind an arrow; the loader has none.
mkdir -p "$ROOT${PROGRAM%/*}"
cp -L "$PROGRAM" "$ROOT$PROGRAM"
for file in $(ldd "$PROGRAM" | awk '/=>/ { print $3 }'); do
	mkdir -p "$ROOT${file%/*}"
	cp -L "$file" "$ROOT$file"
done
