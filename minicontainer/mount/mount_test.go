package mount

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestMain(m *testing.M) { os.Exit(testenv.Main(m)) }

func lines(t *testing.T, target, fstype, source string, options ...string) string {
	t.Helper()
	steps, err := Steps("/r", target, fstype, source, options)
	if err != nil {
		t.Fatal(err)
	}
	return plan.Lines(steps)
}

func TestStepsMakeOneCallForEachKindOfChange(t *testing.T) {
	for name, tc := range map[string]struct{ got, want string }{
		"file system": {
			lines(t, "/proc", "proc", "proc", "nosuid", "noexec", "nodev"),
			"mkdir -p /r/proc\nmount -t proc -o nosuid,nodev,noexec proc /r/proc\n",
		},
		"file system with data": {
			lines(t, "/dev", "tmpfs", "tmpfs", "nosuid", "mode=755", "size=65536k"),
			"mkdir -p /r/dev\nmount -t tmpfs -o nosuid,mode=755,size=65536k tmpfs /r/dev\n",
		},
		"a read-only bind is a bind and a remount": {
			lines(t, "/x", "", "/src", "bind", "ro"),
			"if [ -f /src ] || [ -c /src ]; then mkdir -p /r; touch /r/x; else mkdir -p /src /r/x; fi\nmount --bind /src /r/x\nmount -o remount,bind,ro /r/x\n",
		},
		"propagation is a call of its own": {
			lines(t, "/x", "", "/src", "rbind", "rslave"),
			"if [ -f /src ] || [ -c /src ]; then mkdir -p /r; touch /r/x; else mkdir -p /src /r/x; fi\nmount --rbind /src /r/x\nmount --make-rslave /r/x\n",
		},
		"the later of two opposites counts": {
			lines(t, "/t", "tmpfs", "tmpfs", "ro", "rw"),
			"mkdir -p /r/t\nmount -t tmpfs tmpfs /r/t\n",
		},
	} {
		if diff := cmp.Diff(tc.want, tc.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestStepsRefuseWhatTheKernelWouldMisread(t *testing.T) {
	for name, err := range map[string]error{
		"relative target":  second(Steps("/r", "proc", "proc", "proc", nil)),
		"comma in option":  second(Steps("/r", "/x", "tmpfs", "t", []string{"mode=1,size=2"})),
		"NUL in a source":  second(Steps("/r", "/x", "", "/a\x00b", []string{"bind"})),
		"NUL in an option": second(Steps("/r", "/x", "tmpfs", "t", []string{"a\x00b"})),
	} {
		if err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func second(_ []plan.Step, err error) error { return err }

// inOwnNamespace runs body in a mount namespace of its own thread.
func inOwnNamespace(t *testing.T, body func()) {
	t.Helper()
	testenv.Root(t)
	if err := testenv.OwnMounts(body); err != nil {
		t.Fatal(err)
	}
}

func TestAReadOnlyBindRefusesWritesAndTheSourceStaysWritable(t *testing.T) {
	root, src := t.TempDir(), t.TempDir()
	inOwnNamespace(t, func() {
		carryOut(t, root, "/data", "", src, "bind", "ro")
		err := os.WriteFile(filepath.Join(root, "data", "f"), nil, 0o600)
		if !errors.Is(err, unix.EROFS) {
			t.Errorf("write through the read-only mount: %v, want EROFS", err)
		}
		if err := os.WriteFile(filepath.Join(src, "f"), nil, 0o600); err != nil {
			t.Errorf("write to the source: %v", err)
		}
	})
}

func TestReadOnlyTreeReachesMountsBelow(t *testing.T) {
	t.Run("in one call", func(t *testing.T) { readOnlyTree(t, ReadOnlyTree.Do) })
	t.Run("before Linux 5.12", func(t *testing.T) { readOnlyTree(t, ReadOnlyTree.remountEach) })
}

func readOnlyTree(t *testing.T, restrict func(ReadOnlyTree) error) {
	root, src := filepath.Join(t.TempDir(), "a root"), t.TempDir()
	if err := os.Mkdir(root, 0o755); err != nil {
		t.Fatal(err)
	}
	inOwnNamespace(t, func() {
		if err := os.Mkdir(filepath.Join(src, "sub"), 0o755); err != nil {
			t.Fatal(err)
		}
		carryOut(t, src, "/sub", "tmpfs", "tmpfs")
		carryOut(t, root, "/data", "", src, "rbind")
		if err := restrict(ReadOnlyTree{Root: root, Target: "/data"}); err != nil {
			t.Fatal(err)
		}
		err := os.WriteFile(filepath.Join(root, "data", "sub", "f"), nil, 0o600)
		if !errors.Is(err, unix.EROFS) {
			t.Errorf("write to the mount below: %v, want EROFS", err)
		}
		if err := os.WriteFile(filepath.Join(src, "sub", "f"), nil, 0o600); err != nil {
			t.Errorf("write to the source's mount: %v", err)
		}
	})
}

func TestASymlinkInTheRootCannotLeadAMountOut(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	for link, to := range map[string]string{"abs": outside, "rel": strings.Repeat("../", 30) + outside} {
		if err := os.Symlink(to, filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	// Where the links lead when they are followed inside.
	if err := os.MkdirAll(filepath.Join(root, outside), 0o755); err != nil {
		t.Fatal(err)
	}
	inOwnNamespace(t, func() {
		for _, target := range []string{"/abs/m", "/rel/m", "/../../m"} {
			steps, err := Steps(root, target, "tmpfs", "tmpfs", nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := plan.Run(steps, nil); err != nil {
				t.Errorf("mount on %s: %v", target, err)
			}
			mounted, err := os.ReadFile("/proc/thread-self/mountinfo")
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(mounted), " "+outside+"/m ") {
				t.Errorf("mount on %s landed outside the root", target)
			}
		}
		if entries, _ := os.ReadDir(outside); len(entries) > 0 { //nolint:errcheck // none is what we want
			t.Errorf("something was made outside the root: %v", entries)
		}
	})
}

func TestAFileIsMountedOnAFile(t *testing.T) {
	root, src := t.TempDir(), filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(src, []byte("token"), 0o600); err != nil {
		t.Fatal(err)
	}
	inOwnNamespace(t, func() {
		carryOut(t, root, "/etc/deep/f", "", src, "bind")
		got, err := os.ReadFile(filepath.Join(root, "etc/deep/f"))
		if err != nil || string(got) != "token" {
			t.Errorf("read through the mount: %q, %v", got, err)
		}
	})
}

func carryOut(t *testing.T, root, target, fstype, source string, options ...string) {
	t.Helper()
	steps, err := Steps(root, target, fstype, source, options)
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.Run(steps, nil); err != nil {
		t.Fatal(err)
	}
}

func TestARemountKeepsRestrictionsUnlessAWordLiftsThem(t *testing.T) {
	testenv.RealRoot(t)
	root, src := t.TempDir(), t.TempDir()
	inOwnNamespace(t, func() {
		carryOut(t, src, "/", "tmpfs", "tmpfs", "nosuid", "noexec")
		carryOut(t, root, "/kept", "", src, "bind", "ro")
		carryOut(t, root, "/lifted", "", src, "bind", "exec")
		for name, want := range map[string]int64{"kept": unix.MS_NOSUID | unix.MS_NOEXEC | unix.MS_RDONLY, "lifted": unix.MS_NOSUID} {
			var st unix.Statfs_t
			if err := unix.Statfs(filepath.Join(root, name), &st); err != nil {
				t.Fatal(err)
			}
			const looked = unix.MS_NOSUID | unix.MS_NOEXEC | unix.MS_RDONLY
			if got := int64(st.Flags) & looked; got != want {
				t.Errorf("%s has flags %x, want %x", name, got, want)
			}
		}
	})
}

func TestAnUnknownOptionOfABindIsRefused(t *testing.T) {
	if _, err := Steps("/r", "/x", "", "/src", []string{"bind", "rnoexec"}); err == nil {
		t.Error("an option that would not happen was accepted")
	}
}

// What another process sees is in no namespace of ours, and a bind mount of it is refused.
func TestADirectoryOfAnotherMountNamespaceIsBorrowed(t *testing.T) {
	testenv.RealRoot(t)
	other := exec.Command("unshare", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /mnt && echo theirs >/mnt/f && echo && exec sleep 1000")
	out, err := other.StdoutPipe()
	if err == nil {
		err = other.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Process.Kill(); other.Wait() }) //nolint:errcheck // it sleeps
	if _, err := out.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	source := fmt.Sprintf("/proc/%d/root/mnt", other.Process.Pid)
	root := t.TempDir()
	inOwnNamespace(t, func() {
		err := Mount{Root: root, Target: "/", Source: source, Flags: unix.MS_BIND}.Do()
		if !errors.Is(err, unix.EINVAL) {
			t.Errorf("a bind mount of it: %v; want EINVAL", err)
		}
		carryOut(t, root, "/shared", "", source, "bind", "nosuid")
		file := filepath.Join(root, "shared/f")
		if text, err := os.ReadFile(file); string(text) != "theirs\n" {
			t.Errorf("it holds %q, %v", text, err)
		}
		if err := os.WriteFile(file, []byte("ours\n"), 0o600); err != nil {
			t.Error(err)
		}
	})
	if text, err := os.ReadFile(source + "/f"); string(text) != "ours\n" {
		t.Errorf("there it holds %q, %v", text, err)
	}
	err = Borrow{Root: root, Target: "/", Pid: other.Process.Pid, Path: "/mnt/nowhere"}.Do()
	if !errors.Is(err, unix.ENOENT) {
		t.Errorf("what is not there: %v", err)
	}
}
