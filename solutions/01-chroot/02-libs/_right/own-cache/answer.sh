mkdir -p "$ROOT$(dirname "$PROGRAM")" "$ROOT/opt/mylibs" "$ROOT/etc"
cp "$PROGRAM" "$ROOT$PROGRAM"
for l in $(ldd "$PROGRAM" | grep -o '/[^ )]*'); do
 case "$l" in *ld-*|*ld.*) mkdir -p "$ROOT${l%/*}"; cp -L "$l" "$ROOT$l";; *) cp -L "$l" "$ROOT/opt/mylibs";; esac
done
echo /opt/mylibs > "$ROOT/etc/ld.so.conf"
/sbin/ldconfig -r "$ROOT"
