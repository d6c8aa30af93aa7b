//go:build linux

// A container that tells what it is told.

package grader

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// boxName is the name under which this program, in the fake host, is a container:
//
//	BOX host                      tells what is seen outside
//	BOX run DIR,DIR… ROOT         joins the groups, and tells what is seen in namespaces of its own, with the root directory ROOT
//	BOX inside ROOT               the second half of it
const boxName = "minicontainer-told"

// foreignFile is the program for another processor, in the root directory.
const foreignFile = "/bin/foreign"

func init() {
	if filepath.Base(os.Args[0]) != boxName || len(os.Args) < 2 {
		return
	}
	if err := box(os.Args[1], os.Args[2:]); err != nil {
		os.Stderr.WriteString(boxName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
		os.Exit(1)                                                 //nolint:forbidigo // the container is a program of its own
	}
	os.Exit(0) //nolint:forbidigo // as above
}

func box(act string, args []string) error {
	switch {
	case act == "host":
		return tell()
	case act == "run" && len(args) == 2:
		return errors.Join(join(args[0]), again(args[1]))
	case act == "inside" && len(args) == 1:
		return errors.Join(enter(args[0]), tell())
	}
	return errors.New("no act " + act)
}

// join enters the groups; "" is none.
func join(dirs string) error {
	for _, dir := range strings.Split(dirs, ",") {
		if dir == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, "cgroup.procs"), []byte("0"), 0); err != nil {
			return err
		}
	}
	return nil
}

// again starts this program once more, in new namespaces.
func again(root string) error {
	cmd := exec.Command("/proc/self/exe", "inside", root)
	cmd.Args[0] = boxName
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC | unix.CLONE_NEWNET,
		Pdeathsig:  syscall.SIGKILL,
	}
	return cmd.Run()
}

// enter makes the root directory the container's, with a /proc of its own.
func enter(root string) error {
	return errors.Join(
		unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""),
		unix.Mount("proc", filepath.Join(root, "proc"), "proc", 0, ""),
		unix.Sethostname([]byte("container")),
		unix.Chroot(root), os.Chdir("/"),
	)
}

// tell prints a line for each thing: its name, and what is found here.
func tell() error {
	var name unix.Utsname
	if err := unix.Uname(&name); err != nil {
		return err
	}
	for _, line := range []struct{ name, seen string }{
		{"boot-id", content("/proc/sys/kernel/random/boot_id")},
		{"release", unix.ByteSliceToString(name.Release[:])},
		{"uptime", content("/proc/uptime")},
		{"first", content("/proc/1/stat")},
		{"memory", firstLine("/proc/meminfo")},
		{"processors", fmt.Sprint(runtime.NumCPU())},
		{"foreign", execute(foreignFile)},
		{"native", execute("/bin/true")},
	} {
		if _, err := os.Stdout.WriteString(line.name + "=" + line.seen + "\n"); err != nil {
			return err
		}
	}
	return nil
}

func content(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(text))
}

func firstLine(path string) string {
	line, _, _ := strings.Cut(content(path), "\n")
	return line
}

// execute is "runs", or the error's own name.
func execute(path string) string {
	cmd := exec.Command(path)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr // /dev is empty
	err := cmd.Run()
	var no syscall.Errno
	if errors.As(err, &no) {
		return strings.ToLower(unix.ErrnoName(no))
	}
	return "runs"
}
