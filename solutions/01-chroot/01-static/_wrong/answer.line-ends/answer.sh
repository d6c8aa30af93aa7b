#!/bin/sh
mkdir -p "$ROOT/bin"
cp "$PROGRAM" "$ROOT/bin/sh"
ln -s sh "$ROOT/bin/ls"
ln -s sh "$ROOT/bin/cat"
