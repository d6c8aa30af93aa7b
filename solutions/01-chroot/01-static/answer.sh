#!/bin/sh
set -e

mkdir -p "$ROOT/bin"

# A copy, not a hard link: whoever is root inside may write to the file, and through a hard
# link would write to the host's.
cp "$PROGRAM" "$ROOT/bin/program"
chmod 755 "$ROOT/bin/program"

# A static program asks nobody but the kernel, so this one file is enough. Under which name it
# is started it finds in argv[0]. The links are relative: their text is read inside, where the
# host's paths mean nothing.
for name in sh ls cat; do
	ln -s program "$ROOT/bin/$name"
done
