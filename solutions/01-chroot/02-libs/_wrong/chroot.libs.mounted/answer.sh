# The host's directories are shown in ROOT instead of copied.
for dir in /usr /bin /lib /lib64; do
	[ -d "$dir" ] || continue
	mkdir -p "$ROOT$dir"
	mount --rbind "$dir" "$ROOT$dir"
done
