package shell

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The test binary is the shell when it is called sh, as the base image's
// binary is.
func TestMain(m *testing.M) {
	switch filepath.Base(os.Args[0]) {
	case "sh":
		os.Exit(Main(os.Args))
	case mortalParent:
		beParent(os.Args[1:])
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func self(t *testing.T) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return exe
}

// command prepares our shell; the result is started by the test.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	c := &exec.Cmd{Path: self(t), Args: append([]string{"sh"}, args...), Dir: t.TempDir()}
	c.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME=/root", "LC_ALL=C.UTF-8"}
	return c
}

// result is what a shell printed and its status.
type result struct {
	Out    string
	Status int
}

func run(t *testing.T, c *exec.Cmd) (result, string) {
	t.Helper()
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{string(out), exitStatusOf(c)}, stderr.String()
}

func exitStatusOf(c *exec.Cmd) int {
	if code := c.ProcessState.ExitCode(); code >= 0 {
		return code
	}
	return -1
}

func peer(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("no %s to compare with: %v", name, err)
	}
	return path
}

// scripts reads a file of scripts, separated by lines "## name".
func scripts(t *testing.T, path string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, part := range strings.Split("\n"+string(text), "\n## ")[1:] {
		name, script, _ := strings.Cut(part, "\n")
		all[name] = script
	}
	return all
}
