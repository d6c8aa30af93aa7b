mkdir -p "$ROOT/bin"
cp "$PROGRAM" "$ROOT/bin/sh"
for c in ls cat; do
printf '#!/bin/sh\nexec -a %s /bin/sh "$@"\n' $c > "$ROOT/bin/$c"
chmod +x "$ROOT/bin/$c"
done
