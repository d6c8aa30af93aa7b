# The program is put at the top, under its name alone.
mkdir -p "$ROOT"
cp -L "$PROGRAM" "$ROOT/"
for file in $(ldd "$PROGRAM" | grep -o '/[^ ):]*'); do
	mkdir -p "$ROOT${file%/*}"
	cp -L "$file" "$ROOT$file"
done
