T=$(mktemp -d)
mkdir "$T/bin"
for c in sh ls cat; do install -m 0111 "$PROGRAM" "$T/bin/$c"; done
mv "$T" "$ROOT"
