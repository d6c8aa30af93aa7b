package applet

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMain makes the test binary the multi-call binary: called by the name of
// an applet it is that applet.
func TestMain(m *testing.M) {
	if os.Args[0] == mortalParent {
		beParent(os.Args[1:])
		os.Exit(0)
	}
	if _, ok := Lookup(appletName(os.Args[0])); ok || isMultiCall(appletName(os.Args[0])) {
		if os.Getenv(wandering) != "" {
			wander()
		}
		os.Exit(Main(os.Args))
	}
	os.Exit(m.Run())
}

// linkApplets fills a directory with a link to this binary for every applet.
func linkApplets(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return linkAll(t, self, append(Names(), "minibox"))
}

func linkAll(t *testing.T, target string, names []string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

type result struct {
	stdout, stderr string
	status         int
}

// runScript runs a script by the system's sh, finding commands in bin alone.
func runScript(t *testing.T, bin, dir, script string) result {
	t.Helper()
	cmd := exec.Command("/bin/sh", "-c", script)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + bin, "TZ=UTC", "HOME=/"}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// ours runs a script with our applets in a new directory.
func ours(t *testing.T, script string) result {
	t.Helper()
	return runScript(t, linkApplets(t), t.TempDir(), script)
}

func requireRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root: it mounts, makes devices or links")
	}
}

// isolated runs a script with our applets in a mount and a network namespace of
// its own: what it mounts and links is gone with it.
func isolated(t *testing.T, script string) result {
	t.Helper()
	requireRoot(t)
	bin := linkApplets(t)
	file := filepath.Join(t.TempDir(), "script")
	if err := os.WriteFile(file, []byte("PATH="+bin+"\n"+script), 0o600); err != nil {
		t.Fatal(err)
	}
	return runScript(t, bin, t.TempDir(), "exec unshare -m -n -u --propagation private /bin/sh "+file)
}

func wantOutput(t *testing.T, r result, want string) {
	t.Helper()
	if r.stdout != want || r.status != 0 {
		t.Errorf("status %d\nstdout %q\nwant   %q\nstderr %s", r.status, r.stdout, want, r.stderr)
	}
}

func wantError(t *testing.T, r result, status int, part string) {
	t.Helper()
	if r.status != status || !strings.Contains(r.stderr, part) {
		t.Errorf("status %d, want %d; stderr %q, want %q in it", r.status, status, r.stderr, part)
	}
}
