package applet

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

var chmodCommand = command{
	name: "chmod", usage: "[-Rfv] MODE[,MODE]... FILE...", short: "change the permissions of files",
	options: "Rfv", long: "recursive=R verbose=v quiet=f reference:", operand: isMinusMode, run: runChmod,
}

// isMinusMode tells the mode -x from an option.
func isMinusMode(arg string) bool { return strings.Trim(arg[1:], "rwxXst,+-=ugoa") == "" }

func runChmod(c *call) error {
	if len(c.operands) < 2 {
		return usagef("a mode and a file are needed")
	}
	change, err := parseModeChange(c.operands[0])
	if err != nil {
		return usageError{err.Error()}
	}
	for _, name := range c.operands[1:] {
		if err := c.chmodTree(name, change); err != nil {
			c.warn(err)
		}
	}
	return nil
}

func (c *call) chmodTree(name string, change modeChange) error {
	if !c.has("R") {
		return changeMode(name, change)
	}
	walk(name, func(path string, info os.FileInfo, err error) {
		if err == nil && info.Mode()&os.ModeSymlink == 0 { // a link has no mode of its own; what it names may be outside
			err = changeMode(path, change)
		}
		if err != nil {
			c.warn(err)
		}
	})
	return nil
}

func changeMode(path string, change modeChange) error {
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		return fmt.Errorf("stat %s: %w", path, err)
	}
	return chmod(path, change.apply(st.Mode&0o7777, st.Mode&unix.S_IFMT == unix.S_IFDIR))
}

func chmod(path string, mode uint32) error {
	if err := unix.Chmod(path, mode); err != nil {
		return fmt.Errorf("change mode of %s: %w", path, err)
	}
	return nil
}

// currentUmask reads the umask, which umask(2) only tells by setting it.
// /proc/self/status would show it too, but /proc may not be mounted.
func currentUmask() uint32 {
	mask := unix.Umask(0)
	unix.Umask(mask)
	return uint32(mask)
}

var chownCommand = command{
	name: "chown", usage: "[-Rh] USER[:[GROUP]] FILE...", short: "change the owner of files",
	options: "Rhfv", long: "recursive=R no-dereference=h", run: runChown,
}

var chgrpCommand = command{
	name: "chgrp", usage: "[-Rh] GROUP FILE...", short: "change the group of files",
	options: "Rhfv", long: "recursive=R no-dereference=h", run: runChown,
}

func runChown(c *call) error {
	if len(c.operands) < 2 {
		return usagef("an owner and a file are needed")
	}
	who := c.operands[0]
	if c.name == "chgrp" {
		who = ":" + who
	}
	uid, gid, err := parseOwner(who)
	if err != nil {
		return err
	}
	for _, name := range c.operands[1:] {
		if err := c.chownTree(name, uid, gid); err != nil {
			c.warn(err)
		}
	}
	return nil
}

// parseOwner reads USER, USER:GROUP, :GROUP and USER: (the user's own group).
// -1 leaves a half as it is.
func parseOwner(text string) (uid, gid int, err error) {
	a := loadAccounts()
	name, groupName, colon := strings.Cut(text, ":")
	uid, gid = -1, -1
	if name != "" {
		u, err := a.user(name)
		if err != nil {
			return 0, 0, err
		}
		uid = u.uid
		if colon {
			gid = u.gid
		}
	}
	if groupName != "" {
		gid, err = a.gid(groupName)
	}
	return uid, gid, err
}

func (c *call) chownTree(name string, uid, gid int) error {
	change := os.Chown
	if c.has("h") {
		change = os.Lchown
	}
	if !c.has("R") {
		return change(name, uid, gid)
	}
	// In a tree links are changed themselves: what they name may be outside.
	walk(name, func(path string, _ os.FileInfo, err error) {
		if err == nil {
			err = os.Lchown(path, uid, gid)
		}
		if err != nil {
			c.warn(err)
		}
	})
	return nil
}
