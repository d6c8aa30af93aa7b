## quoting
echo \* '*' "*" a\ b "a\$b" "a\b" 'it'\''s' "$(echo "in $(echo ner)")"
## arithmetic short circuit
x=1; echo $((0 && (x=5))) $x $((1 || (x=6))) $x
## closed descriptor
(echo x >&-) 2>/dev/null; echo $?; echo x 2>/dev/null >&9; echo $?; echo after
## echo
echo -n a; echo b; echo 'a\tb'; echo 'x\cy'; echo; echo -- -e
## read
printf 'a b c\n\\x y\\\nz\nlast' | { read x y; echo "$x|$y"; read x y; echo "$x|$y"; read x; echo "$x $?"; }
