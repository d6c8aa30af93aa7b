# A link to a directory of the host is taken for a root of its own.
ln -s / "$ROOT"
