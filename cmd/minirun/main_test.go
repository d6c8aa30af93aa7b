//go:build linux

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestMain(m *testing.M) {
	base.RunIfApplet()
	if filepath.Base(os.Args[0]) == "minirun" {
		main()
	}
	os.Exit(testenv.Main(m))
}

// bundle makes one whose root is the base image.
func bundle(t *testing.T, change func(*specs.Spec)) string {
	t.Helper()
	image, err := base.Open(filepath.Join(t.TempDir(), "state"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { image.Close() }) //nolint:errcheck // only a lock was held
	dir := t.TempDir()
	if err := exec.Command("cp", "-a", image.Root, filepath.Join(dir, "rootfs")).Run(); err != nil {
		t.Fatal(err)
	}
	s := oci.Default(oci.Choices{Root: "rootfs", Users: namespace.OfCaller(), NoTTYGroup: !syscalls.GroupExists(5)})
	s.Hostname = "bundle"
	s.Process.Env = []string{"PATH=/bin"}
	s.Process.Args = []string{"sh", "-c", "hostname; ps -o pid,args; exit 3"}
	if change != nil {
		change(s)
	}
	if err := oci.Save(dir, s); err != nil {
		t.Fatal(err)
	}
	return dir
}

// minirun runs one command of it, with states of its own: the default directory is for root of the machine.
func minirun(t *testing.T, args ...string) (output string, status int) {
	t.Helper()
	cmd := exec.Command("/proc/self/exe", append([]string{"--root", filepath.Join(t.TempDir(), "state")}, args...)...)
	cmd.Args[0] = "minirun"
	out, _ := cmd.CombinedOutput() //nolint:errcheck // the status is returned
	return string(out), cmd.ProcessState.ExitCode()
}

func TestRunCarriesOutABundle(t *testing.T) {
	testenv.Root(t)
	out, status := minirun(t, "run", "-b", bundle(t, nil), "x")
	if !strings.HasPrefix(out, "bundle\n") || strings.Count(out, "\n") != 4 || status != 3 {
		t.Errorf("status %d, output %q", status, out)
	}
}

// The bundle that we write and run is one that the others run.
func TestOtherRuntimesRunTheSameBundle(t *testing.T) {
	testenv.RealRoot(t)
	dir := bundle(t, func(s *specs.Spec) { s.Process.Args = []string{"sh", "-c", "hostname; id -u; ls /; exit 3"} })
	want, _ := minirun(t, "run", "-b", dir, "x")
	for _, name := range []string{"runc", "crun"} {
		peer := testenv.Peer(t, name)
		// crun refuses a cgroup2 tree below cgroup v1 ones, so it gets a mount
		// namespace without it.
		script := `if grep -q ' /sys/fs/cgroup/unified ' /proc/self/mountinfo; then umount /sys/fs/cgroup/unified; fi; exec "$@"`
		cmd := exec.Command("unshare", "-m", "--propagation", "private", "sh", "-c", script, "sh",
			peer, "--root", filepath.Join(t.TempDir(), "state"), "run", "-b", dir, "minirun-test-"+name)
		out, _ := cmd.CombinedOutput() //nolint:errcheck // the status is compared
		if string(out) != want || cmd.ProcessState.ExitCode() != 3 {
			t.Errorf("%s: status %d, output %q, want %q", name, cmd.ProcessState.ExitCode(), out, want)
		}
	}
}

func TestABadBundleIsRefused(t *testing.T) {
	testenv.Kernel(t)
	empty := t.TempDir()
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "config.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		dir, id, want string
	}{
		"no config":        {empty, "x", "config.json: no such file"},
		"broken config":    {broken, "x", "unexpected end of JSON"},
		"an id that walks": {empty, "../x", "only letters"},
		"dots":             {empty, "..", "not a name"},
		"unsupported": {bundle(t, func(s *specs.Spec) { s.Process.ApparmorProfile = "x" }), "x",
			"read spec: process.apparmorProfile: asked for, but not carried out"},
	} {
		out, status := minirun(t, "run", "-b", tc.dir, tc.id)
		if status != exitFailed || !strings.Contains(out, tc.want) || strings.Count(out, "\n") != 1 {
			t.Errorf("%s: status %d, output %q, want one line with %q", name, status, out, tc.want)
		}
	}
}

func TestSpecWritesABundlesConfigOnce(t *testing.T) {
	dir := t.TempDir()
	if out, status := minirun(t, "spec", "-b", dir); status != 0 {
		t.Fatalf("status %d: %s", status, out)
	}
	text, err := os.ReadFile(filepath.Join(dir, "config.json"))
	if err != nil {
		t.Fatal(err)
	}
	var s specs.Spec
	if err := json.Unmarshal(text, &s); err != nil || s.Root.Path != "rootfs" || s.Version != oci.Version {
		t.Errorf("wrote %s, %v", text, err)
	}
	if out, status := minirun(t, "spec", "-b", dir); status != exitFailed || !strings.Contains(out, "it is there already") {
		t.Errorf("a second time: status %d: %s", status, out)
	}
}
