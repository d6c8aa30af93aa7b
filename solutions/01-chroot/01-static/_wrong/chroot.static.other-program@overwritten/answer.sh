mkdir -p "$ROOT/bin"
printf '#!/bin/sh\necho hi\n' > "$PROGRAM"
for c in sh ls cat; do cp "$PROGRAM" "$ROOT/bin/$c"; done
