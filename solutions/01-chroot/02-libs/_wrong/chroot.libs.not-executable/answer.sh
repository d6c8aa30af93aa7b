# A redirection makes a new file, and a new file is not executable.
mkdir -p "$ROOT${PROGRAM%/*}"
cat "$PROGRAM" >"$ROOT$PROGRAM"
for file in $(ldd "$PROGRAM" | grep -o '/[^ ):]*'); do
	mkdir -p "$ROOT${file%/*}"
	cp -L "$file" "$ROOT$file"
done
