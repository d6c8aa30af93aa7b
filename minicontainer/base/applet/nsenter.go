package applet

import (
	"errors"
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

var nsenterCommand = command{
	name: "nsenter", usage: "-t PID [-muinpCaF] [-r[DIR]] [-w[DIR]] [PROG ARGS]", short: "run a program in the namespaces of a process",
	options: "+t:m::u::i::n::p::C::U::r::w::aF", run: runNsenter,
	long: "target=t mount=m uts=u ipc=i net=n pid=p cgroup=C user=U root=r wd=w all=a no-fork=F",
}

var errUserNamespace = errors.New("setns(2) lets only a process with one thread enter a user namespace, and a Go program has several: use the nsenter of util-linux")

// runNsenter joins on one thread and execs from it. All files are opened first:
// behind the mount namespace /proc is another one.
func runNsenter(c *call) error {
	if c.has("U") {
		return fmt.Errorf("enter user namespace: %w", errUserNamespace)
	}
	if len(c.operands) == 0 {
		c.operands = []string{"/bin/sh"}
	}
	runtime.LockOSThread()
	// A thread that shares its root and working directory with others may not
	// change its mount namespace: setns(2) says EINVAL.
	if err := unix.Unshare(unix.CLONE_FS); err != nil {
		return fmt.Errorf("unshare file system attributes: %w", err)
	}
	joins, err := c.openNamespaces()
	if err != nil {
		return err
	}
	root, err := c.openPlace("r", "root")
	if err != nil {
		return err
	}
	directory, err := c.openPlace("w", "cwd")
	if err != nil {
		return err
	}
	for _, join := range joins {
		if err := unix.Setns(int(join.file.Fd()), int(join.flag)); err != nil {
			return fmt.Errorf("enter %s: %w", join.file.Name(), err)
		}
	}
	if err := enterPlaces(root, directory); err != nil {
		return err
	}
	if !c.joins("p") || c.has("F") {
		return c.execInPlace(c.operands, os.Environ())
	}
	// setns(2) of a PID namespace decides where children are born.
	cmd, err := child(c.operands)
	if err != nil {
		return err
	}
	return c.runToEnd(cmd)
}

type namespaceJoin struct {
	file *os.File
	flag uintptr
}

func (c *call) joins(option string) bool { return c.has(option) || c.has("a") }

func (c *call) openNamespaces() ([]namespaceJoin, error) {
	var joins []namespaceJoin
	for _, namespace := range namespaceFlags() {
		if !c.joins(namespace.option) || namespace.option == "U" {
			continue
		}
		path, _ := c.value(namespace.option)
		if path == "" {
			pid, ok := c.value("t")
			if !ok {
				return nil, usagef("no target process given")
			}
			path = "/proc/" + pid + "/ns/" + namespace.file
		}
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		joins = append(joins, namespaceJoin{file, namespace.flag})
	}
	return joins, nil
}

// openPlace opens a directory that was named, or that of the target.
func (c *call) openPlace(option, link string) (*os.File, error) {
	path, ok := c.value(option)
	if !ok {
		return nil, nil
	}
	if path == "" {
		pid, _ := c.value("t")
		path = "/proc/" + pid + "/" + link
	}
	return os.Open(path)
}

func enterPlaces(root, directory *os.File) error {
	if root != nil {
		if err := root.Chdir(); err != nil {
			return err
		}
		if err := enterRoot("."); err != nil {
			return err
		}
	}
	if directory != nil {
		return directory.Chdir()
	}
	return nil
}
