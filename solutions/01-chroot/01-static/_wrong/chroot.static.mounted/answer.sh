# The host's commands are shown in ROOT instead of being put there.
mkdir -p "$ROOT/bin"
mount --bind /.fakehost "$ROOT/bin"
