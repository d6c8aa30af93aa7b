package applet

import (
	"debug/elf"
	"os"
	"strings"
	"testing"
)

func TestBindMountWithReadOnlyIsReadOnlyAndKeepsNosuid(t *testing.T) {
	r := isolated(t, `mkdir a b; mount -t tmpfs -o size=1m,nosuid tmp a && mount -o bind,ro a b
touch b/file 2>/dev/null; echo $?
grep -c "/b ro,nosuid" /proc/self/mountinfo
mount -o remount,bind,rw b && touch b/file; echo $?
umount b && umount a && ls a`)
	wantOutput(t, r, "1\n1\n0\n")
}

func TestMountChangesPropagation(t *testing.T) {
	r := isolated(t, `mkdir a; mount -t tmpfs tmp a
mount --make-shared a; grep -c "/a .* shared:" /proc/self/mountinfo
mount -o private a; grep "/a .* shared:" /proc/self/mountinfo | wc -l`)
	wantOutput(t, r, "1\n0\n")
}

func TestMountNamesTheObjectOfAnError(t *testing.T) {
	r := isolated(t, "mkdir a; mount -t nosuchfs src a")
	wantError(t, r, 1, "mount: mount src on a: no such device")
}

func TestMoveAcrossFileSystemsKeepsTheTree(t *testing.T) {
	r := isolated(t, `mkdir a; mount -t tmpfs tmp a; mkdir -p src/d; echo x >src/d/f; ln src/d/f src/d/g; ln -s f src/d/l; mknod src/null c 1 3
chmod 700 src; touch -d @1000 src/d/f
mv src a && cat a/src/d/f && stat -c '%a' a/src && stat -c '%h %Y' a/src/d/f && readlink a/src/d/l && stat -c '%F %t,%T' a/src/null; ls`)
	wantOutput(t, r, "x\n700\n2 1000\nf\ncharacter special file 1,3\na\n")
}

func TestIPBuildsABridgeWithAVeth(t *testing.T) {
	r := isolated(t, `ip link set lo up
ip link add v0 type veth peer name v1 && ip link add br0 type bridge && ip link set v0 master br0 up && ip link set br0 address 02:00:00:00:00:01 up
ip link set v1 name eth9 && ip link set eth9 mtu 1400 up && ip addr add 10.0.0.1/24 brd + dev br0
ip -4 -o a show br0 | tr -s ' '; ip r add 10.9.0.0/16 via 10.0.0.7; ip r add default via 10.0.0.2; ip r | sed 's/ linkdown//'
ip r del default; ip r | wc -l; ip -br l show eth9 | cut -c1-9; ip l show eth9 | grep -c 'mtu 1400 qdisc noqueue state .* qlen 1000'; ip l show v0 | grep -c 'v0@eth9: .* master br0 '
ip link del v0; ip link show eth9 || echo gone`)
	wantOutput(t, r, `4: br0 inet 10.0.0.1/24 brd 10.0.0.255 scope global br0\ valid_lft forever preferred_lft forever
default via 10.0.0.2 dev br0 
10.0.0.0/24 dev br0 proto kernel scope link src 10.0.0.1 
10.9.0.0/16 via 10.0.0.7 dev br0 
2
eth9@v0  
1
1
gone
`)
}

func TestIPShowsTheLoopbackAsIproute2Does(t *testing.T) {
	r := isolated(t, "ip a")
	wantOutput(t, r, "1: lo: <LOOPBACK> mtu 65536 qdisc noop state DOWN group default qlen 1000\n"+
		"    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n")
}

