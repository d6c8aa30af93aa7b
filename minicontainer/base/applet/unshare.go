package applet

// unshare: a program in new namespaces.
//
// unshare(2) works on the calling thread, so the applet stays on one thread
// from the call to the exec, which makes that thread the process. Two
// namespaces need a child:
//
//	user  the kernel lets only a process with one thread unshare it, and a Go
//	      program has several: the child is made in it by clone(2), and does
//	      all the rest by itself
//	pid   unshare(2) only decides where the next child is born. With --fork the
//	      child gets the namespace by clone(2), is PID 1 there, and mounts
//	      /proc for itself. (Not by unshare: the first child a Go program
//	      starts may be a probe for pidfds, and a PID namespace is dead once
//	      its first process has ended.)
//
// In both cases the child is this applet again. Source: unshare(1), unshare(2).

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

var unshareCommand = command{
	name: "unshare", usage: "[-muinpUCfr] [--mount-proc[=DIR]] [--propagation private|shared|slave|unchanged] [PROG ARGS]",
	short: "run a program in new namespaces", options: "+muinpUCfrR:",
	long:    "mount=m uts=u ipc=i net=n pid=p user=U cgroup=C fork=f map-root-user=r root=R mount-proc:: propagation: kill-child",
	failure: 1, run: runUnshare,
}

type namespaceFlag struct {
	option string
	flag   uintptr
	file   string // under /proc/PID/ns
}

func namespaceFlags() []namespaceFlag {
	return []namespaceFlag{
		{"U", unix.CLONE_NEWUSER, "user"}, {"i", unix.CLONE_NEWIPC, "ipc"}, {"u", unix.CLONE_NEWUTS, "uts"},
		{"n", unix.CLONE_NEWNET, "net"}, {"p", unix.CLONE_NEWPID, "pid"}, {"C", unix.CLONE_NEWCGROUP, "cgroup"},
		{"m", unix.CLONE_NEWNS, "mnt"},
	}
}

func runUnshare(c *call) error {
	if len(c.operands) == 0 {
		c.operands = []string{"/bin/sh"}
	}
	runtime.LockOSThread()
	flags := c.unshareFlags()
	if flags&unix.CLONE_NEWUSER != 0 {
		return c.inUserNamespace()
	}
	if c.has("f") {
		flags &^= unix.CLONE_NEWPID
	}
	if err := unix.Unshare(int(flags)); err != nil {
		return fmt.Errorf("unshare: %w", err)
	}
	if flags&unix.CLONE_NEWNS != 0 {
		if err := c.setPropagation(); err != nil {
			return err
		}
	}
	if c.has("f") {
		return c.forkInto()
	}
	return c.enterAndExec()
}

func (c *call) unshareFlags() uintptr {
	var flags uintptr
	for _, namespace := range namespaceFlags() {
		if c.has(namespace.option) {
			flags |= namespace.flag
		}
	}
	if c.has("r") {
		flags |= unix.CLONE_NEWUSER
	}
	if c.has("mount-proc") && !inside() {
		flags |= unix.CLONE_NEWNS
	}
	return flags
}

// setPropagation keeps mounts made here from showing outside, unless asked
// otherwise: a new mount namespace begins as a copy whose mounts are peers of
// the originals. Source: mount_namespaces(7).
func (c *call) setPropagation() error {
	word, ok := c.value("propagation")
	if !ok {
		word = "private"
	}
	if word == "unchanged" {
		return nil
	}
	flags, ok := propagationOf("r" + word)
	if !ok {
		return usagef("unknown propagation %s", word)
	}
	if err := unix.Mount("none", "/", "", flags, ""); err != nil {
		return fmt.Errorf("make / %s: %w", word, err)
	}
	return nil
}

// forkInto starts the child that is born into the new PID namespace. When it
// has something to set up it is this applet once more, with nothing to unshare.
func (c *call) forkInto() error {
	argv := []string{"unshare"}
	if directory, ok := c.value("mount-proc"); ok {
		argv = append(argv, "--mount-proc="+directory)
	}
	if root, ok := c.value("R"); ok {
		argv = append(argv, "--root="+root)
	}
	if len(argv) > 1 {
		return c.again(append(append(argv, "--"), c.operands...), insideMark, c.bornInside())
	}
	cmd, err := child(c.operands)
	if err != nil {
		return err
	}
	cmd.SysProcAttr = c.withParent(c.bornInside())
	return c.runToEnd(cmd)
}

func (c *call) bornInside() *syscall.SysProcAttr {
	if c.has("p") {
		return &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWPID}
	}
	return &syscall.SysProcAttr{}
}

// withParent has the child killed when we end, if --kill-child asks for it.
func (c *call) withParent(attributes *syscall.SysProcAttr) *syscall.SysProcAttr {
	if c.has("kill-child") {
		attributes.Pdeathsig = syscall.SIGKILL
	}
	return attributes
}

// insideMark in the environment tells the child that the mount namespace it is
// in was made for it. It is taken out before the program starts.
const insideMark = "UNSHARE_INSIDE=1"

func inside() bool { return slices.Contains(os.Environ(), insideMark) }

func (c *call) enterAndExec() error {
	if root, ok := c.value("R"); ok {
		if err := enterRoot(root); err != nil {
			return err
		}
	}
	if directory, ok := c.value("mount-proc"); ok {
		if directory == "" {
			directory = "/proc"
		}
		if err := unix.Mount("proc", directory, "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
			return fmt.Errorf("mount proc on %s: %w", directory, err)
		}
	}
	name, _, _ := strings.Cut(insideMark, "=")
	os.Unsetenv(name)
	return c.execInPlace(c.operands, os.Environ())
}

// inUserNamespace starts this applet again in a new user namespace, with the
// options that are left.
func (c *call) inUserNamespace() error {
	argv := []string{"unshare"}
	for _, opt := range c.given {
		switch {
		case opt.name == "U" || opt.name == "r":
		case opt.name == "kill-child":
			argv = append(argv, "--kill-child")
		case len(opt.name) > 1:
			argv = append(argv, "--"+opt.name+"="+opt.value)
		default:
			argv = append(argv, "-"+opt.name+opt.value)
		}
	}
	argv = append(append(argv, "--"), c.operands...)
	attributes := &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWUSER}
	if c.has("r") {
		attributes.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}}
		attributes.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}}
	}
	return c.again(argv, "", attributes)
}

// again runs this binary as another applet, argv[0], and waits for it.
func (c *call) again(argv []string, environment string, attributes *syscall.SysProcAttr) error {
	self, err := selfPath(os.Args[0])
	if err != nil {
		return err
	}
	cmd := &exec.Cmd{Path: self, Args: argv, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, SysProcAttr: c.withParent(attributes)}
	if environment != "" {
		cmd.Env = append(os.Environ(), environment)
	}
	return c.runToEnd(cmd)
}

// runToEnd waits for a child and ends as it ended. INT and QUIT, which the
// terminal sends to both, are for the child to decide about.
func (c *call) runToEnd(cmd *exec.Cmd) error {
	notify(unix.SIGINT, unix.SIGQUIT)
	if err := cmd.Start(); err != nil {
		return startError(cmd.Args[0], err)
	}
	cmd.Wait() //nolint:errcheck // the state says it all
	return statusError{status: exitStatus(cmd.ProcessState)}
}
