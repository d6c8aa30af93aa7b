package doctor

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
)

// unshare is an independent hand: util-linux makes the namespaces, sh the attempt.
func unshare(t *testing.T, flags, script string) bool {
	t.Helper()
	tool, err := exec.LookPath("unshare")
	if err != nil {
		t.Skip("no unshare command to compare with")
	}
	args := strings.Fields(flags)
	if os.Geteuid() != 0 {
		args = append([]string{"-Ur"}, args...)
	}
	output, err := exec.Command(tool, append(args, "sh", "-ec", script)...).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if err != nil {
		t.Logf("unshare %s: %v: %s", flags, err, output)
	}
	return err == nil
}

func TestProbesAgreeWithUnshare(t *testing.T) {
	f := Gather()
	world := f.Namespaces
	const tmpfs = "mount -t tmpfs none /tmp; cd /tmp; mkdir l u w m; mount -t overlay -o lowerdir=l,upperdir=u,workdir=w%s o m; "
	userxattr := ""
	if os.Geteuid() != 0 {
		userxattr = ",userxattr"
	}
	overlay := strings.Replace(tmpfs, "%s", userxattr, 1)
	nested := overlay + strings.Replace("cd m; mkdir l u w m; mount -t overlay -o lowerdir=l,upperdir=u,workdir=w%s o m", "%s", userxattr, 1)
	for _, c := range []struct {
		name          string
		trial         Trial
		flags, script string
		needs         string
	}{
		{"namespaces", world, "-m -p -f -u -i", "mount -t proc proc /proc", "mount"},
		{"overlay", f.Overlay, "-m", overlay + "touch m/x; test -e u/x", "mount"},
		{"overlay-on-overlay", f.NestedOverlay, "-m", nested, "mount"},
		{"bridge", f.Bridge, "-n", "ip link add b0 type bridge", "ip"},
		{"veth", f.Veth, "-n", "ip link add v0 type veth peer name v1", "ip"},
		{"nftables", f.NFTables, "-n", "nft add table ip t; nft add chain ip t c '{ type nat hook postrouting priority 100; }'", "nft"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := exec.LookPath(c.needs); err != nil {
				t.Skipf("no %s command to compare with", c.needs)
			}
			if want := unshare(t, c.flags, c.script); c.trial.OK != want {
				t.Errorf("doctor says %+v, unshare says %v", c.trial, want)
			}
		})
	}
}

func TestGatherLeavesNothingBehind(t *testing.T) {
	before := surfaces(t)
	Gather()
	if after := surfaces(t); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	if _, err := unix.Wait4(-1, nil, unix.WNOHANG, nil); !errors.Is(err, unix.ECHILD) {
		t.Errorf("children are left: %v", err)
	}
}

// surfaces is what a probe could have left: mounts in our namespace, interfaces.
func surfaces(t *testing.T) string {
	t.Helper()
	links, err := filepath.Glob("/sys/class/net/probe*")
	if err != nil {
		t.Fatal(err)
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	return string(mounts) + strings.Join(links, "\n")
}

func TestGatherKnowsThisMachine(t *testing.T) {
	f := Gather()
	uname, err := exec.Command("uname", "-r").Output()
	if err != nil {
		t.Fatal(err)
	}
	if f.KernelText != strings.TrimSpace(string(uname)) || f.Kernel.Major == 0 {
		t.Errorf("kernel %q %v, uname says %q", f.KernelText, f.Kernel, uname)
	}
	if f.UID != os.Getuid() || f.KernelBits != 64 || f.MemoryFree == 0 || f.DiskFree == 0 || time.Since(f.Now) > time.Minute {
		t.Errorf("facts are incomplete: %+v", f)
	}
}

// addHangingProbe adds a probe that never answers: its child waits for a signal.
func addHangingProbe() {
	probes = append(probes, probe{name: "hang", attempt: unix.Pause})
}

func TestProbeThatHangsIsGivenUp(t *testing.T) {
	if got := tryFor(probe{name: "hang"}, false, time.Millisecond*50); got.OK || !strings.Contains(got.Cause, "no answer") {
		t.Errorf("got %+v", got)
	}
}

// What doctor says of image files is what `minicontainer info` says.
func TestImageFilesAreJudgedAsInfoDoes(t *testing.T) {
	storage, err := engine.New(t.TempDir()).Storage()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("MINICONTAINER_ROOT", filepath.Join(t.TempDir(), "not", "made"))
	var f Facts
	gatherStorage(&f)
	if (f.NoOverlay != "") != (storage.How == "copy") {
		t.Errorf("doctor: %q; info: %+v", f.NoOverlay, storage)
	}
	if _, err := os.Stat(f.StateDir); err == nil {
		t.Errorf("%s has been made", f.StateDir)
	}
	for reason, word := range noOverlay {
		said := judgeImageFiles(Facts{NoOverlay: word}).Found.In(say.English)
		if !strings.Contains(said, string(reason)) {
			t.Errorf("doctor: %q; info: %q", said, reason)
		}
	}
}
