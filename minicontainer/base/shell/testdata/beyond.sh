## substrings and replacement
x=hello; echo ${x:1:3} ${x:2} ${x: -2} ${x/l/L} ${x//l/L} ${x/h*l/X}
## pipefail
set -o pipefail; false | true; echo $?; true | true; echo $?; (exit 3) | (exit 2) | true; echo $?
## dollar single quotes
printf '%s' $'a\tb\x41\n'
## source
echo 'echo sourced' >f; source ./f
## both outputs
sh -c 'echo o; echo e >&2' &>f; cat f
