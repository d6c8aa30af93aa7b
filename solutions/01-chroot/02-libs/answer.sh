#!/bin/sh
set -e

# put FILE copies FILE to the same path below ROOT. -L: what is wanted is the file; a symlink
# copied as a symlink would lead to a place that is empty inside.
put() {
	mkdir -p "$ROOT$(dirname "$1")"
	cp -L "$1" "$ROOT$1"
}

put "$PROGRAM"

# ldd has the loader itself list what it would load. Not every line has an arrow: the loader
# stands there by its path alone, and the vdso, a piece of the kernel, has no path at all. So
# every word that begins with a slash is a file to copy, also on other architectures and with
# other C libraries, where all the names differ.
for file in $(ldd "$PROGRAM" | grep -o '/[^ ):]*'); do
	put "$file"
done
