# The program alone: a file is enough to start it, is it not?
mkdir -p "$ROOT${PROGRAM%/*}"
cp -L "$PROGRAM" "$ROOT$PROGRAM"
