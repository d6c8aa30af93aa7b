//go:build linux

// A container in a container: the machine is then one whose control groups begin with somebody else's, are
// read-only, and hold processes.

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
)

// modestHog takes more than it may have, and no longer than it must on an emulated processor.
const modestHog = "head -c 100m /dev/zero | tail -c 100m >/dev/null"

// straining are containers that go to their limit, with what is printed if that holds.
var straining = []struct{ flag, command, held string }{
	{"memory", "-m 64m --memory-swap 64m base sh -c '" + modestHog + "'",
		`(?s)killed, as the container had used up its 64MiB of memory.*status 137\n$`},
	{"pids-limit", "--pids-limit 20 base sh -c 'for i in $(seq 30); do sleep 30 & done'",
		`resource temporarily unavailable|errno=11`},
	{"cpus", "--cpus 0.5 base sh -c 'for i in $(seq 500); do " +
		"cat /sys/fs/cgroup/cpu.stat /sys/fs/cgroup/cpu*/cpu.stat 2>&1 | grep \"nr_throttled [1-9]\" && exit; done'",
		`nr_throttled [1-9]`},
}

// Parts of what a shell in the outer container is told.
const (
	// asCommand gives the base image's only program its other name.
	asCommand = "ln -s minibox /bin/minicontainer\n"
	// asHinted makes limits possible in the way that the hint of an error says.
	asHinted = "minicontainer run --rm -m 64m base true 2>/told && echo allowed || cat /told\n" +
		"eval \"$(sed -n 's/^hint: .* as in most containers: //p' /told)\"\n"
)

// strain is the script that runs the straining containers.
func strain() string {
	script := "exec 2>&1\n"
	for _, s := range straining {
		script += fmt.Sprintf("echo '=== %s'\nminicontainer run --rm %s\necho status $?\n", s.flag, s.command)
	}
	return script
}

// refusal is an error that names the place that is missing, and why.
var refusal = regexp.MustCompile(`set --\S+: this limit cannot be set here: version [12]: /\S+ (is mounted read-only|may not be written|has |holds )`)

// judge demands of each limit that it held, or, where that is enough, that its error says what is missing.
func judge(t *testing.T, output string, toldIsEnough bool) {
	t.Helper()
	for _, s := range straining {
		_, text, _ := strings.Cut(output, "=== "+s.flag+"\n")
		text, _, _ = strings.Cut(text, "=== ")
		switch reason := refusal.FindString(text); {
		case regexp.MustCompile(s.held).MatchString(text):
			t.Logf("--%s holds", s.flag)
		case toldIsEnough && reason != "":
			t.Logf("--%s is refused, with the reason: %s", s.flag, reason)
		default:
			t.Errorf("--%s neither holds nor is refused with the reason:\n%s\nof\n%s", s.flag, text, output)
		}
	}
}

// podman runs a script as the first process of a podman container whose root is our base image. All that podman
// keeps is in a directory of the test's, its mounts are in a namespace of their own, and its control
// groups below one that is removed.
func podman(t *testing.T, script string, flags ...string) string {
	t.Helper()
	testenv.RealRoot(t)
	program, runc := testenv.Peer(t, "podman"), testenv.Peer(t, "runc") // crun refuses hosts with both versions
	image, err := base.Open(newState(t))
	if err != nil {
		t.Fatal(err)
	}
	defer image.Close()
	const at = "/mnt" // where it sees the directory: its paths may not be longer than 50 bytes
	dir, env := t.TempDir(), os.Environ()
	for name, text := range map[string]string{
		"CONTAINERS_CONF":         "[engine]\nlock_type = \"file\"\n", // the other type is a file of the machine's
		"CONTAINERS_STORAGE_CONF": fmt.Sprintf("[storage]\ndriver = \"overlay\"\nrunroot = %q\ngraphroot = %q\n", at+"/run", at+"/root"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		env = append(env, name+"="+at+"/"+name)
	}
	group := fmt.Sprintf("minicontainer-podman-%d", os.Getpid())
	defer removeGroups(t, group)
	args := []string{"--mount", "--propagation", "private", "sh", "-c", `mount --bind "$0" ` + at + ` && exec "$@"`, dir,
		program, "--root", at + "/root", "--runroot", at + "/run", "--tmpdir", at + "/tmp", "--runtime", runc, "--runtime-flag", "root=" + at + "/runc",
		"--cgroup-manager", "cgroupfs", "--events-backend", "none", "run", "--rm", "--network", "none", "--cgroup-parent", "/" + group,
		// Not more than the machine has: to raise a limit takes a capability that root may lack.
		"--ulimit", "nofile=1024:4096", "--ulimit", "nproc=4096:4096"}
	args = append(append(args, flags...), "--rootfs", image.Root+":O", "sh", "-c", asCommand+script)
	cmd := exec.Command(testenv.Peer(t, "unshare"), args...)
	cmd.Env = append(env, "HOME="+at, "XDG_RUNTIME_DIR="+at, "TMPDIR="+at)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("podman: %v: %s", err, out)
	}
	return string(out)
}

