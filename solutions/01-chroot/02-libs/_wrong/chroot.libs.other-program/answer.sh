# A static program of the same name needs no libraries.
mkdir -p "$ROOT${PROGRAM%/*}"
cp /.fakehost/minibox "$ROOT$PROGRAM"
