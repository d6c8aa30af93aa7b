package applet

// The mounts of our mount namespace as the kernel lists them, and umount.
// Source: proc(5), umount(2).

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

var umountCommand = command{
	name: "umount", usage: "[-flR] DIR...", short: "unmount file systems",
	options: "flRnr", long: "force=f lazy=l recursive=R", run: runUmount,
}

// A mountEntry is one line of /proc/self/mounts.
type mountEntry struct{ source, target, fstype, options string }

func mounts() ([]mountEntry, error) {
	content, err := os.ReadFile("/proc/self/mounts")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoProc
	} else if err != nil {
		return nil, err
	}
	var list []mountEntry
	for _, line := range strings.Split(string(content), "\n") {
		if field := strings.Fields(line); len(field) >= 4 {
			list = append(list, mountEntry{unescapeMount(field[0]), unescapeMount(field[1]), field[2], field[3]})
		}
	}
	return list, nil
}

// unescapeMount undoes what the kernel does to blanks, tabs, newlines and
// backslashes in names: each is a backslash and three octal digits.
func unescapeMount(s string) string {
	text, _ := unescape(s, octalPlain)
	return text
}

func (c *call) listMounts() error {
	list, err := mounts()
	if err != nil {
		return err
	}
	wanted, filtered := c.value("t")
	for _, m := range list {
		if !filtered || slices.Contains(strings.Split(wanted, ","), m.fstype) {
			c.printf("%s on %s type %s (%s)\n", m.source, m.target, m.fstype, m.options)
		}
	}
	return nil
}

func runUmount(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no directory given")
	}
	flags := 0
	if c.has("l") {
		flags |= unix.MNT_DETACH
	}
	if c.has("f") {
		flags |= unix.MNT_FORCE
	}
	for _, target := range c.operands {
		if err := c.umount(target, flags); err != nil {
			c.warn(err)
		}
	}
	return nil
}

func (c *call) umount(target string, flags int) error {
	if !c.has("R") {
		return umountOne(target, flags)
	}
	list, err := mounts()
	if err != nil {
		return err
	}
	slices.Reverse(list) // what was mounted last lies on top
	for _, m := range list {
		if m.target == target || strings.HasPrefix(m.target, strings.TrimRight(target, "/")+"/") {
			if err := umountOne(m.target, flags); err != nil {
				return err
			}
		}
	}
	return nil
}

func umountOne(target string, flags int) error {
	if err := unix.Unmount(target, flags); err != nil {
		return fmt.Errorf("unmount %s: %w", target, err)
	}
	return nil
}
