package seccomp

import (
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/confine"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// attacks are calls that the default profile refuses, and what an attacker makes of each. The arguments are such that the call does
// nothing, but comes as far as the kernel's own checks, which answer differently than the filter.
var attacks = []struct {
	what   string
	number uintptr
	args   [3]uintptr
	want   unix.Errno
}{
	{"keyctl: keys are the machine's, not a namespace's (CVE-2016-0728)", unix.SYS_KEYCTL, [3]uintptr{99}, unix.EPERM},
	{"add_key: the same", unix.SYS_ADD_KEY, [3]uintptr{}, unix.EPERM},
	{"unshare(CLONE_NEWUSER): root of a new user namespace reaches much of the kernel (CVE-2022-0185)", unix.SYS_UNSHARE, [3]uintptr{unix.CLONE_NEWUSER}, unix.EPERM},
	{"clone3: the same, its flags where no filter sees them; glibc goes back to clone", unix.SYS_CLONE3, [3]uintptr{}, unix.ENOSYS},
	{"setns: into a namespace of the host", unix.SYS_SETNS, [3]uintptr{^uintptr(0)}, unix.EPERM},
	{"mount: the host's disk", unix.SYS_MOUNT, [3]uintptr{}, unix.EPERM},
	{"fsopen: the same, by the new calls (CVE-2022-0185)", unix.SYS_FSOPEN, [3]uintptr{}, unix.EPERM},
	{"open_by_handle_at: any file of the host by a guessed number (Shocker)", unix.SYS_OPEN_BY_HANDLE_AT, [3]uintptr{^uintptr(0)}, unix.EPERM},
	{"kexec_load: another kernel", unix.SYS_KEXEC_LOAD, [3]uintptr{0, 1 << 20}, unix.EPERM},
	{"bpf: a program in the kernel, and its verifier is often wrong (CVE-2021-31440)", unix.SYS_BPF, [3]uintptr{999}, unix.EPERM},
	{"perf_event_open: measures other processes (CVE-2013-2094)", unix.SYS_PERF_EVENT_OPEN, [3]uintptr{}, unix.EPERM},
	{"userfaultfd: stops the kernel in the middle of a copy, to win races", unix.SYS_USERFAULTFD, [3]uintptr{1 << 20}, unix.EPERM},
	{"io_uring_setup: calls that no filter sees", unix.SYS_IO_URING_SETUP, [3]uintptr{0}, unix.EPERM},
	{"init_module: code in the kernel", unix.SYS_INIT_MODULE, [3]uintptr{}, unix.EPERM},
	{"reboot: an end to everybody", unix.SYS_REBOOT, [3]uintptr{}, unix.EPERM},
	{"socket(AF_ALG): the kernel's cryptography", unix.SYS_SOCKET, [3]uintptr{unix.AF_ALG, 99}, unix.EPERM},
	{"personality(ADDR_NO_RANDOMIZE): addresses that can be guessed", unix.SYS_PERSONALITY, [3]uintptr{0x0040000}, unix.EPERM},
}

// attack is the child: a line with the errno for each.
func attack(filtered bool) int {
	runtime.LockOSThread()
	if filtered {
		if err := installDefault(); err != nil {
			return fail(err)
		}
	}
	for _, a := range attacks {
		_, _, errno := unix.Syscall(a.number, a.args[0], a.args[1], a.args[2])
		fmt.Println(int(errno))
	}
	return 0
}

// installDefault puts the filter of a usual container on a process that has all of root's capabilities still, so that
// only the filter can be what refuses.
func installDefault() error {
	s, err := Default(confine.Defaults())
	if err != nil {
		return err
	}
	p, err := Assemble(s, Native())
	if err != nil {
		return err
	}
	return Install(p, 0)
}

func TestTheDefaultProfileStopsAttacks(t *testing.T) {
	testenv.RealRoot(t)
	with, without := errnos(t, "attacks"), errnos(t, "attacks without a filter")
	shown := 0
	for i, a := range attacks {
		if with[i] != a.want {
			t.Errorf("%s\nwith the filter: %s, want %s", a.what, word(with[i]), word(a.want))
		}
		if without[i] == a.want || without[i] == unix.ENOSYS {
			t.Logf("%s: not shown, as this machine says %s by itself", a.what, word(without[i]))
			continue
		}
		shown++
		t.Logf("%s\n%s without the filter, %s with it", a.what, word(without[i]), word(with[i]))
	}
	if shown == 0 {
		t.Error("no attack gets further without the filter than with it")
	}
}

func word(errno unix.Errno) string {
	if errno == 0 {
		return "done"
	}
	return unix.ErrnoName(errno)
}

func errnos(t *testing.T, name string) []unix.Errno {
	t.Helper()
	out, err := inChild(t, name)
	var list []unix.Errno
	for _, line := range strings.Fields(out) {
		var n int
		fmt.Sscan(line, &n) //nolint:errcheck // the count tells
		list = append(list, unix.Errno(n))
	}
	if err != nil || len(list) != len(attacks) {
		t.Fatalf("%s: %v, %d answers:\n%s", name, err, len(list), out)
	}
	return list
}

func TestTheDefaultProfileLetsDebuggersAndClonesWork(t *testing.T) {
	p := profile(t, confine.Defaults()...)
	for _, name := range []string{"ptrace", "process_vm_readv", "clone", "execve", "seccomp", "openat2", "landlock_create_ruleset"} {
		if got := answer(t, p, unix.AUDIT_ARCH_X86_64, number(t, Native(), name)); got != allow {
			t.Errorf("%s: %#x, want to be allowed", name, got)
		}
	}
}

// getppid on i386.
const getppid32 = 64

// byInt80 is the child: from a program of 64 bits, it makes a call of i386. The rule is that getppid is refused.
func byInt80(filter string) int {
	runtime.LockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fail(err)
	}
	program := Program{
		{Code: opLoad, K: offsetNumber},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: uint32(unix.SYS_GETPPID), Jf: 1},
		{Code: opReturn, K: eperm},
		{Code: opReturn, K: allow},
	}
	if filter == "ours" {
		s := *filters["kill"]
		s.Architectures = append(s.Architectures, "SCMP_ARCH_X86")
		var err error
		if program, err = Assemble(&s, Native()); err != nil {
			return fail(err)
		}
	}
	if filter != "no filter" {
		if err := Install(program, 0); err != nil {
			return fail(err)
		}
	}
	return call32(getppid32)
}

func TestAFilterThatAsksForTheNumberAloneIsNone(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("only amd64 has int 0x80")
	}
	if out, err := inChild(t, "int80 no filter"); err != nil || out != "done\n" {
		t.Skipf("this kernel has no calls of 32 bits: %v, %s", err, out)
	}
	if out, err := inChild(t, "int80 naive"); err != nil || out != "done\n" {
		t.Errorf("getppid by int 0x80 under a filter that refuses number %d: %v, %s", unix.SYS_GETPPID, err, out)
	}
	out, err := inChild(t, "int80 ours")
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != unix.SIGSYS {
		t.Errorf("under ours the child ended with %v, want SIGSYS; it said:\n%s", err, out)
	}
}
