//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// stranger is an ordinary user that no machine has.
const stranger = 12345

// TestAnOrdinaryUserWithAndWithoutMoreIds runs as a user whom /etc/subuid gives ids, and as one
// whom it gives none. The files are this test's, mounted over the machine's where only it sees them.
func TestAnOrdinaryUserWithAndWithoutMoreIds(t *testing.T) {
	testenv.RealRoot(t)
	testenv.Peer(t, "newuidmap")
	home := homeOfStranger(t)
	for _, given := range []bool{true, false} {
		err := testenv.OwnMounts(func() {
			giveIDs(t, home, given)
			for _, c := range []struct {
				args         []string
				with, mapped string // what is printed with more ids, and without
			}{
				{[]string{"cat", "/proc/self/uid_map"}, "0 12345 1\n1 300000 65536", "0 12345 1"},
				{[]string{"cat", "/proc/self/gid_map"}, "0 12345 1\n1 300000 65536", "0 12345 1"},
				{[]string{"id", "-u"}, "0", "0"},
				{[]string{"-u", "guest", "id", "-u"}, "1000", "minicontainer: run as uid 1000: the user namespace maps no such id"},
				{[]string{"sh", "-c", "chown guest /tmp && stat -c %U /tmp"}, "guest", "chown: chown /tmp: invalid argument"},
			} {
				want := c.mapped
				if given {
					want = c.with
				}
				if got := asStranger(t, home, c.args...); !strings.Contains(got, want) {
					t.Errorf("more ids given %v: %v prints\n%s\nwant\n%s", given, c.args, got, want)
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// homeOfStranger is a directory of the user's with this test binary in it.
func homeOfStranger(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	testenv.Passable(t, home)
	self, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(filepath.Join(home, "minicontainer"), self, 0o755), os.Chown(home, stranger, stranger)); err != nil {
		t.Fatal(err)
	}
	return home
}

// giveIDs mounts files over /etc/passwd, /etc/subuid and /etc/subgid, which are made if missing.
func giveIDs(t *testing.T, home string, given bool) {
	t.Helper()
	ids := "mina:300000:65536\n"
	if !given {
		ids = "other:300000:65536\n"
	}
	for name, text := range map[string]string{
		"passwd": fmt.Sprintf("root:x:0:0::/root:/bin/sh\nmina:x:%d:%d::%s:/bin/sh\n", stranger, stranger, home),
		"subuid": ids, "subgid": ids,
	} {
		file := filepath.Join(home, name)
		if _, err := os.Stat("/etc/" + name); err != nil {
			t.Skipf("needs /etc/%s to mount over it", name)
		}
		if err := errors.Join(os.WriteFile(file, []byte(text), 0o644), unix.Mount(file, "/etc/"+name, "", unix.MS_BIND, "")); err != nil {
			t.Fatal(err)
		}
	}
}

// asStranger runs a command in a container of the user's and returns what is printed, with one
// space between words.
func asStranger(t *testing.T, home string, args ...string) string {
	t.Helper()
	flags := []string{"run", "--rm"}
	if strings.HasPrefix(args[0], "-") {
		flags, args = append(flags, args[:2]...), args[2:]
	}
	cmd := exec.Command(filepath.Join(home, "minicontainer"), append(append(flags, "base"), args...)...)
	cmd.Args[0] = "minicontainer"
	cmd.Env = []string{"HOME=" + home, "PATH=" + os.Getenv("PATH")}
	cmd.Dir = home
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: stranger, Gid: stranger}}
	output, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	var lines []string
	for _, line := range strings.Split(string(output), "\n") {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return strings.Join(lines, "\n")
}

// TestAnOrdinaryUserWithoutAGroupRunsWithoutLimits: what was not asked for is left out, which only a terminal is told;
// what was asked for is an error that names the flag, the file and the remedy.
func TestAnOrdinaryUserWithoutAGroupRunsWithoutLimits(t *testing.T) {
	testenv.RealRoot(t)
	home := homeOfStranger(t)
	plain := asStranger(t, home, "echo", "ran")
	if plain != "ran\n" {
		t.Errorf("without a flag: %q", plain)
	}
	asked := asStranger(t, home, "-m", "64m", "echo", "ran")
	for _, want := range []string{"minicontainer: set --memory: this limit cannot be set here: version ", "/sys/fs/cgroup", "hint: "} {
		if !strings.Contains(asked, want) || strings.Contains(asked, "ran\n") {
			t.Errorf("with -m: %q, want %q", asked, want)
		}
	}
	if unlimited := asStranger(t, home, "--pids-limit", "-1", "echo", "ran"); unlimited != "ran\n" {
		t.Errorf("without limits: %q", unlimited)
	}
}
