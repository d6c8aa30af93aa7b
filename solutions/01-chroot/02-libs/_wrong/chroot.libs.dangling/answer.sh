# Symlinks are copied as symlinks, to places that are empty inside.
mkdir -p "$ROOT${PROGRAM%/*}"
cp -L "$PROGRAM" "$ROOT$PROGRAM"
for file in $(ldd "$PROGRAM" | grep -o '/[^ ):]*'); do
	mkdir -p "$ROOT${file%/*}"
	ln -s "$(readlink -f "$file")" "$ROOT$file" 2>/dev/null
done
