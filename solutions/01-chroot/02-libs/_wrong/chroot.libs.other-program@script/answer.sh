# A script that says what the program would say.
mkdir -p "$ROOT${PROGRAM%/*}"
printf '#!/bin/sh\necho bin lib usr\n' >"$ROOT$PROGRAM"
chmod 755 "$ROOT$PROGRAM"
