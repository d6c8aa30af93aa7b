# The loader is where it must be; the libraries are where nobody looks.
mkdir -p "$ROOT${PROGRAM%/*}" "$ROOT/opt/libs"
cp -L "$PROGRAM" "$ROOT$PROGRAM"
for file in $(ldd "$PROGRAM" | grep -o '/[^ ):]*'); do
	case $file in
	*/ld*) mkdir -p "$ROOT${file%/*}"; cp -L "$file" "$ROOT$file" ;;
	*) cp -L "$file" "$ROOT/opt/libs/" ;;
	esac
done
