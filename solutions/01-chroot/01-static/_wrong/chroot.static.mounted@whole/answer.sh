# The whole host is shown in ROOT, where everything then works.
mkdir -p "$ROOT"
mount --rbind / "$ROOT"
