//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

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
	return minirunAt(filepath.Join(t.TempDir(), "state"), args...)
}

// minirunAt runs one command of several on the same containers.
func minirunAt(state string, args ...string) (output string, status int) {
	cmd := exec.Command("/proc/self/exe", append([]string{"--root", state}, args...)...)
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
		"a policy that is none": {bundle(t, func(s *specs.Spec) { s.Process.Scheduler = &specs.Scheduler{Policy: "SCHED_X"} }), "x",
			`process.scheduler.policy: "SCHED_X" is unknown`},
		"processors that are none": {bundle(t, func(s *specs.Spec) { s.Process.ExecCPUAffinity = &specs.CPUAffinity{Initial: "3-1"} }), "x",
			`process.execCPUAffinity: "3-1" is no list of processors`},
		"owners of no bind mount": {bundle(t, func(s *specs.Spec) { s.Mounts[0].Options = append(s.Mounts[0].Options, "idmap") }), "x",
			"read spec: mounts.uidMappings: they, and mounts.gidMappings, are for bind mounts"},
		"unsupported": {bundle(t, func(s *specs.Spec) { s.Process.ApparmorProfile = "x" }), "x",
			"read spec: process.apparmorProfile: asked for, but not carried out"},
	} {
		out, status := minirun(t, "run", "-b", tc.dir, tc.id)
		if status != exitFailed || !strings.Contains(out, tc.want) || strings.Count(out, "\n") != 1 {
			t.Errorf("%s: status %d, output %q, want one line with %q", name, status, out, tc.want)
		}
	}
}

// The container's files may belong to others than the host's: to those that the mount maps, or that the container maps.
func TestAMountsOwnersAreMapped(t *testing.T) {
	testenv.RealRoot(t)
	one := func(inside, outside uint32) []specs.LinuxIDMapping {
		return []specs.LinuxIDMapping{{ContainerID: inside, HostID: outside, Size: 1}}
	}
	for name, c := range map[string]struct {
		change func(s *specs.Spec, m *specs.Mount)
		shown  string // owner of the file that is there
		stored int    // of the one that root of the container makes; -1 if it cannot
	}{
		"by the mount": {func(_ *specs.Spec, m *specs.Mount) {
			m.UIDMappings, m.GIDMappings = one(5000, 0), one(5000, 0)
			m.Options = []string{"bind", "idmap"}
		}, "0:0", 5000},
		"read-only with what is below": {func(_ *specs.Spec, m *specs.Mount) {
			m.UIDMappings, m.GIDMappings = one(5000, 1234), one(5000, 4321)
			m.Options = []string{"rbind", "ridmap", "ro"}
		}, "1234:4321", -1},
		"by the container": {func(s *specs.Spec, m *specs.Mount) {
			s.Linux.Namespaces = append(s.Linux.Namespaces, specs.LinuxNamespace{Type: specs.UserNamespace})
			s.Linux.UIDMappings, s.Linux.GIDMappings = []specs.LinuxIDMapping{{HostID: 100000, Size: 6000}}, []specs.LinuxIDMapping{{HostID: 200000, Size: 6000}}
			m.Options = []string{"bind", "idmap"}
		}, "5000:5000", 0},
	} {
		t.Run(name, func(t *testing.T) {
			volume := t.TempDir()
			if err := errors.Join(os.WriteFile(filepath.Join(volume, "there"), nil, 0o600), os.Chown(filepath.Join(volume, "there"), 5000, 5000), os.Chown(volume, 5000, 5000)); err != nil {
				t.Fatal(err)
			}
			dir := bundle(t, func(s *specs.Spec) {
				m := specs.Mount{Destination: "/volume", Source: volume}
				c.change(s, &m)
				s.Mounts = append(s.Mounts, m)
				s.Process.Args = []string{"sh", "-c", "stat -c %u:%g /volume/there; touch /volume/made || true"}
			})
			if err := os.Mkdir(filepath.Join(dir, "rootfs/volume"), 0o755); err != nil { // which root of another user namespace may not
				t.Fatal(err)
			}
			testenv.Passable(t, dir)
			testenv.Passable(t, volume)
			out, status := minirun(t, "run", "-b", dir, "x")
			if status != 0 || !strings.HasPrefix(out, c.shown+"\n") {
				t.Errorf("status %d: %s, want %s", status, out, c.shown)
			}
			var st syscall.Stat_t
			stored := -1
			if err := syscall.Stat(filepath.Join(volume, "made"), &st); err == nil {
				stored = int(st.Uid)
			}
			if stored != c.stored {
				t.Errorf("stored is %d, want %d", stored, c.stored)
			}
		})
	}
}

// What the kernel shows of a container's process and of a further one: its place among others at the processor and the disk.
func TestAProcessIsScheduledAsItsSpecSays(t *testing.T) {
	testenv.RealRoot(t)
	const show = `cut -d" " -f19,41 /proc/self/stat; grep Cpus_allowed_list /proc/self/status`
	dir := bundle(t, func(s *specs.Spec) {
		s.Process.Args = []string{"sh", "-c", show + "; : >/shown; exec sleep 1000"}
		s.Process.Scheduler = &specs.Scheduler{Policy: specs.SchedBatch, Nice: 7}
		s.Process.IOPriority = &specs.LinuxIOPriority{Class: specs.IOPRIO_CLASS_BE, Priority: 6}
		s.Process.ExecCPUAffinity = &specs.CPUAffinity{Final: "0"}
	})
	state := filepath.Join(t.TempDir(), "state")
	pidFile := filepath.Join(dir, "pid")
	defer minirunAt(state, "delete", "-f", "x")
	cmd := exec.Command("/proc/self/exe", "--root", state, "run", "-d", "--pid-file", pidFile, "-b", dir, "x")
	cmd.Args[0] = "minirun"
	shown, err := os.Create(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer shown.Close()
	cmd.Stdout, cmd.Stderr = shown, shown
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(dir, "rootfs/shown")); err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the container shows nothing")
		}
	}
	text, err := os.ReadFile(shown.Name())
	if err != nil || !strings.HasPrefix(string(text), "7 3\n") { // nice, SCHED_BATCH
		t.Errorf("the first process: %s, %v", text, err)
	}
	number, err := os.ReadFile(pidFile)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(string(number))
	if err != nil {
		t.Fatal(err)
	}
	const whoProcess, bestEffort = 1, 2 << 13
	if value, _, errno := unix.Syscall(unix.SYS_IOPRIO_GET, whoProcess, uintptr(pid), 0); errno != 0 || value != bestEffort|6 {
		t.Errorf("at the disk it is %#x, %v", value, errno)
	}
	out, status := minirunAt(state, "exec", "x", "sh", "-c", show)
	if status != 0 || out != "7 3\nCpus_allowed_list:\t0\n" {
		t.Errorf("a further process, status %d: %s", status, out)
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
