//go:build linux

// The container that is entered: namespaces of its own, and lesson 1's chroot in the mount namespace.
// Whoever joins only the namespaces does not come out in its root directory.

package grader

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// containerName is the name under which this program, in the fake host, is the container:
//
//	CONTAINER ROOT CWD COMMAND…
//
// It starts itself once more in the namespaces, with the further argument insideArg in front.
const (
	containerName = "minicontainer-entered"
	insideArg     = "inside"
)

func init() {
	if filepath.Base(os.Args[0]) != containerName {
		return
	}
	err := runContainer(os.Args[1:])
	os.Stderr.WriteString(containerName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
	os.Exit(125)                                                     //nolint:forbidigo // the container is a program of its own
}

const namespaces = syscall.CLONE_NEWNS | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC | syscall.CLONE_NEWPID | syscall.CLONE_NEWNET | syscall.CLONE_NEWCGROUP

// runContainer returns only when the container has ended.
func runContainer(args []string) error {
	if args[0] == insideArg {
		return becomeContainer(args[1], args[2], args[3:])
	}
	cmd := exec.Command("/proc/self/exe", append([]string{insideArg}, args...)...)
	cmd.Args[0] = containerName
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: namespaces, Pdeathsig: syscall.SIGKILL}
	return errors.Join(cmd.Run(), errors.New("the container has ended"))
}

func becomeContainer(root, cwd string, command []string) error {
	err := errors.Join(
		unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""),
		unix.Mount("proc", root+"/proc", "proc", 0, ""),
		os.WriteFile(root+"/dev/null", nil, 0o644),
		unix.Mount("/dev/null", root+"/dev/null", "", unix.MS_BIND, ""),
		unix.Unmount("/proc", unix.MNT_DETACH), // the host's: no container has it
		unix.Sethostname([]byte("entered")),
		unix.Chroot(root),
		os.Chdir(cwd),
	)
	if err != nil {
		return err
	}
	return unix.Exec(command[0], command, os.Environ())
}

// container is a running one, as the judge sees it.
type container struct {
	first   fakehost.Process
	host    fakehost.Process
	root    string // in the fake host
	cwd     string // inside
	word    string // in /etc/motd, and as WORD in the environment
	process *fakehost.Running
}

func startContainer(b *grade.Bench) container {
	c := container{host: b.Host.First(), root: b.BaseRoot("R"), word: b.Token()}
	c.cwd = "/srv/" + b.Token()
	b.Dir("R" + c.cwd)
	b.Write(c.root+"/etc/motd", c.word+"\n", 0o644)
	if err := os.Symlink("minibox", b.Path(fakehost.Tools+"/"+containerName)); err != nil {
		panic(err) // of the bench: no verdict
	}
	sentinel := b.Sentinel()
	c.process = b.Start(fakehost.Command{
		Args: append([]string{fakehost.Tools + "/" + containerName, c.root, c.cwd}, sentinel...),
		Env:  []string{"PATH=/bin", "WORD=" + c.word},
	})
	var found bool
	if c.first, found = b.Await(c.process, sentinel); !found {
		panic("no container: " + grade.Said(c.process)) // as above
	}
	return c
}

// pid is the number of the container's first process in the fake host.
func (c container) pid() string {
	numbers := strings.Fields(c.first.Status("NSpid"))
	return numbers[len(numbers)-2]
}

func (c container) path(name string) string { return fmt.Sprintf("/proc/%d/%s", c.first.Pid, name) }
