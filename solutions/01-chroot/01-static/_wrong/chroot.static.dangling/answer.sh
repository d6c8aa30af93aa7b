# The links hold a path of the host, which is looked up inside.
mkdir -p "$ROOT/bin"
for name in sh ls cat; do
	ln -s "$PROGRAM" "$ROOT/bin/$name"
done
