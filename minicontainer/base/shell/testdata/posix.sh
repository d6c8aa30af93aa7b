## positional parameters keep their edges
printf '[%s]' "$@" "$*" $* a"$@"b "$#"; set --; printf '[%s]' "$@" x"$@"y; for i; do echo never; done
## field splitting at white space
x='  a   b  '; set -- $x; echo $# "$1" "$2"; echo [$x]
## field splitting at other characters keeps empty fields
IFS=:; x=a::b:; set -- $x; printf '%s[%s][%s][%s]' $# "$1" "$2" "$3"; IFS=' :'; x='a : b::c '; set -- $x; printf '[%s]' "$@"
## empty IFS does not split
IFS=; x='a b'; set -- $x; echo $#; set -- 1 2; echo "$*"; IFS=-; echo "$*"
## default values
unset u; e=; echo "${u-d}" "${u:-d}" "[${e-d}]" "${e:-d}" "${u+s}" "[${e+s}]" "[${e:+s}]" ${u:-a   b} "${u:-a   b}"; : ${n:=new}; echo $n
## missing parameter ends the shell
echo before; : ${nope?is missing}; echo after
## set -u
set -u; echo ${x-ok} "$@" "$#"; echo $x; echo after
## pattern removal
x=/usr/local/lib.tar.gz; echo ${x#/} ${x##*/} ${x%.*} ${x%%.*} ${x#*"*"}; p='*.'; echo ${x%$p*} "${x%"$p"*}"; echo ${#x}
## tilde
HOME=/h; echo ~ ~/x "~" a~ ~nobody_knows; x=~/a:~/b; echo $x
## arithmetic
x=7; echo $((x+1*2)) $((x/2)) $((x%4)) $((x<<2)) $((-x)) $((~x)) $((!x)) $((x>3?10:20)) $((0x1f)) $((017)) $((x==7&&0||1)) $((y=x*2)) $y $(( (1+2)*3 )) $((5?1:2))
## arithmetic error ends the shell
echo $((1/0)); echo after
## command substitution
echo $(echo a; echo b) "$(printf 'x\n\n\n')" `echo \`echo deep\``; x=$(false); echo $?; x=$(exit 7); echo $?; echo $(echo $(echo $(echo 3)))
## substitution sees functions and variables of the shell
v=1; f() { echo "f $v $1"; v=2; }; echo "$(f x)" $v; echo $(v=9; f y) $v
## large output through a substitution
x=$(i=0; while [ $i -lt 20000 ]; do echo line; i=$((i+1)); done); echo ${#x}
## here documents
x=v; cat <<A; cat <<'B'; cat <<-C
$x $(echo sub) \$x \\ "q" `echo b`
A
$x $(no) \$
B
	tab $x
		more
	C
## two here documents on one line
cat <<A - /dev/fd/3 3<<B
first
A
second
B
## redirections
echo a >f; echo b >>f; cat f; cat <f >g; wc -l <g | tr -d ' '; { echo out; echo err >&2; } 2>&1 | sort; echo x 3>&1 >&3
## redirection order
{ echo o; echo e >&2; } >f 2>&1; cat f; { echo o; echo e >&2; } 2>&1 >g | cat; cat g
## descriptors above two
exec 3>f 4<&0; echo three >&3; exec 3>&-; cat f; { echo x >&3; } 3>g; cat g; exec 5<f; read x <&5; echo $x
## redirection error of a command does not end the shell
cat </nonexistent 2>/dev/null; echo $((  $? > 0 ))
## noclobber
set -C; echo a >f; (echo b >f) 2>/dev/null || echo refused; echo c >|f; cat f
## read write
echo hello >f; exec 3<>f; read x <&3; echo $x; echo world >&3; cat f
## pipelines
echo a | cat | tr a b; printf '3\n1\n2\n' | sort | head -1; false | true; echo $?; true | false; echo $?; ! true | false; echo $?
## the last stage is a process too
x=1; echo 2 | read x; echo $x
## compound commands in pipelines
echo 'a b' | while read x y; do echo $y; done | { cat; echo end; } | (tr a-z A-Z)
## functions in pipelines
up() { tr a-z A-Z; }; say() { echo "$1"; }; say hi | up | cat
## a reader that leaves early
yes | head -3; echo $?
## and or lists
true && echo a || echo b; false && echo a || echo b; false || false || echo c; true && { false; echo d; }
## if
if false; then echo 1; elif true; then echo 2; else echo 3; fi; if false; then :; fi; echo $?
## while until break continue
i=0; while :; do i=$((i+1)); [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done; until [ $i = 0 ]; do i=$((i-1)); done; echo $i $?
## break out of two loops
for a in 1 2; do for b in x y; do [ $b = y ] && continue 2; echo $a$b; [ $a = 2 ] && break 2; done; done; echo end
## for without in
for x; do echo "<$x>"; done; for x in; do echo never; done; for x in a 'b c' $(echo d e); do echo "<$x>"; done
## case
for x in abc '*' a-b '[' x1 ''; do case $x in a[!-]*) echo one;; \*) echo star;; a?b|"[") echo two;; *[0-9]) echo digit;; '') echo empty;; esac; done; case a in b) ;; esac; echo $?
## case pattern from a variable
p='a*'; case abc in $p) echo yes;; esac; case abc in "$p") echo no;; *) echo literal;; esac
## functions
f() { echo "$0" "$#" "$1"; return 3; echo never; }; f a b; echo $? $1; g() (exit 4); g; echo $?; f() { f2() { echo inner; }; }; f; f2
## local variables
x=g; f() { local x=l y; y=2; echo $x $y; h; }; h() { echo "h $x"; }; f; echo "$x [$y]"
## recursion
fact() { if [ $1 -le 1 ]; then echo 1; else echo $(( $1 * $(fact $(($1-1))) )); fi; }; fact 6
## assignments before a command
x=1; x=2 sh -c 'echo $x'; echo $x; f() { echo $x; }; x=3 f; a=1 b=$a env | grep '^[ab]=' | sort
## export and readonly
x=1; export x; sh -c 'echo $x'; export y='a b' z=$x; sh -c 'echo $y $z'; unset x; echo "[$x]"; readonly r=1; (r=2) 2>/dev/null; echo $?
## environment goes to subshells and substitutions
export A=1; B=2; (A=3; echo $A $B; sh -c 'echo $A $B'); echo $A $(echo $A $B)
## subshell isolation
x=1; (x=2; cd /; exit 5); echo $? $x; [ "$(pwd)" != / ] && echo kept
## dollar dollar is the same in a subshell
[ $$ = $(echo $$) ] && (exec sh -c 'exit 0') && [ $$ = "$(sh -c 'echo $PPID')" ] && echo same
## exit status of signals
sh -c 'kill -TERM $$' 2>/dev/null; echo $?; (kill -9 $(sh -c 'echo $PPID')) 2>/dev/null; echo $?
## not found and not executable
nosuchcommand 2>/dev/null; echo $?; echo x >f; ./f 2>/dev/null; echo $?; ./none 2>/dev/null; echo $?; / 2>/dev/null; echo $?
## script without an interpreter line
echo 'echo script $1 $#' >f; chmod +x f; ./f a b
## script with arguments and exit
echo 'echo $0 $@; exit 9' >f; sh ./f x y; echo $?
## background and wait
sleep 0.01 & p=$!; wait $p; echo $?; (exit 3) & wait $!; echo $?; wait; echo $?; wait 999999 2>/dev/null; echo $?
## background pipeline and list
{ echo a; echo b; } | cat >f & wait; cat f; true && echo c >g & wait; cat g
## background command reads nothing
echo input | { cat & wait; echo end; }
## exit trap
trap 'echo bye $?' EXIT; (echo sub); echo main; exit 3
## exit trap may change the status
trap 'exit 5' 0; exit 3
## signal trap
trap 'echo usr' USR1; kill -USR1 $$; echo after; trap - USR1; trap 'echo int; exit 4' INT; kill -INT $$; echo never
## trap interrupts wait
trap 'echo got' TERM; sleep 5 >/dev/null & p=$!; (sleep 0.1; kill -TERM $$) & wait $p; echo $?; kill $p
## trap after the foreground child
trap 'echo trapped' USR1; sh -c 'kill -USR1 $PPID; echo child'; echo after
## ignored signal is inherited
trap '' INT; sh -c 'kill -INT $$; echo survived'; (kill -INT $(sh -c 'echo $PPID'); echo sub survived); trap - INT; sh -c 'kill -INT $$; echo no' ; echo $?
## traps are reset in a subshell
trap 'echo parent' USR1; (kill -USR1 $(sh -c 'echo $PPID'); echo never) 2>/dev/null; echo $?
## trap listing
trap 'echo a' INT; trap; trap - INT; trap
## set -e ends at a failure
set -e; echo a; false; echo never
## set -e spares conditions
set -e; if false; then :; fi; false || true; ! true; while false; do :; done; false && true; echo alive; f() { false; echo in; }; f || echo no; (false; echo sub) || echo no
## set -e in a subshell
set -e; (false; echo never); echo never
## set -e and assignments
set -e; x=$(echo ok); echo $x; x=$(false); echo never
## set -e with the last command of a list
set -e; true && false; echo never
## set -f and set --
set -f; echo *; set +f; set -- -a b; echo $1 $2; set -- ; echo $#
## set -x goes to standard error
PS4='> '; set -x; echo a 2>&1; { x=1; } 2>&1
## set -n
set -n; echo never
## options in dollar minus
set -eu; case $- in *e*u*|*u*e*) echo both;; esac
## globs
mkdir d; touch a.c b.c .h d/e.c; echo *.c; echo *; echo .h*; echo */*.c; echo *.none; echo "*".c; echo [ab].c; echo [!a].c; x='*.c'; echo $x "$x"; echo d/*
## eval
x='echo "a  b"'; eval $x; eval "$x"; eval 'y=1; echo $y'; eval; echo $?
## dot
echo 'v=5; echo in $1; return 2; echo never' >f; . ./f; echo $? $v
## shift
set -- 1 2 3; shift; echo $*; shift 2; echo $#
## read raw and IFS
printf 'a\\b:c: d\n' | { IFS=: read -r x y; printf '%s\n' "$x|$y"; }; printf '  lead trail  \n' | { read x; echo "[$x]"; }; printf 'a:b:\n' | { IFS=: read x y; echo "$x|$y"; }
## reading leaves the rest to the next command
printf '1\n2\n3\n' | { read x; cat; }
## test
[ a = a ] && [ a != b ] && [ 2 -gt 1 ] && [ -z '' ] && [ -n x ] && [ ! -e none ] && [ -d / ] && echo ok; [ ]; echo $?; [ '(' = '(' ]; echo $?; test a -a b; echo $?; [ a = b -o c = c ]; echo $?; touch f; [ -f f -a ! -s f ]; echo $?; [ x -eq 1 ] 2>/dev/null; echo $?
## printf
printf '%s-%d-%5s|%-5s|%05d|%x|%o|%c|%%\n' a 12 r l 42 255 8 xyz; printf '%s\n' a b c; printf 'a\tb\101\n'; printf '%b' 'x\ny\n'; printf '%.2f %5.1f\n' 3.14159 2; printf '%d %d\n' 0x10 "'A"; printf '[%s]\n'
## getopts
f() { OPTIND=1; while getopts ab:c o "$@"; do echo "$o ${OPTARG-}"; done; shift $((OPTIND-1)); echo "rest $*"; }; f -ac -b val x y; f -bval -- -z; f -q 2>/dev/null
## silent getopts
while getopts :a: o -a 1 -a; do echo "$o $OPTARG"; done; while getopts :x o -y; do echo "$o $OPTARG"; done
## umask
umask 027; umask; touch f; ls -l f | cut -c1-10; umask 022; (umask 077); umask
## cd
mkdir -p d/e; cd d; cd e; cd ..; basename "$PWD"; cd - >/dev/null; basename "$(pwd)"; cd /none 2>/dev/null || echo no; ln -s /usr l; cd l; cd ..; basename "$PWD"
## ulimit
ulimit -c 0; ulimit -c; (ulimit -n 64; ulimit -n; sh -c 'ulimit -n'); ulimit -S -s >/dev/null; echo $?; ulimit -n 50; ulimit -Hn
## command and type
command -v echo; command -v if; command -v nosuchthing; echo $?; f() { echo func; }; command -v f; echo() { printf 'mine\n'; }; echo x; command echo real
## kill list
kill -l 9; kill -l 15; kill -s TERM $$ & wait $! ; echo sent
## alias
alias say='echo said'
say hello
alias two='echo 1; echo'
two 2
unalias say
## exec
(exec echo replaced; echo never); exec sh -c 'echo last $1' x arg
## exec failure ends the shell
exec nosuchprogram 2>/dev/null; echo never
## exec with descriptors
echo data >f; exec 3<f; exec sh -c 'cat <&3'
## exec with swapped descriptors
exec 3>f 4>g; exec sh -c 'echo a >&3; echo b >&4; cat f g' 3>&4 4>&3
## colon and true
: a b >f; ls f; true; echo $?; false; echo $?
## comments and continuation
echo a # comment
echo b \
 c; echo d#e
## empty command status
$(true); echo $?; $(false); echo $?; x=1; echo $?
## syntax error status
eval 'if' 2>/dev/null; echo never
## exit without a number
false; exit
## return outside of a function in dot script
(exit 6); echo $?; f() { return; }; false; f; echo $?
## brace groups do not fork
x=1; { x=2; }; echo $x; { cd /; }; pwd
## nested quotes in expansions
x='a b'; echo "${y:-"$x"}" ${y:-"$x"}; printf '[%s]' ${y:-"a b" c}; printf '[%s]' "${x#"a "}"
## lineno and parameters with two digits
set -- 1 2 3 4 5 6 7 8 9 10 11; echo ${10} ${11} $10
## unset
x=1; f() { echo f; }; unset x; unset -f f; f 2>/dev/null; echo $? ${x-unset}
## invalid bytes pass
printf '\377\376\n' | { read x; printf '%s' "$x" | od -An -tx1; }
## variables with quotes reach subshells
x="it's \"q\" \\ *
two"; (echo "$x"); echo "$x" | cat; f() { printf '%s' "$x"; }; f | cat
## functions with here documents reach subshells
f() { cat <<E
doc $1
E
}; f a | cat; (f b)
## pipe into a loop with a background job
for i in 1 2 3; do echo $i & wait; done | sort
## status of a pipeline in the background
false | true & wait $!; echo $?; true | (exit 4) & wait $!; echo $?
## ignored at the start stays ignored
trap '' INT; sh -c 'sleep 0 & wait; trap "echo never" INT; kill -INT $$; trap - INT; kill -INT $$; echo survived'; (trap - INT; echo sub)