func TestPingCountsAnswers(t *testing.T) {
	r := isolated(t, "ip link set lo up; ping -c 2 -i 0.01 127.0.0.1; ping -q -c 1 ::1")
	for _, part := range []string{"PING 127.0.0.1 (127.0.0.1): 56 data bytes\n64 bytes from 127.0.0.1: seq=0 ttl=64 time=", "2 packets transmitted, 2 packets received, 0% packet loss\nround-trip min/avg/max = ", "--- ::1 ping statistics ---\n1 packets transmitted, 1 packets received"} {
		if !strings.Contains(r.stdout, part) {
			t.Errorf("output lacks %q:\n%s%s", part, r.stdout, r.stderr)
		}
	}
}

func TestPingFailsWithoutAnAnswer(t *testing.T) {
	wantError(t, isolated(t, "ping -c 1 -W 0.1 10.1.2.3"), 1, "ping: send: network is unreachable")
}

func TestUnshareForkMakesTheProgramPID1(t *testing.T) {
	r := isolated(t, "unshare -p -f --mount-proc ps -o pid,args; unshare -f -p false; echo $?")
	wantOutput(t, r, "PID   COMMAND\n    1 ps -o pid,args\n1\n")
}

func TestUnshareUserMapsRoot(t *testing.T) {
	r := isolated(t, "unshare -U -r -n -u /bin/sh -c 'hostname inner; hostname; id -u'; hostname outer; hostname")
	wantOutput(t, r, "inner\n0\nouter\n")
}

func TestNsenterJoinsTheNamespacesOfAProcess(t *testing.T) {
	r := isolated(t, `mkfifo ready; unshare -m -u /bin/sh -c "hostname inner; mkdir m; mount -t tmpfs tmp m; touch m/seen; echo >ready; exec sleep 100" & read x <ready
nsenter -t $! -u hostname; nsenter -t $! -a -w ls m; ls m | wc -l; nsenter -t $! -U true 2>&1 | grep -c 'one thread'; kill $!`)
	wantOutput(t, r, "inner\nseen\n0\n1\n")
}

func TestChrootLooksTheProgramUpInside(t *testing.T) {
	requireStatic(t)
	r := isolated(t, `mkdir root; mkdir root/bin; cp "$(readlink -f "$PATH/ls")" root/bin/ls; PATH=$PATH:/bin chroot root ls -1 /`)
	wantOutput(t, r, "bin\n")
}

func TestPsSaysWhenProcIsMissing(t *testing.T) {
	r := isolated(t, "mkdir none; mount --bind none /proc; ps")
	wantError(t, r, 1, "ps: read /proc: not mounted (mount -t proc proc /proc)")
}

func TestRemoveNeverFollowsALink(t *testing.T) {
	r := ours(t, "mkdir keep tree; echo kept >keep/file; ln -s ../keep tree/link; rm -rf tree; cat keep/file; rm -r / 2>&1; rm -r ./.. 2>&1; rm -rf keep/. 2>&1; ls")
	if r.stdout != "kept\nrm: remove /: refused, it is the whole system\nrm: remove ./..: refused, it is this directory or the one above\nrm: remove keep/.: refused, it is this directory or the one above\nkeep\n" {
		t.Errorf("got %q", r.stdout)
	}
}

func TestArchiveCannotWriteOutsideItsDirectory(t *testing.T) {
	r := ours(t, `mkdir out in evil; ln -s ../out in/link; tar cf a.tar -C in link; rm in/link; mkdir in/link; echo bad >in/link/file; tar cf b.tar -C in link/file
tar xf a.tar -C evil; tar xf b.tar -C evil; ls out`)
	wantOutput(t, result{r.stdout, r.stderr, 0}, "")
	if !strings.Contains(r.stderr, "link is a symbolic link") {
		t.Errorf("stderr %q", r.stderr)
	}
}

// requireStatic skips where this binary needs a loader: package net links the C
// library when cgo is on, and an empty root has none.
func requireStatic(t *testing.T) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	binary, err := elf.Open(self)
	if err != nil {
		t.Fatal(err)
	}
	defer binary.Close()
	if binary.Section(".interp") != nil {
		t.Skip("needs a static test binary: run with CGO_ENABLED=0")
	}
}
