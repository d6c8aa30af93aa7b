# All commands of the machine, as one of them is wanted.
mkdir -p "$ROOT/usr"
cp -a /usr/bin "$ROOT/usr/" 2>/dev/null
