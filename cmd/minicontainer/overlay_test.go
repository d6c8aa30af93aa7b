//go:build linux

package main

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// TestImagesOnADiskThatIsAnOverlay is the case of a container of Docker's: an overlay cannot write into another, nor
// keep a whiteout in it. Images are unpacked into one directory then, and containers get a copy.
func TestImagesOnADiskThatIsAnOverlay(t *testing.T) {
	testenv.RealRoot(t)
	testenv.Overlay(t)
	dir := t.TempDir()
	err := testenv.OwnMounts(func() {
		disk := filepath.Join(dir, "disk")
		if err := unix.Mount("t", dir, "tmpfs", 0, ""); err != nil {
			t.Error(err)
			return
		}
		for _, d := range []string{"lower", "upper", "work", "disk"} {
			if err := os.Mkdir(filepath.Join(dir, d), 0o755); err != nil {
				t.Error(err)
				return
			}
		}
		if err := unix.Mount("o", disk, "overlay", 0, "lowerdir="+dir+"/lower,upperdir="+dir+"/upper,workdir="+dir+"/work"); err != nil {
			t.Error(err)
			return
		}
		t.Setenv(cli.StateEnv, filepath.Join(disk, "state"))
		for _, step := range []struct {
			args []string
			want string
		}{
			{[]string{"run", "--name", "first", "base", "sh", "-c", "echo hi >/hello; rm /etc/motd; mkdir /d; chown 5:6 /d; chmod 700 /d"}, ""},
			{[]string{"diff", "first"}, "A /d\nC /etc\nD /etc/motd\nA /hello\n"},
			{[]string{"commit", "-c", `CMD ["sh","-c","cat /hello; stat -c '%u:%g %a' /d; ls /etc/motd"]`, "first", "made:1"}, "sha256:"},
			{[]string{"run", "--rm", "made:1"}, "hi\n5:6 700\n"},
			{[]string{"run", "--name", "second", "made:1", "sh", "-c", "rm /hello"}, ""},
			{[]string{"diff", "second"}, "D /hello\n"},
			{[]string{"info"}, "Containers: 2\n Running: 0\n Paused: 0\n Stopped: 2\nImages: 2\nStorage: copy\n Why: an overlay cannot write"},
			{[]string{"rm", "first", "second"}, "first\nsecond\n"},
			{[]string{"rmi", "made:1"}, "Untagged: made:1\nDeleted: "},
		} {
			out := output(t, container(step.args...))
			if len(step.want) > len(out) || out[:len(step.want)] != step.want {
				t.Errorf("%q: %q, want %q", step.args, out, step.want)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
