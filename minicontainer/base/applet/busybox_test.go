package applet

import (
	"os/exec"
	"testing"
)

// fixture makes the tree every script of the table starts in. It is made by the
// commands under test, so a wrong one shows twice.
const fixture = `mkdir -p tree/sub/deep && cd tree
printf 'one two\nthree\nOne again\n\nfour five six\n' >text
printf 'b 2 x\na 10 y\nc 1 z\na 9 y\n' >columns
printf 'last line without end' >open
printf 'root:x:0:0:root:/root:/bin/sh\nbin:x:1:1:bin:/bin:/sbin/nologin\n' >passwd
printf '안녕 세상\n' >korean
seq 1 30 >numbers
echo data >sub/file; echo deep >sub/deep/file
ln -s text link; ln -s nowhere broken; ln text hard
chmod 4755 sub/file; chmod 640 columns
touch -d '2020-02-03 04:05:06' text columns open passwd korean numbers sub/file sub/deep/file sub/deep sub
`

// same is one script a line; standard output and status must be busybox's.
var same = []string{
	// files
	"ls", "ls -a", "ls -A", "ls -1r", "ls -R", "ls -d sub", "ls -F", "ls -p", "ls text sub", "ls nope", "ls -t sub",
	"ls -S columns text numbers", "ls -ln text columns korean", "ls -lh text", "ls -lh numbers passwd", "ls -ln sub", "ls -l text", "ls -l link | sed 's/..:.. link/TIME link/'", "ls -n hard",
	"mkdir a; mkdir a; ls -d a", "mkdir -p x/y/z && ls -R x", "mkdir -m 700 m && stat -c %a m", "mkdir no/parent",
	"mkdir -m u=rwx,go=rx n && stat -c %a n", "rmdir sub", "mkdir -p q/r && rmdir -p q/r; ls -d q",
	"rm nope", "rm -f nope", "rm sub", "rm -r sub; ls", "rm -rf link; cat text", "rm .", "mkdir d; touch d/f; ln -s ../sub d/s; rm -r d; ls sub",
	"touch new && cat new", "touch -c absent; ls absent", "touch -t 202001020304.05 t && stat -c %Y t", "touch -d @86400 t && stat -c %Y t", "touch -r text t && stat -c %Y t",
	"cp text copy && cat copy", "cp sub other", "cp -r sub other && ls -R other", "cp -a sub other && stat -c '%n %a %Y' other other/file", "cp -p columns c && stat -c '%a %Y' c",
	"cp link plain && stat -c %F plain", "cp -d link kept && readlink kept", "cp -a link kept && readlink kept", "cp text numbers sub && ls sub", "cp text numbers nodir", "cp text text",
	"mkdir h; ln text h/a; ln text h/b; cp -a h i && stat -c %h i/a", "mkfifo p; cp -a p q; stat -c %F q", "cp -r sub sub/deep; ls -R sub/deep | head -n 8",
	"mv text renamed && ls", "mv text columns && cat columns", "mv text numbers sub && ls sub", "mv nope x", "mv -n text columns; cat columns", "mv sub moved && ls -R moved",
	"ln -s a b && readlink b", "ln -s x link", "ln -sf x link && readlink link", "ln text hard2 && stat -c %h hard2", "ln -s sub s; ln -sfn deep s; readlink s", "ln nope x",
	"chmod 600 text && stat -c %a text", "chmod u+x,g-r,o= text && stat -c %a text", "chmod +x text; stat -c %a text", "chmod a=r text; stat -c %a text", "chmod -w text; stat -c %a text",
	"chmod g=u text; stat -c %a text", "chmod u+s,+t text; stat -c %a text", "chmod -R go-rwx sub; stat -c %a sub sub/file sub/deep", "chmod a+X text sub; stat -c %a text sub", "chmod 0 text; stat -c %a text", "chmod nonsense text",
	"stat -c '%n %s %a %A %f %F %h %u %g %Y %B' text sub", "stat -c '%n %s %a %A %f %F %h %u %g %B' link", "stat -c '%N' link", "stat -L -c %F link", "stat -c %U:%G text", "stat -c '%y' text", "stat nope", "stat /dev/null | head -n 3",
	"stat text | head -n 2 | tail -n 1", "stat -c '%t %T %F' /dev/null",
	"readlink link", "readlink text", "readlink -f link | sed 's|.*/||'", "readlink -f sub/../link | sed 's|.*/||'", "realpath sub/.. | sed 's|.*/||'", "realpath nope/nope",
	"basename /a/b/", "basename a.c .c", "basename /", "basename .c .c", "dirname /a/b", "dirname a", "dirname /", "dirname a//b//", "dirname ''",
	"mknod p p; stat -c %F p", "mkfifo -m 600 f; stat -c %a f", "du -k nope", "df nope >/dev/null",
	"find . | sort", "find sub -type f | sort", "find . -name '*e*' | sort", "find . -maxdepth 1 -type l | sort", "find . -mindepth 2 | sort", "find . -iname 'TEXT'", "find . -size -2 -type f | sort", "find . -size +20c -type f | sort",
	"find . -path './sub/*' | sort", "find . -perm 640", "find . -perm -4000", "find . ! -type d -a ! -type l | sort", "find . '(' -name text -o -name open ')' -print | sort", "find . -newer text -type f",
	"find sub -type f -exec cat {} ';' | sort", "find . -name '*s' -type f -exec echo {} + | wc -w", "find . -name sub -prune -o -type f -print | sort", "find . -mtime +100 -type f | sort", "find nope", "find . -type f -print0 | tr '\\0' '\\n' | sort",
	"find . -links 2 -type f | sort", "find . -nonsense",
	// text
	"cat text open", "cat -n text", "cat nope text", "cat <text", "cat - <text",
	"head -n 2 text", "head -2 text", "head -c 5 text", "head -n -2 text", "head -c -5 text", "head text columns", "head -q text columns", "head -n 0 text", "head -c 1k numbers", "head nope",
	"tail -n 2 text", "tail -2 text", "tail -c 5 text", "tail -n +3 text", "tail -c +3 text", "tail numbers", "tail -n 3 text columns", "cat numbers | tail -c 7", "cat numbers | tail -n 2", "tail -n 0 text", "tail open", "tail nope",
	"wc text", "wc -l text", "wc -lw text numbers", "wc <text", "wc -c <open", "wc -L text", "wc nope", "wc -l open",
	"grep o text", "grep -i ONE text", "grep -v o text", "grep -n o text", "grep -c o text", "grep -l o text columns", "grep -L two text columns", "grep -q zzz text", "grep zzz text", "grep o nope", "grep -s o nope", "grep -o 'o.' text",
	"grep -w one text", "grep -x three text", "grep -F . text", "grep -E 'one|six' text", "grep 'one\\|six' text", "grep -E '^(one|four)' text", "grep '^\\(one\\|four\\)' text", "grep -e one -e six text", "grep -A1 three text", "grep -B1 three text", "grep -C1 three text",
	"grep -r data .", "grep -rl e sub | sort", "grep -h o text columns", "grep -H o text", "grep -m1 o text", "grep '[[:upper:]]' text", "grep 'e\\{2\\}' text", "grep -E 'e{2}' text", "grep 'a*b' columns", "grep '*' text", "grep '[]x]' columns", "grep '' text | wc -l",
	"grep -n -A1 -B1 e text", "grep -in 'one' <text", "grep -vc o text", "grep '\\.' text", "grep '^$' text | wc -l", "grep 'x$' columns", "grep 세상 korean", "grep -E '(' text",
	"sort text", "sort -r text", "sort -n numbers", "sort numbers", "sort -k2 -n columns", "sort -k 2,2n columns", "sort -k1,1 -k2,2n columns", "sort -t: -k3 -nr passwd", "sort -u text", "sort -f text", "sort -o text text; cat text", "sort -rn numbers | head -n 3",
	"printf '10\\n9\\n-1\\n0.5\\n' | sort -n", "printf 'a\\na\\nb\\n' | sort -u", "sort nope", "sort -k1,1 -s columns",
	"printf 'a\\na\\nb\\nA\\n' | uniq", "printf 'a\\na\\nb\\n' | uniq -c", "printf 'a\\na\\nb\\n' | uniq -d", "printf 'a\\na\\nb\\n' | uniq -u", "printf 'a\\nA\\n' | uniq -i",
	"cut -d: -f1 passwd", "cut -d: -f1,3-4 passwd", "cut -d: -f5- passwd", "cut -c1-3 text", "cut -b2 text", "cut -f2 text", "cut -s -d: -f1 passwd", "cut -c2- text",
	"tr a-z A-Z <text", "tr -d aeiou <text", "tr -s e <text", "tr -cd '[:alnum:]\\n' <text", "tr '[:lower:]' '[:upper:]' <text", "tr -cs 'a-z' '\\n' <text", "tr abc x <columns", "tr '\\n' ' ' <numbers",
	"sed s/o/0/ text", "sed s/o/0/g text", "sed -n 2p text", "sed 2d text", "sed '/one/d' text", "sed -n '/three/,/four/p' text", "sed '2,3d' text", "sed '$d' text", "sed -n '$p' text", "sed 's/\\(one\\) \\(two\\)/\\2 \\1/' text", "sed -E 's/(o)(n)/\\2\\1/' text",
	"sed 's/e/[&]/g' text", "sed -e 1d -e s/three/3/ text", "sed 2q text", "sed -i s/one/uno/ text; cat text", "sed 's/one/x/I' text", "sed -n 's/o/0/p' text", "sed 's|/|-|g' passwd", "sed '1!d' text", "sed 's/e/X/2' text", "sed =  columns", "sed 'y/abc/xyz/' columns", "sed '2a\\added' columns",
	"sed '/^$/d' text", "sed 's/[/:]/_/g' passwd", "sed '2,/c/d' columns", "sed 1d open text", "sed 's/$/!/' open", "sed -n '1~2p' nope", "sed 's/a/b' text",
	"printf '%s\\n' a b | tee f; cat f", "echo x | tee -a text; tail -n 1 text",
	"xargs echo <text", "xargs -n 2 echo <columns", "xargs -n1 <columns", "printf 'a\\0b c\\0' | xargs -0 -n 1 echo", "printf 'a b\\nc\\n' | xargs -I{} echo '<{}>'", "printf '' | xargs -r echo x", "printf '' | xargs echo x", "echo a | xargs false", "echo a | xargs nocommand", "echo '\"a b\" c' | xargs -n1 echo",
	"sha256sum text", "md5sum <text", "sha256sum text columns >sums; sha256sum -c sums", "sha256sum text >sums; echo >>text; sha256sum -c sums", "sha256sum nope",
	"hexdump -C text", "hexdump -C -n 5 text", "head -c 64 /dev/zero | hexdump -C", "hexdump -C nope",
	// words
	"env echo a b", "env echo -n a", "env echo -e 'a\\tb\\n\\0101'", "env echo -ne 'x\\c' y", "env echo -x", "env echo",
	"env printf '%s-%d\\n' a 1 b 2", "env printf '%5.2f|%-5s|%05d\\n' 3.14159 ab 42", "env printf '%x %o %c\\n' 255 8 hello", "env printf '\\101\\n'", "env printf '%b\\n' 'a\\tb'", "env printf '%%\\n'", "env printf '%s\\n'", "env printf 'no newline'", "env printf '%d\\n' abc", "env printf '%d\\n' \"'A\"", "env printf '%*d\\n' 5 42",
	"seq 3", "seq 2 4", "seq 1 2 9", "seq 5 -2 1", "seq 1 0.5 2", "seq -w 8 11", "seq -s , 1 4", "seq 3 1",
	"env test 1 -eq 1", "env test 1 -gt 2", "env test -f text", "env test -d text", "env test -z ''", "env test a = b", "env test ! a = b", "env test -n a -a -n ''", "env test -n '' -o -n b", "env test '(' a = a ')'", "env test", "env test x", "env [ 1 -lt 2 ]", "env [ 1 -lt 2", "env test -L link", "env test -s text", "env test 1 -eq x", "env test -u sub/file", "env test -x text", "env test = = =", "env test -e broken", "env test text -ef hard",
	"yes | head -n 2", "yes no | head -n 1", "true", "false", "true --help >/dev/null",
	// numbers, time, system
	"date -u -d @0", "date -u -d @1600000000 +%Y-%m-%dT%H:%M:%S", "date -u -d @1600000000 '+%a %A %b %B %d %e %F %H %I %j %M %m %p %S %T %u %V %w %y %Z %z %s %%'", "date -u -d '2020-01-02 03:04:05' +%s", "date -u -d @0 +%D_%R_%r_%k_%l_%U_%W_%G_%C_%h_%n%t.", "date -r text -u +%F", "date -d nonsense", "date -u -d @0 -R",
	"uname", "uname -s -n -r -v -m", "hostname", "id -u", "id -un", "id -g", "id -G", "id root", "id nobody", "id -u daemon", "id nosuchuser", "whoami", "nproc",
	"env -i A=1 B=2 env", "env -u HOME env | grep -c HOME", "env nocommand", "env false", "env -i env", "env A=1 printenv2", "pwd | sed 's|.*/||'",
	"kill -l 9", "kill -l TERM", "kill -l 137", "env kill -0 1 </dev/null", "env kill -NOPE 1", "env kill 99999999", "env kill -l | head -n 3 | tr -d ' '",
	"sleep 0", "sleep 0.01", "sleep x", "sleep", "which cat | sed 's|.*/||'", "which nocommand",
	"dd if=text bs=4 count=2", "dd if=text bs=1 skip=4 count=3", "dd if=/dev/zero of=z bs=1k count=3; stat -c %s z", "printf abcdef >o; printf XY | dd of=o bs=1 seek=2 conv=notrunc; cat o", "printf abcdef >o; printf XY | dd of=o bs=1 seek=2; cat o", "printf abc | dd bs=8 conv=sync | wc -c", "dd if=nope", "dd nonsense=1",
	"timeout 5 true", "timeout 5 false", "timeout 5 nocommand", "timeout 0.05 sleep 5; test $? -ne 0", "tty </dev/null", "chroot /nonexistent true",
	"tar cf a.tar sub text link && tar tf a.tar | sort", "tar cf a.tar sub && mkdir o && tar xf a.tar -C o && find o | sort", "tar cf - sub | tar tf - | sort", "tar cf - . | tar tf - | sort", "tar cf a.tar text hard && mkdir o && tar xf a.tar -C o && stat -c %h o/text", "tar cf a.tar sub && rm -r sub && tar xf a.tar && stat -c %Y sub/file", "tar tf nope", "mkfifo p; tar cf a.tar p && rm p && tar xf a.tar && stat -c %F p",
	"mktemp -d ./t.XXXXXX | sed 's/t\\..*/t/'", "mktemp x.XXXXXX | sed 's/x\\..*/x/'", "mktemp bad",
	"free | head -n 1", "mount -t proc | head -n 1", "umount /nonexistent", "mount /nonexistent1 /nonexistent2",
}

// TestAppletsActLikeBusybox runs each script with our applets and with
// busybox's in trees of their own.
func TestAppletsActLikeBusybox(t *testing.T) {
	busybox, err := exec.LookPath("busybox")
	if err != nil {
		t.Skip("needs busybox to compare with (Debian: busybox-static)")
	}
	our, their := linkApplets(t), linkAll(t, busybox, append(Names(), "busybox"))
	for _, script := range same {
		t.Run(script, func(t *testing.T) {
			got := runScript(t, our, t.TempDir(), fixture+script)
			want := runScript(t, their, t.TempDir(), fixture+script)
			if got.stdout != want.stdout {
				t.Errorf("stdout\n%s\nwant\n%s\nstderr %s", got.stdout, want.stdout, got.stderr)
			}
			if (got.status == 0) != (want.status == 0) {
				t.Errorf("status %d, want %d\nstderr %s", got.status, want.status, got.stderr)
			}
		})
	}
}
