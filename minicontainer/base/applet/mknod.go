package applet

import (
	"fmt"

	"golang.org/x/sys/unix"
)

var mknodCommand = command{
	name: "mknod", usage: "[-m MODE] NAME {b|c|u|p} [MAJOR MINOR]", short: "make a device or a FIFO",
	options: "m:", long: "mode=m", run: runMknod,
}

var mkfifoCommand = command{
	name: "mkfifo", usage: "[-m MODE] NAME...", short: "make FIFOs",
	options: "m:", long: "mode=m", run: runMkfifo,
}

func runMknod(c *call) error {
	if len(c.operands) < 2 {
		return usagef("a name and a type are needed")
	}
	name, kind := c.operands[0], uint32(0)
	switch c.operands[1] {
	case "b":
		kind = unix.S_IFBLK
	case "c", "u":
		kind = unix.S_IFCHR
	case "p":
		return c.makeNode(name, unix.S_IFIFO, 0)
	default:
		return usagef("type %q is not one of b, c, u, p", c.operands[1])
	}
	if len(c.operands) != 4 {
		return usagef("a device needs its major and minor number")
	}
	major, err := parseCount(c.operands[2])
	if err != nil {
		return usageError{err.Error()}
	}
	minor, err := parseCount(c.operands[3])
	if err != nil {
		return usageError{err.Error()}
	}
	return c.makeNode(name, kind, unix.Mkdev(uint32(major), uint32(minor)))
}

func runMkfifo(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no name given")
	}
	for _, name := range c.operands {
		if err := c.makeNode(name, unix.S_IFIFO, 0); err != nil {
			c.warn(err)
		}
	}
	return nil
}

func (c *call) makeNode(name string, kind uint32, device uint64) error {
	mode, err := c.creationMode(0o666)
	if err != nil {
		return err
	}
	if err := unix.Mknod(name, kind|mode, int(device)); err != nil {
		return fmt.Errorf("make node %s: %w", name, err)
	}
	if !c.has("m") {
		return nil
	}
	return chmod(name, mode)
}
