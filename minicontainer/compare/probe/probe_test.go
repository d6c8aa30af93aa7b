package probe

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestMain(m *testing.M) { os.Exit(testenv.Main(m)) }

// command is this test binary as the probe: it never reaches TestMain.
func command(args ...string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Args[0] = "/somewhere/" + Name
	return cmd
}

func answerTo(t *testing.T, into any, args ...string) {
	t.Helper()
	cmd := command(args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, into); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

func TestReadyWaitsForTheEndOfItsInput(t *testing.T) {
	for _, order := range [][]string{{OrderReady, "token"}, {OrderTouch, "8"}} {
		cmd := command(order...)
		in, _ := cmd.StdinPipe()
		out, _ := cmd.StdoutPipe()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(out)
		if line, err := lines.ReadString('\n'); err != nil || line != Ready+"\n" {
			t.Errorf("%v: %q %v", order, line, err)
		}
		var memory Memory
		if err := json.NewDecoder(lines).Decode(&memory); err != nil || memory.TotalBytes == 0 {
			t.Errorf("%v: %+v %v", order, memory, err)
		}
		in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %v", order, err)
		}
	}
}

func TestReadyEndsWhenItIsToldTo(t *testing.T) {
	cmd := command(OrderReady)
	in, _ := cmd.StdinPipe()
	defer in.Close()
	out, _ := cmd.StdoutPipe()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Error(err)
	}
	cmd.Process.Signal(os.Interrupt)
	if err := cmd.Wait(); err == nil {
		t.Error("it ended as if nothing had happened")
	}
}

func TestEachWorkIsRunSeveralTimes(t *testing.T) {
	out, err := command(OrderCPU).Output()
	if err != nil {
		t.Fatal(err)
	}
	runs := map[string]int{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var timing Timing
		if err := d.Decode(&timing); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if runs[timing.Work]++; timing.Run != runs[timing.Work] || timing.Seconds <= 0 || timing.Seconds > 60 {
			t.Errorf("%+v", timing)
		}
	}
	for _, name := range Works() {
		if runs[name] != Repeats {
			t.Errorf("%s was run %d times", name, runs[name])
		}
	}
}

func TestLookSeesTheSameKernelAndOtherProbes(t *testing.T) {
	other := command(OrderReady, "a-token")
	in, _ := other.StdinPipe()
	out, _ := other.StdoutPipe()
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { in.Close(); other.Wait() }()
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	var found Look
	answerTo(t, &found, OrderLook, "own")
	if found.BootID != content("/proc/sys/kernel/random/boot_id") || found.BootID == "" {
		t.Errorf("boot id %q", found.BootID)
	}
	seen := strings.Join(found.Tokens, " ")
	if !strings.Contains(seen, "a-token") || strings.Contains(seen, "own") {
		t.Errorf("tokens %q", seen)
	}
	if found.PID == os.Getpid() || found.Processes < 3 || found.UptimeSeconds <= 0 || len(found.Sysctls) != len(Sysctls()) || found.Memory.TotalBytes == 0 {
		t.Errorf("%+v", found)
	}
	if distance := time.Since(time.UnixMilli(int64(found.UnixSeconds * 1000))); distance < -time.Second || distance > time.Minute {
		t.Errorf("its clock is %v behind", distance)
	}
}

func TestATokenIsOnlyThatOfAProbe(t *testing.T) {
	for cmdline, want := range map[string]string{
		"/x/minicontainer-probe\x00ready\x00T\x00":                       "T",
		"minicontainer-probe\x00look\x00T\x00":                           "T",
		"minicontainer\x00run\x00/minicontainer-probe\x00ready\x00T\x00": "",
		"minicontainer-probe\x00cpu\x00":                                 "",
		"sh\x00ready\x00T\x00":                                           "",
		"":                                                               "",
	} {
		if got := TokenOf([]byte(cmdline)); got != want {
			t.Errorf("%q: %q, want %q", cmdline, got, want)
		}
	}
}

func TestAnOrderThatIsNotOneIsAnError(t *testing.T) {
	for _, args := range [][]string{{"dance"}, {OrderTouch}, {OrderTouch, "much"}, {OrderTouch, "-1"}} {
		out, err := command(args...).CombinedOutput()
		if err == nil || !strings.HasPrefix(string(out), Name+" "+args[0]+": ") {
			t.Errorf("%v: %v, %s", args, err, out)
		}
	}
}

// The digest tells of everything that makes a file what it is, and of nothing else.
func TestTheDigestChangesWithTheFilesAndNotWithTheirPlace(t *testing.T) {
	first, second := tree(t), tree(t)
	base := digestOf(t, first)
	if base.Files != 8 || base.Bytes != 5 {
		t.Errorf("%+v", base)
	}
	if base != digestOf(t, second) {
		t.Error("a copy has another digest")
	}
	for name, same := range map[string]func(root string) error{
		"a file in /tmp": func(root string) error { return os.WriteFile(root+"/tmp/x", nil, 0o644) },
		"hosts":          func(root string) error { return os.WriteFile(root+"/etc/hosts", []byte("other"), 0o644) },
		"times":          func(root string) error { return os.Chtimes(root+"/etc/motd", time.Unix(1, 0), time.Unix(1, 0)) },
		"the probe":      func(root string) error { return os.WriteFile(root+"/self", []byte("probe"), 0o755) },
	} {
		root := tree(t)
		if err := same(root); err != nil {
			t.Fatal(err)
		}
		if digestOf(t, root) != base {
			t.Errorf("%s changes the digest", name)
		}
	}
	for name, other := range map[string]func(root string) error{
		"content":         func(root string) error { return os.WriteFile(root+"/etc/motd", []byte("olleh"), 0o644) },
		"mode":            func(root string) error { return os.Chmod(root+"/etc/motd", 0o4755) },
		"link":            func(root string) error { os.Remove(root + "/link"); return os.Symlink("etc", root+"/link") },
		"name":            func(root string) error { return os.Rename(root+"/etc/motd", root+"/etc/motd2") },
		"kind":            func(root string) error { os.Remove(root + "/empty"); return os.WriteFile(root+"/empty", nil, 0o755) },
		"a file":          func(root string) error { return os.WriteFile(root+"/new", nil, 0o644) },
		"tmp's neighbour": func(root string) error { return os.WriteFile(root+"/tmpx", nil, 0o644) },
	} {
		root := tree(t)
		if err := other(root); err != nil {
			t.Fatal(err)
		}
		if digestOf(t, root).Digest == base.Digest {
			t.Errorf("another %s is not told", name)
		}
	}
}

func tree(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"etc", "tmp", "proc", "empty", "dir", "dir/run"} {
		if err := os.Mkdir(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(root+"/etc/motd", []byte("hello"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(root+"/etc/hosts", []byte("127.0.0.1"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", root+"/link"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(root+"/blank here", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return root
}

func digestOf(t *testing.T, root string) Tree {
	t.Helper()
	l, err := list(root, "/self")
	if err != nil {
		t.Fatal(err)
	}
	return l.digest()
}
