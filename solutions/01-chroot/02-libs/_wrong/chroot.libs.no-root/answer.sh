# A variable that is not there: $root is not $ROOT.
mkdir -p "$root/usr/bin"
