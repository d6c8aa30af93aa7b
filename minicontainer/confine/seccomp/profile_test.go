package seccomp

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

func profile(t testing.TB, bounding ...string) Program {
	t.Helper()
	if Native() != specs.ArchX86_64 {
		t.Skip("the profile depends on the architecture, and this test on amd64")
	}
	s, err := Default(bounding)
	if err != nil {
		t.Fatal(err)
	}
	return assemble(t, s)
}

// Sixteen calls that containers were escaped by, or that make an escape by another mistake easier, and the capability without
// which Docker's list refuses each; "" is a call that no capability brings back.
func TestTheDefaultProfileRefusesWhatNoOrdinaryProgramCalls(t *testing.T) {
	without := profile(t)
	for name, capability := range map[string]string{
		"keyctl": "", "add_key": "", "request_key": "", "kexec_load": "", "kexec_file_load": "", "userfaultfd": "", "io_uring_setup": "",
		"swapon": "", "mount": "CAP_SYS_ADMIN", "umount2": "CAP_SYS_ADMIN", "unshare": "CAP_SYS_ADMIN", "setns": "CAP_SYS_ADMIN",
		"bpf": "CAP_SYS_ADMIN", "open_by_handle_at": "CAP_DAC_READ_SEARCH", "init_module": "CAP_SYS_MODULE", "reboot": "CAP_SYS_BOOT",
		"settimeofday": "CAP_SYS_TIME", "iopl": "CAP_SYS_RAWIO", "pidfd_getfd": "CAP_SYS_PTRACE", "acct": "CAP_SYS_PACCT", "chroot": "CAP_SYS_CHROOT",
	} {
		call := number(t, specs.ArchX86_64, name)
		if got := answer(t, without, unix.AUDIT_ARCH_X86_64, call); got != eperm {
			t.Errorf("%s without capabilities: %#x, want EPERM", name, got)
		}
		if capability == "" {
			continue
		}
		if got := answer(t, profile(t, capability), unix.AUDIT_ARCH_X86_64, call); got != allow {
			t.Errorf("%s with %s: %#x, want to be allowed", name, capability, got)
		}
	}
}

func TestTheDefaultProfileLooksAtArguments(t *testing.T) {
	p := profile(t)
	for _, c := range []struct {
		name string
		arch specs.Arch
		args []uint64
		want uint32
	}{
		{"clone", specs.ArchX86_64, []uint64{uint64(unix.SIGCHLD)}, allow},
		{"clone", specs.ArchX86_64, []uint64{unix.CLONE_NEWUSER | uint64(unix.SIGCHLD)}, eperm},
		{"clone", specs.ArchX86, []uint64{unix.CLONE_NEWUSER | uint64(unix.SIGCHLD)}, eperm},
		{"clone3", specs.ArchX86_64, nil, enos}, // its flags are behind an address: glibc goes back to clone
		{"personality", specs.ArchX86_64, []uint64{0xffffffff}, allow},
		{"personality", specs.ArchX86_64, []uint64{0x0040000}, eperm}, // ADDR_NO_RANDOMIZE
		{"socket", specs.ArchX86_64, []uint64{unix.AF_INET}, allow},
		{"socket", specs.ArchX86_64, []uint64{unix.AF_VSOCK}, eperm},
		{"socket", specs.ArchX86_64, []uint64{1<<32 | unix.AF_VSOCK}, eperm},
		{"socket", specs.ArchX86, []uint64{unix.AF_ALG}, eperm},
		{"read", specs.ArchX32, nil, allow},
	} {
		audit := uint32(unix.AUDIT_ARCH_X86_64)
		if c.arch == specs.ArchX86 {
			audit = unix.AUDIT_ARCH_I386
		}
		if got := answer(t, p, audit, number(t, c.arch, c.name), c.args...); got != c.want {
			t.Errorf("%s %s(%#x): %#x, want %#x", c.arch, c.name, c.args, got, c.want)
		}
	}
}

func TestAProfileByItsWord(t *testing.T) {
	file := filepath.Join(t.TempDir(), "profile.json")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if s, err := Profile("unconfined", nil); s != nil || err != nil {
		t.Errorf("unconfined: %v, %v", s, err)
	}
	if s, err := Profile("builtin", nil); err != nil || len(s.Syscalls) < 10 {
		t.Errorf("builtin: %v, %v", s, err)
	}
	write(`{"defaultAction": "SCMP_ACT_ERRNO", "archMap": [
		{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86"]}, {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"]}],
		"syscalls": [
		{"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"}, {"name": "open", "action": "SCMP_ACT_ALLOW"},
		{"names": ["mount"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN"]}},
		{"names": ["close"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "99.1"}},
		{"names": ["chown"], "action": "SCMP_ACT_ALLOW", "excludes": {"caps": ["CAP_SYS_ADMIN"]}}]}`)
	for want, bounding := range map[string][]string{"read write open chown": nil, "read write open mount": {"CAP_SYS_ADMIN"}} {
		s, err := Profile(file, bounding)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, r := range s.Syscalls {
			names = append(names, r.Names...)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("with %v: %s, want %s", bounding, got, want)
		}
		if native := Native(); native != "" && !slices.Contains(s.Architectures, native) {
			t.Errorf("architectures %v are without %s", s.Architectures, native)
		}
	}
	write(`{}`)
	if s, err := Profile(file, nil); s != nil || err != nil {
		t.Errorf("a file that says nothing: %v, %v", s, err)
	}
	write(`{"defaultAction": 1}`)
	if _, err := Profile(file, nil); err == nil || !strings.HasPrefix(err.Error(), "read seccomp profile "+file) {
		t.Errorf("a file that is none: %v", err)
	}
	if _, err := Profile(file+".gone", nil); err == nil || err.Error() != "read seccomp profile "+file+".gone: no such file or directory" {
		t.Errorf("no file: %v", err)
	}
}

// A call that programs make often is found by few questions, whatever its number.
func TestTheFilterIsShort(t *testing.T) {
	p := profile(t, "CAP_CHOWN")
	for _, name := range []string{"read", "write", "futex", "epoll_wait", "openat", "clock_gettime", "statx"} {
		_, steps, err := run(p, seccompData{number: number(t, specs.ArchX86_64, name), arch: unix.AUDIT_ARCH_X86_64})
		if err != nil || steps > 13 {
			t.Errorf("%s takes %d instructions, %v", name, steps, err)
		}
	}
	if len(p) > 1000 {
		t.Errorf("the program has %d instructions", len(p))
	}
}

func BenchmarkDefaultAndAssemble(b *testing.B) {
	for range b.N {
		s, err := Default([]string{"CAP_CHOWN", "CAP_SYS_CHROOT"})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Assemble(s, Native()); err != nil {
			b.Fatal(err)
		}
	}
}
