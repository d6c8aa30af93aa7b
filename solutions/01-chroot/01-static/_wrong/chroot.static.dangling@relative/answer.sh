# A relative link is taken to begin where the script stands; it begins where the link lies.
mkdir -p "$ROOT/bin"
cp "$PROGRAM" "$ROOT/bin/program"
cd "$ROOT"
for name in sh ls cat; do
	ln -s bin/program "bin/$name"
done
