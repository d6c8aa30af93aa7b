# The commands lie at the top of ROOT, where /bin/sh is not.
mkdir -p "$ROOT"
for name in sh ls cat; do
	cp "$PROGRAM" "$ROOT/$name"
done
