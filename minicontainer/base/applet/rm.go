package applet

// rm removes a tree by directory descriptors, never by paths: each step opens
// one name without following a link. Were it to walk by path, somebody who can
// write in the tree could put a link to /etc where a directory was just seen,
// and have root empty /etc. Source: openat(2), unlinkat(2).

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

var rmCommand = command{
	name: "rm", usage: "[-rfi] FILE...", short: "remove files and trees",
	options: "rRfiv", long: "recursive=r force=f interactive=i verbose=v", run: runRm,
}

func runRm(c *call) error {
	if len(c.operands) == 0 && !c.has("f") {
		return usagef("no file given")
	}
	for _, name := range c.operands {
		if err := c.removeOperand(name); err != nil {
			c.warn(err)
		}
	}
	return nil
}

func (c *call) removeOperand(name string) error {
	trimmed := strings.TrimRight(name, "/")
	base := filepath.Base(trimmed)
	if name != "" && filepath.Clean(name) == "/" {
		return errors.New("remove /: refused, it is the whole system")
	}
	if base == "." && name != "" || base == ".." {
		return fmt.Errorf("remove %s: refused, it is this directory or the one above", name)
	}
	err := c.remove(unix.AT_FDCWD, trimmed, trimmed)
	if c.has("f") && errors.Is(err, unix.ENOENT) {
		return nil
	}
	return err
}

// remove unlinks name in the directory open as dir. path is for the messages.
func (c *call) remove(dir int, name, path string) error {
	var st unix.Stat_t
	if err := unix.Fstatat(dir, name, &st, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return fmt.Errorf("remove %s: %w", path, err)
	}
	if st.Mode&unix.S_IFMT == unix.S_IFDIR {
		return c.removeDirectory(dir, name, path)
	}
	if c.last("i", "f") == "i" && !confirm("remove %s?", path) {
		return nil
	}
	return c.unlink(dir, name, path, 0)
}

func (c *call) unlink(dir int, name, path string, flags int) error {
	if err := unix.Unlinkat(dir, name, flags); err != nil {
		return fmt.Errorf("remove %s: %w", path, err)
	}
	if c.has("v") {
		c.printf("removed '%s'\n", path)
	}
	return nil
}

func (c *call) removeDirectory(dir int, name, path string) error {
	if !c.has("r") && !c.has("R") {
		return fmt.Errorf("remove %s: %w", path, unix.EISDIR)
	}
	if c.last("i", "f") == "i" && !confirm("descend into directory %s?", path) {
		return nil
	}
	if err := c.emptyDirectory(dir, name, path); err != nil {
		return err
	}
	if c.last("i", "f") == "i" && !confirm("remove directory %s?", path) {
		return nil
	}
	return c.unlink(dir, name, path, unix.AT_REMOVEDIR)
}

func (c *call) emptyDirectory(dir int, name, path string) error {
	fd, err := unix.Openat(dir, name, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	directory := os.NewFile(uintptr(fd), path)
	defer directory.Close()
	names, err := directory.Readdirnames(-1)
	if err != nil {
		return err
	}
	for _, child := range names {
		if err := c.remove(fd, child, path+"/"+child); err != nil {
			c.warn(err)
		}
	}
	return nil
}

// confirm asks on the terminal. Anything but a y is a no.
func confirm(format string, args ...any) bool {
	fmt.Fprintf(os.Stderr, format+" ", args...)
	answer := false
	for first, b := true, make([]byte, 1); ; first = false { // a byte at a time: the rest of the input is not ours
		if n, err := os.Stdin.Read(b); n == 0 || err != nil || b[0] == '\n' {
			return answer
		}
		if first {
			answer = b[0] == 'y' || b[0] == 'Y'
		}
	}
}
