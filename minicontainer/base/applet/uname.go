package applet

import (
	"fmt"
	"strings"

	"golang.org/x/sys/unix"
)

var unameCommand = command{
	name: "uname", usage: "[-asnrvmpo]", short: "print the names of the kernel and the machine",
	options: "asnrvmpo", long: "all=a kernel-name=s nodename=n kernel-release=r kernel-version=v machine=m operating-system=o", run: runUname,
}

func runUname(c *call) error {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return fmt.Errorf("uname: %w", err)
	}
	if len(c.given) == 0 {
		c.given = []option{{name: "s"}}
	}
	var words []string
	for _, part := range []struct{ option, text string }{
		{"s", unix.ByteSliceToString(u.Sysname[:])}, {"n", unix.ByteSliceToString(u.Nodename[:])},
		{"r", unix.ByteSliceToString(u.Release[:])}, {"v", unix.ByteSliceToString(u.Version[:])},
		{"m", unix.ByteSliceToString(u.Machine[:])}, {"p", "unknown"}, {"o", "Linux"},
	} {
		if c.has(part.option) || c.has("a") && part.option != "p" {
			words = append(words, part.text)
		}
	}
	c.printf("%s\n", strings.Join(words, " "))
	return nil
}
