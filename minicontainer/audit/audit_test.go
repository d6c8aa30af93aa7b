package audit_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/audit"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestMain(m *testing.M) { os.Exit(testenv.Main(m)) }

// leaksOf are the leaks that work leaves, and those that are left after undo.
func leaksOf(t *testing.T, work, undo func()) (leaks, left []string) {
	t.Helper()
	options := audit.Options{Pid: os.Getpid(), TempDir: os.TempDir()}
	before, err := audit.Take(options)
	if err != nil {
		t.Fatal(err)
	}
	work()
	leaks, err = audit.Settle(before, options, 0)
	if err != nil {
		t.Error(err)
	}
	undo()
	left, err = audit.Settle(before, options, 3*time.Second)
	if err != nil {
		t.Error(err)
	}
	return leaks, left
}

func expect(t *testing.T, leaks, left []string, kind, thing string) {
	t.Helper()
	leaks, left = slices.DeleteFunc(leaks, elsewhere), slices.DeleteFunc(left, elsewhere)
	if len(leaks) != 1 || !strings.HasPrefix(leaks[0], kind+": ") || !strings.Contains(leaks[0], thing) {
		t.Errorf("leaks %q, want one %s with %s", leaks, kind, thing)
	}
	if len(left) != 0 {
		t.Errorf("after the undoing there is still %q", left)
	}
}

// elsewhere tells a control group that another package's tests have made meanwhile.
func elsewhere(line string) bool {
	return strings.HasPrefix(line, "cgroup: ") && !strings.Contains(line, "minicontainer-audit-test")
}

func TestALeftProcessIsSeenAndAnEndedOneIsNot(t *testing.T) {
	testenv.Kernel(t)
	cmd := exec.Command("sleep", "61")
	leaks, left := leaksOf(t,
		func() {
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
		},
		func() { cmd.Process.Kill() }) //nolint:errcheck // a zombie is left, which must not count
	expect(t, leaks, left, "process", "61")
	cmd.Wait() //nolint:errcheck // killed
}

func TestAnOrphanIsSeen(t *testing.T) {
	testenv.Kernel(t)
	var pid string
	leaks, left := leaksOf(t,
		func() {
			out, err := exec.Command("sh", "-c", "sleep 62 >&- 2>&- & echo $!").Output()
			if err != nil {
				t.Fatal(err)
			}
			pid = strings.TrimSpace(string(out))
		},
		func() {
			if err := exec.Command("kill", "-9", pid).Run(); err != nil {
				t.Error(err)
			}
		})
	expect(t, leaks, left, "process", "62")
}

func TestALeftFileIsSeen(t *testing.T) {
	path := filepath.Join(os.TempDir(), "left-file")
	leaks, left := leaksOf(t,
		func() {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		func() { os.Remove(path) })
	expect(t, leaks, left, "temporary file", "left-file")
}

func TestALeftMountAndALostOneAreSeen(t *testing.T) {
	testenv.Root(t)
	dir := t.TempDir()
	err := testenv.OwnMounts(func() {
		leaks, left := leaksOf(t,
			func() {
				if err := unix.Mount("tmpfs", dir, "tmpfs", 0, ""); err != nil {
					t.Fatal(err)
				}
			},
			func() {
				if err := unix.Unmount(dir, 0); err != nil {
					t.Error(err)
				}
			})
		expect(t, leaks, left, "mount", dir)

		// Twice the same mount is two, and one less is a loss.
		if err := errors.Join(unix.Mount("x", dir, "tmpfs", 0, ""), unix.Mount("x", dir, "tmpfs", 0, "")); err != nil {
			t.Fatal(err)
		}
		lost, _ := leaksOf(t, func() { unix.Unmount(dir, 0) }, func() {}) //nolint:errcheck // compared
		expect(t, lost, nil, "lost mount", dir)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestALeftControlGroupIsSeen(t *testing.T) {
	testenv.RealRoot(t)
	var dir string
	for _, hierarchy := range []string{"/sys/fs/cgroup/unified", "/sys/fs/cgroup/pids", "/sys/fs/cgroup"} {
		dir = filepath.Join(hierarchy, "minicontainer-audit-test")
		if os.Mkdir(dir, 0o755) == nil {
			break
		}
	}
	if err := os.Remove(dir); err != nil {
		testenv.Missing(t, "cgroup", "no control group can be made here: "+err.Error())
	}
	leaks, left := leaksOf(t,
		func() {
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		},
		func() { os.Remove(dir) })
	expect(t, leaks, left, "cgroup", dir)
}
