# Scripts that print what a check would like to see.
mkdir -p "$ROOT/bin"
cp "$PROGRAM" "$ROOT/bin/echo"
for name in sh ls cat; do
	printf '#!/bin/echo bin etc hello\n' >"$ROOT/bin/$name"
	chmod 755 "$ROOT/bin/$name"
done
