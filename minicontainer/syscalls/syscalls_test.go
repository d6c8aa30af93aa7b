package syscalls

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// TestMain doubles as the programs that some tests start.
func TestMain(m *testing.M) {
	if os.Getenv("TEST_ROLE") == "wait-for-signal" {
		DefaultSignals()
		os.Stdout.WriteString("ready\n") //nolint:errcheck // the test notices
		time.Sleep(time.Minute)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestOpenInRootStaysInside(t *testing.T) {
	testenv.Kernel(t)
	dir := t.TempDir()
	root := filepath.Join(dir, "root")
	if err := errors.Join(os.MkdirAll(filepath.Join(root, "etc"), 0o755),
		os.WriteFile(filepath.Join(dir, "secret"), []byte("outside"), 0o600),
		os.WriteFile(filepath.Join(root, "secret"), []byte("inside"), 0o600),
		os.Symlink("../../secret", filepath.Join(root, "etc", "up")),
		os.Symlink("/secret", filepath.Join(root, "etc", "abs"))); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenInRoot("/", "/proc/self/root", unix.O_PATH); !errors.Is(err, unix.ELOOP) {
		t.Errorf("a magic link of /proc: %v, want ELOOP", err)
	}
	for _, name := range []string{"/etc/up", "/etc/abs", "../../secret", "/secret"} {
		f, err := OpenInRoot(root, name, unix.O_RDONLY)
		if err != nil {
			t.Errorf("open %s: %v", name, err)
			continue
		}
		text := make([]byte, 16)
		n, _ := f.Read(text) //nolint:errcheck // compared
		if string(text[:n]) != "inside" {
			t.Errorf("%s led to %q", name, text[:n])
		}
		f.Close()
	}
}

func TestMkdirInRootStaysInsideAndTakesWhatIsThere(t *testing.T) {
	testenv.Kernel(t)
	dir := t.TempDir()
	root := filepath.Join(dir, "root")
	if err := errors.Join(os.MkdirAll(filepath.Join(root, "there"), 0o755), os.Symlink("../../..", filepath.Join(root, "up"))); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"/there", "/a/b/c", "/up/made"} {
		d, err := MkdirInRoot(root, name)
		if err != nil {
			t.Errorf("mkdir %s: %v", name, err)
			continue
		}
		d.Close()
	}
	for _, want := range []string{"a/b/c", "made"} {
		if info, err := os.Stat(filepath.Join(root, want)); err != nil || !info.IsDir() {
			t.Errorf("%s was not made: %v", want, err)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 { //nolint:errcheck // compared
		t.Errorf("outside the root there is now %v", entries)
	}
	if _, err := CreateInRoot(root, "/there/file"); err != nil {
		t.Errorf("create a file: %v", err)
	}
	if _, err := MkdirInRoot(root, "/there/file/x"); !errors.Is(err, unix.ENOTDIR) {
		t.Errorf("mkdir below a file: %v, want ENOTDIR", err)
	}
}

func TestCloseOnExecFromReachesEveryDescriptor(t *testing.T) {
	testenv.Kernel(t)
	cmd := exec.Command("sh", "-c", "exec 9</; exec 8</; exec \"$0\" -test.run=^TestHelperMarkAndList$ -test.v", os.Args[0])
	cmd.Env = append(os.Environ(), "TEST_HELPER=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if !strings.Contains(string(out), "fds before: 8 9") {
		t.Errorf("the descriptors were not there to begin with: %s", out)
	}
	if !strings.Contains(string(out), "fds after exec: none") {
		t.Errorf("descriptors survived: %s", out)
	}
}

// TestHelperMarkAndList is the inner half of the test above.
func TestHelperMarkAndList(t *testing.T) {
	if os.Getenv("TEST_HELPER") == "" {
		t.SkipNow()
	}
	var open []string
	for _, fd := range []string{"8", "9"} {
		if to, err := os.Readlink("/proc/self/fd/" + fd); err == nil && to == "/" {
			open = append(open, fd)
		}
	}
	os.Stdout.WriteString("fds before: " + strings.Join(open, " ") + "\n") //nolint:errcheck // the outer half notices
	if err := CloseOnExecFrom(3); err != nil {
		t.Fatal(err)
	}
	script := `for fd in 8 9; do [ -e /proc/$$/fd/$fd ] && found="$found $fd"; done; echo "fds after exec: ${found:-none}"`
	if err := unix.Exec("/bin/sh", []string{"sh", "-c", script}, []string{"PATH=/bin:/usr/bin"}); err != nil {
		t.Fatal(err)
	}
}

func TestDefaultSignalsLetASignalEndTheProcessByItself(t *testing.T) {
	testenv.Kernel(t)
	for _, sig := range []unix.Signal{unix.SIGTERM, unix.SIGINT, unix.SIGHUP, unix.SIGUSR1} {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "TEST_ROLE=wait-for-signal")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 6)); err != nil {
			t.Fatal(err)
		}
		caught := caughtSignals(t, cmd.Process.Pid)
		if caught&(1<<(uint(sig)-1)) != 0 {
			t.Errorf("%v still has a handler", sig)
		}
		if err := cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		cmd.Wait() //nolint:errcheck // its status is looked at
		if ws := cmd.ProcessState.Sys().(interface{ Signaled() bool }); !ws.Signaled() {
			t.Errorf("%v ended the process by exit, not by the signal: %v", sig, cmd.ProcessState)
		}
	}
}

// caughtSignals is the mask of signals with a handler, SigCgt of proc_pid_status(5).
func caughtSignals(t *testing.T, pid int) uint64 {
	t.Helper()
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(status), "\n") {
		if hex, ok := strings.CutPrefix(line, "SigCgt:\t"); ok {
			mask, err := strconv.ParseUint(hex, 16, 64)
			if err != nil {
				t.Fatal(err)
			}
			return mask
		}
	}
	t.Fatal("no SigCgt line")
	return 0
}

func TestSignalsHaveNamesAndNumbers(t *testing.T) {
	for text, want := range map[string]unix.Signal{
		"SIGTERM": unix.SIGTERM, "term": unix.SIGTERM, "9": unix.SIGKILL, "64": 64,
		"SIGRTMIN": 34, "SIGRTMIN+3": 37, "rtmin+15": 49, "RTMAX-1": 63, "SIGRTMAX": 64,
		"0": 0, "65": 0, "SIG": 0, "": 0, "-1": 0, "SIGRTMIN3": 0, "SIGRTMIN+99": 0, "SIGRTMAX+1": 0, "SIGRTMAX-31": 0, "SIGRTMIN+-1": 0,
	} {
		if got := ParseSignal(text); got != want {
			t.Errorf("ParseSignal(%q) = %d, want %d", text, got, want)
		}
	}
}
