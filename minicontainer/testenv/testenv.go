// Package testenv gives kernel tests the machine they need, or says why not.
//
// A test asks for what it needs (Root, RealRoot, Peer …). What is missing skips the test with
// the reason printed, unless MINICONTAINER_REQUIRE names it: then the skip is a
// failure, so that on a machine which was set up for it no test can quietly stay out.
package testenv

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/audit"
)

// RequireEnv lists, with commas, the needs that must be met: root, kernel, overlay,
// peers, net, cgroup, vm. It may hold "all".
const RequireEnv = "MINICONTAINER_REQUIRE"

// SoakEnv, set to anything, has the tests that repeat themselves do so as often as it takes to be sure.
const SoakEnv = "MINICONTAINER_SOAK"

const inNamespaceEnv = "MINICONTAINER_TEST_IN_USERNS"

// Main runs a package's tests as TestMain should: as root, of a new user namespace if
// need be; with a temporary directory of their own; and with an audit of what
// they left behind, which fails the run. It returns the exit status.
func Main(m *testing.M) int {
	if os.Geteuid() != 0 && os.Getenv(inNamespaceEnv) == "" {
		if code, err := rerunAsRoot(); err == nil {
			return code
		}
	}
	return Audited(m.Run)
}

// Audited calls run and then looks for what it left behind: if anything, the
// status is 1 at least, and the leaks are printed.
func Audited(run func() int) int {
	dir, restore, err := privateTemp()
	if err != nil {
		fmt.Fprintln(os.Stderr, "audit:", err)
		return 1
	}
	defer restore()
	hearHangups()
	if Emulated() {
		fmt.Fprintln(os.Stderr, "audit: left out under an emulator, which knows no subreaper")
		return run()
	}
	// Orphans come to us instead of to init, so that none goes unseen.
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		fmt.Fprintln(os.Stderr, "audit:", err)
		return 1
	}
	options := audit.Options{Pid: os.Getpid(), TempDir: dir}
	before, err := audit.Take(options)
	if err != nil {
		fmt.Fprintln(os.Stderr, "audit:", err)
		return 1
	}
	status := run()
	const patience = 3 * time.Second
	options.Reap = true // the tests are over, and with them everybody who waits
	leaks, err := audit.Settle(before, options, patience)
	if err != nil {
		leaks = []string{err.Error()}
	}
	for _, leak := range leaks {
		fmt.Fprintln(os.Stderr, "left behind:", leak)
		status = max(status, 1)
	}
	return status
}

// hearHangups undoes nohup(1): a signal that is ignored stays so in all children, and a test that hangs one up would wait for
// ever. One that is caught is the children's to decide.
func hearHangups() {
	if signal.Ignored(unix.SIGHUP) {
		signal.Notify(make(chan os.Signal, 1), unix.SIGHUP)
	}
}

func privateTemp() (dir string, restore func(), err error) {
	old, had := os.LookupEnv("TMPDIR")
	dir, err = os.MkdirTemp("", "minicontainer-test-")
	if err != nil {
		return "", nil, err
	}
	if err := errors.Join(os.Chmod(dir, 0o755), os.Setenv("TMPDIR", dir)); err != nil {
		return "", nil, err
	}
	return dir, func() {
		os.RemoveAll(dir) //nolint:errcheck // what is in it has been reported
		if had {
			os.Setenv("TMPDIR", old) //nolint:errcheck // it was set before
		} else {
			os.Unsetenv("TMPDIR") //nolint:errcheck // cannot fail
		}
	}, nil
}

// rerunAsRoot starts this test binary again as root of a new user namespace. The error
// means that the machine does not allow that.
func rerunAsRoot() (int, error) {
	cmd := exec.Command("/proc/self/exe", os.Args[1:]...)
	cmd.Args[0] = os.Args[0]
	cmd.Env = append(os.Environ(), inNamespaceEnv+"=1")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		Pdeathsig:   unix.SIGKILL,
	}
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// Missing skips the test with the reason, or fails it if the need was required.
func Missing(t testing.TB, need, reason string) {
	t.Helper()
	for _, required := range strings.Split(os.Getenv(RequireEnv), ",") {
		if required == need || required == "all" {
			t.Fatalf("required (%s): %s", need, reason)
		}
	}
	t.Skipf("needs %s: %s", need, reason)
}

// Emulated tells whether system calls go through a user-mode emulator that
// translates those of another architecture, and knows only the older ones.
func Emulated() bool {
	fd, err := unix.Openat2(unix.AT_FDCWD, ".", &unix.OpenHow{Flags: unix.O_PATH | unix.O_CLOEXEC})
	if err == nil {
		unix.Close(fd) //nolint:errcheck // nothing was done with it
	}
	return errors.Is(err, unix.ENOSYS)
}

// Kernel asks for the real system call interface of a kernel that is new enough.
func Kernel(t testing.TB) {
	t.Helper()
	if Emulated() {
		Missing(t, "kernel", "openat2(2) is missing: a kernel before 5.6, or an emulator")
	}
}

// Root asks for root, of a user namespace at least.
func Root(t testing.TB) {
	t.Helper()
	Kernel(t)
	if os.Geteuid() != 0 {
		Missing(t, "root", "run as root, or where ordinary users may make user namespaces")
	}
	if err := mayMakeNamespaces(); err != nil {
		Missing(t, "root", "this root may not make namespaces, as in an unprivileged container")
	}
}

// mayMakeNamespaces tries, on a thread that ends with the try.
var mayMakeNamespaces = sync.OnceValue(func() error { return OwnMounts(func() {}) })

// RealRoot asks for root of the machine: a user namespace's may not make devices,
// nor become other users.
func RealRoot(t testing.TB) {
	t.Helper()
	Root(t)
	if name, err := os.Readlink("/proc/self/ns/user"); err != nil || name != "user:[4026531837]" {
		Missing(t, "root", "root of a user namespace is not enough for this")
	}
}

// Peer asks for a program to compare with and returns its path.
func Peer(t testing.TB, name string) string {
	t.Helper()
	for _, candidate := range []string{name, "/usr/sbin/" + name, "/sbin/" + name} {
		if path, err := exec.LookPath(candidate); err == nil {
			return path
		}
	}
	Missing(t, "peers", name+" is not installed")
	return ""
}

// Overlay asks for a kernel that mounts overlays for this user.
func Overlay(t testing.TB) {
	t.Helper()
	known, err := os.ReadFile("/proc/filesystems")
	if err != nil || !strings.Contains(string(known), "\toverlay\n") {
		Missing(t, "overlay", "the kernel lists no overlay file system")
	}
}

// Passable lets everybody pass through a temporary directory, and through those above it that
// are the test's: another user's programs have to get there.
func Passable(t testing.TB, dir string) {
	t.Helper()
	for ; strings.HasPrefix(dir, os.TempDir()+"/"); dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err == nil {
			err = os.Chmod(dir, info.Mode()|0o055)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
