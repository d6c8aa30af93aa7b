# The host's own shell, ls and cat: dynamic ones on most machines, and not PROGRAM on any.
mkdir -p "$ROOT/bin"
for name in sh ls cat; do
	cp -L "$(command -v "$name")" "$ROOT/bin/$name"
done
