//go:build linux

// Real engines with this program as their runtime.

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// place is where an engine of a test has its files: below /tmp, as paths of sockets are short, and by a bind mount, as the paths of a
// test's own directory are not.
type place struct {
	t       *testing.T
	dir     string
	runtime string // this program, by a name that it knows itself by
	group   string // a control group for all that the engine makes, without a slash in front
	root    string // a root file system: the base image
}

func newPlace(t *testing.T) place {
	t.Helper()
	testenv.RealRoot(t)
	dir, err := os.MkdirTemp("/tmp", "engine")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	p := place{t: t, dir: dir, runtime: filepath.Join(dir, "minirun"), group: fmt.Sprintf("minirun-test-%d", os.Getpid())}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, p.runtime); err != nil {
		t.Fatal(err)
	}
	image, err := base.Open(filepath.Join(t.TempDir(), "state"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { image.Close() }) //nolint:errcheck // only a lock was held
	p.root = filepath.Join(dir, "rootfs")
	if out, err := exec.Command("cp", "-a", image.Root, p.root).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	t.Cleanup(func() {
		g, err := cgroup.Find(p.group)
		if err == nil {
			err = g.Remove()
		}
		if err != nil {
			t.Error(err)
		}
	})
	return p
}

// write makes a file of the place.
func (p place) write(name, text string) string {
	p.t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// archive is the root file system as a tar.
func (p place) archive() string {
	p.t.Helper()
	path := filepath.Join(p.dir, "root.tar")
	if out, err := exec.Command("tar", "-C", p.root, "-cf", path, ".").CombinedOutput(); err != nil {
		p.t.Fatal(err, string(out))
	}
	return path
}

// daemon starts a program in namespaces of its own that end with the test, and returns when ready succeeds.
func (p place) daemon(ready func() *exec.Cmd, command ...string) {
	t := p.t
	t.Helper()
	words := append([]string{"--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private"}, command...)
	cmd := exec.Command(testenv.Peer(t, "unshare"), words...)
	cmd.Env = append(os.Environ(), "TMPDIR="+p.dir) // a slow one writes its stacks there
	log, err := os.Create(filepath.Join(p.dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()          //nolint:errcheck // how it ends does not matter
	t.Cleanup(func() { cmd.Process.Kill(); <-ended }) //nolint:errcheck // it may have ended
	for deadline := time.Now().Add(time.Minute); ready().Run() != nil; {
		select {
		case <-ended:
		case <-time.After(50 * time.Millisecond):
			if time.Now().Before(deadline) {
				continue
			}
		}
		text, _ := os.ReadFile(log.Name()) //nolint:errcheck // what there is
		t.Fatalf("%s does not answer:\n%s", command[0], text)
	}
}

// mountNamespace starts a process that holds one until the test has ended, for an engine that has no daemon, and returns the
// beginning of a command line that enters it.
func (p place) mountNamespace() []string {
	t := p.t
	t.Helper()
	cmd := exec.Command(testenv.Peer(t, "unshare"), "--mount", "--propagation", "private", "sh", "-c", "mount -t tmpfs shm /dev/shm && echo ready && exec sleep 10000")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() }) //nolint:errcheck // it was killed
	if _, err := out.Read(make([]byte, 6)); err != nil {
		t.Fatal(err)
	}
	return []string{testenv.Peer(t, "nsenter"), fmt.Sprintf("--mount=/proc/%d/ns/mnt", cmd.Process.Pid)}
}

// engine calls an engine's client.
type engine struct {
	t    *testing.T
	call func(args ...string) *exec.Cmd
}

// do expects success, and returns what was printed.
func (e engine) do(args ...string) string {
	e.t.Helper()
	out, err := e.call(args...).CombinedOutput()
	if err != nil {
		e.t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// ends expects an exit status and words in what was printed.
func (e engine) ends(status int, want string, args ...string) {
	e.t.Helper()
	cmd := e.call(args...)
	out, _ := cmd.CombinedOutput() //nolint:errcheck // the status is compared
	if got := cmd.ProcessState.ExitCode(); got != status || !strings.Contains(string(out), want) {
		e.t.Errorf("%s: status %d, want %d; want %q in:\n%s", strings.Join(args, " "), got, status, want, out)
	}
}

// says expects words in what was printed.
func (e engine) says(want string, args ...string) {
	e.t.Helper()
	e.ends(0, want, args...)
}

// typed runs the client on a terminal, with a person who types.
func (e engine) typed(keys string, args ...string) (string, int) {
	e.t.Helper()
	cmd := e.call(args...)
	var words []string
	for _, w := range cmd.Args {
		words = append(words, "'"+strings.ReplaceAll(w, "'", `'\''`)+"'")
	}
	script := exec.Command(testenv.Peer(e.t, "script"), "-qec", strings.Join(words, " "), "/dev/null")
	script.Env, script.Stdin = cmd.Env, strings.NewReader(keys)
	out, _ := script.CombinedOutput() //nolint:errcheck // the status is returned
	return string(out), script.ProcessState.ExitCode()
}

// until waits until a word is printed.
func (e engine) until(word string, args ...string) {
	e.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(e.do(args...), word); {
		if time.Now().After(deadline) {
			e.t.Fatalf("%s has not said %q", strings.Join(args, " "), word)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// polite ends by itself when it is asked to, and says so.
const polite = `trap 'echo bye; exit 3' TERM; echo started; while :; do sleep 0.1; done`

// life drives a container through its life with the command line that docker and podman share.
func (e engine) life(flags ...string) {
	t := e.t
	run := func(more ...string) []string {
		return append(append([]string{"run", "--security-opt", "seccomp=unconfined"}, flags...), more...)
	}
	e.says("hello", run("--rm", "img", "echo", "hello")...)
	e.ends(7, "", run("--rm", "img", "sh", "-c", "exit 7")...)
	e.ends(127, "nosuch", run("--rm", "img", "nosuch")...)
	e.ends(126, "denied", run("--rm", "img", "/etc/passwd")...)
	e.says("1000 1001", run("--rm", "--user", "1000:1001", "img", "sh", "-c", "echo $(id -u) $(id -g)")...)
	e.says("100", run("--rm", "--ulimit", "nofile=100:200", "--ulimit", "nproc=4096:4096", "img", "sh", "-c", "ulimit -n")...)
	e.says("read-only", run("--rm", "--read-only", "img", "sh", "-c", "echo x 2>&1 >/x || :")...)
	e.says("00000000a80425fb", run(append(dockersCapabilities(), "--rm", "img", "cat", "/proc/self/status")...)...)

	e.do(run("-d", "--name", "box", "--memory", "64m", "img", "sh", "-c", polite)...)
	e.until("started", "logs", "box")
	e.says("2", "exec", "box", "sh", "-c", "echo $((1+1))")
	e.ends(9, "", "exec", "box", "sh", "-c", "exit 9")
	e.says("uid=5", "exec", "--user", "5", "box", "id")
	e.do("pause", "box")
	e.says("paused", "inspect", "-f", "{{.State.Status}}", "box")
	e.do("unpause", "box")
	e.do("update", "--memory", "48m", "--memory-swap", "48m", "box")
	e.says("50331648", "exec", "box", "sh", "-c", "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null || :")
	e.says("sleep", "top", "box")
	e.do("stop", "-t", "10", "box")
	e.says("bye", "logs", "box")
	e.says("3", "inspect", "-f", "{{.State.ExitCode}}", "box")
	e.until("exited", "inspect", "-f", "{{.State.Status}}", "box") // podman clears up behind it, in a process of its own
	e.do("start", "box")
	e.do("kill", "box")
	e.says("137", "wait", "box")
	e.do("rm", "box")

	out, status := e.typed("tty; exit 7\n", run("--rm", "-it", "img", "sh")...)
	if !strings.Contains(out, "/dev/pts/0") || status != 7 {
		t.Errorf("on a terminal: status %d\n%s", status, out)
	}
}

// dockersCapabilities are the flags for those that a container of docker's has by default; in the kernel's mask 00000000a80425fb.
func dockersCapabilities() []string {
	flags := []string{"--cap-drop", "ALL"}
	for _, name := range strings.Fields("CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE") {
		flags = append(flags, "--cap-add", name)
	}
	return flags
}

func TestPodmanRunsContainersByMinirun(t *testing.T) {
	p := newPlace(t)
	podman := testenv.Peer(t, "podman")
	// A flag for the runtime is forgotten by the process that clears up (podman 4.3).
	runtime := p.write("runtime", fmt.Sprintf("#!/bin/sh\nexec %s --root %s/state \"$@\"\n", p.runtime, p.dir))
	if err := os.Chmod(runtime, 0o700); err != nil {
		t.Fatal(err)
	}
	env := append(os.Environ(), "HOME="+p.dir, "XDG_RUNTIME_DIR="+p.dir, "TMPDIR="+p.dir,
		"CONTAINERS_CONF="+p.write("containers.conf", "[containers]\ndefault_ulimits = [\"nofile=1024:4096\", \"nproc=4096:4096\"]\n"),
		"CONTAINERS_STORAGE_CONF="+p.write("storage.conf", fmt.Sprintf("[storage]\ndriver = \"overlay\"\nrunroot = %q\ngraphroot = %q\n", p.dir+"/run", p.dir+"/store")))
	inside := p.mountNamespace()
	e := engine{t, func(args ...string) *exec.Cmd {
		cmd := exec.Command(inside[0], append(append(inside[1:len(inside):len(inside)], podman, "--root", p.dir+"/store", "--runroot", p.dir+"/run", "--tmpdir", p.dir+"/tmp",
			"--runtime", runtime, "--cgroup-manager", "cgroupfs", "--events-backend", "file"), args...)...)
		cmd.Env = env
		return cmd
	}}
	defer func() { e.do("rm", "-fa") }()
	e.do("import", "-q", p.archive(), "img")
	e.life("--network", "none", "--cgroup-parent", "/"+p.group)
}

func TestDockerRunsContainersByMinirun(t *testing.T) {
	p := newPlace(t)
	client, daemon := testenv.Peer(t, "docker"), testenv.Peer(t, "dockerd")
	socket := "unix://" + p.dir + "/d.sock"
	e := engine{t, func(args ...string) *exec.Cmd {
		return exec.Command(client, append([]string{"-H", socket}, args...)...)
	}}
	p.daemon(func() *exec.Cmd { return e.call("version") }, daemon, "--data-root", p.dir+"/data", "--exec-root", p.dir+"/exec", "--pidfile", p.dir+"/pid",
		"--host", socket, "--config-file", p.write("empty.json", "{}"), "--bridge", "none", "--iptables=false",
		"--cgroup-parent", "/"+p.group, "--add-runtime", "minirun="+p.runtime)
	e.do("import", p.archive(), "img")
	e.life("--runtime", "minirun", "--network", "none")
}

func TestContainerdRunsContainersByMinirun(t *testing.T) {
	p := newPlace(t)
	client, daemon := testenv.Peer(t, "ctr"), testenv.Peer(t, "containerd")
	socket := p.dir + "/c.sock"
	e := engine{t, func(args ...string) *exec.Cmd {
		return exec.Command(client, append([]string{"-a", socket, "-n", p.group}, args...)...)
	}}
	p.daemon(func() *exec.Cmd { return e.call("version") }, daemon, "-c", p.write("config.toml", fmt.Sprintf(containerdConfig, p.dir+"/root", p.dir+"/state", socket)))
	run := func(more ...string) []string {
		return append([]string{"run", "--runc-binary", p.runtime, "--runc-root", p.dir + "/runc", "--rootfs"}, more...)
	}
	e.says("hello", run("--rm", p.root, "one", "echo", "hello")...)
	e.ends(7, "", run("--rm", p.root, "one", "sh", "-c", "exit 7")...)
	e.ends(1, "executable file not found", run("--rm", p.root, "one", "nosuch")...)
	e.do(run("--detach", p.root, "box", "sleep", "1000")...)
	e.says("RUNNING", "task", "ls")
	e.says("sleep", "task", "exec", "--exec-id", "e1", "box", "ps")
	e.do("task", "pause", "box")
	e.says("PAUSED", "task", "ls")
	e.do("task", "resume", "box")
	e.says("memory.", "task", "metrics", "box")
	e.do("task", "kill", "-s", "KILL", "box")
	e.says("137", "task", "rm", "-f", "box")
	e.do("container", "rm", "box")
	out, status := e.typed("tty; exit 7\n", run("--rm", "-t", p.root, "two", "sh")...)
	if !strings.Contains(out, "/dev/pts/0") || status != 7 {
		t.Errorf("on a terminal: status %d\n%s", status, out)
	}
}

const containerdConfig = `version = 2
root = %q
state = %q
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs", "io.containerd.internal.v1.opt"]
[grpc]
address = %q
`