// removeGroups removes a group in all trees, with those below it.
func removeGroups(t *testing.T, path string) {
	t.Helper()
	g, err := cgroup.Find(path)
	if err == nil {
		err = g.Remove()
	}
	if err != nil {
		t.Error(err)
	}
}

func TestLimitsInAPrivilegedContainerOfPodman(t *testing.T) {
	judge(t, podman(t, strain(), "--privileged"), true)
}

// TestLimitsWhereAnotherRuntimeHasMountedGroupsReadOnly: as on Play with Docker, and wherever a container
// has capabilities, but is not told to be privileged.
func TestLimitsWhereAnotherRuntimeHasMountedGroupsReadOnly(t *testing.T) {
	out := podman(t, asHinted+strain(), "--cap-add", "SYS_ADMIN,NET_ADMIN", "--security-opt", "seccomp=unconfined", "--security-opt", "unmask=ALL")
	if !strings.Contains(out, "allowed\n") && !strings.Contains(out, "is mounted read-only") {
		t.Errorf("before anything is done about it:\n%s", out)
	}
	judge(t, out, true)
}

// TestLimitsInOurOwnContainer: the groups of a container of ours are read-only, too, and hold its processes.
func TestLimitsInOurOwnContainer(t *testing.T) {
	limitable(t)
	state := "cat /sys/fs/cgroup/cgroup.subtree_control; echo; wc -l </sys/fs/cgroup/inner/cgroup.procs\n"
	cmd := container("run", "--rm", "--cap-add", "ALL", "--security-opt", "seccomp=unconfined", "base", "sh", "-c", asCommand+asHinted+strain()+"echo '=== state'\n"+state)
	out, _ := cmd.CombinedOutput() //nolint:errcheck // the output tells
	if !strings.Contains(string(out), "is mounted read-only") {
		t.Errorf("before anything is done about it:\n%s", out)
	}
	judge(t, string(out), false)
	if _, state, _ := strings.Cut(string(out), "=== state\n"); vmtest.Inside() && !regexp.MustCompile(`(?s)cpu.*memory.*pids.*\n[1-9]`).MatchString(state) {
		t.Errorf("the group hands down, and its processes are in a leaf: %s", state)
	}
}

// TestLimitsInAGroupNamespaceWithTheOldMounts: there our own group has no name.
func TestLimitsInAGroupNamespaceWithTheOldMounts(t *testing.T) {
	limitable(t)
	cmd := container("run", "--rm", "-m", "64m", "--memory-swap", "64m", "base", "sh", "-c", modestHog)
	cmd = exec.Command("unshare", append([]string{"--cgroup", cmd.Path}, cmd.Args[1:]...)...)
	out, _ := cmd.CombinedOutput() //nolint:errcheck // the output tells
	if !strings.Contains(string(out), "used up its 64MiB of memory") {
		t.Errorf("the hog: %s", out)
	}
}

func TestNestedOnAPureV2Host(t *testing.T) {
	vmtest.Run(t, vmtest.Options{Tests: "^TestLimitsIn(OurOwnContainer|AGroupNamespaceWithTheOldMounts)$"})
}
