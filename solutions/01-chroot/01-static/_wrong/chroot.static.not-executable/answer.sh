# A redirection makes a new file, and a new file is not executable.
mkdir -p "$ROOT/bin"
for name in sh ls cat; do
	cat "$PROGRAM" >"$ROOT/bin/$name"
done
