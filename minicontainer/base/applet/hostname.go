package applet

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

var hostnameCommand = command{
	name: "hostname", usage: "[-s] [-F FILE] [NAME]", short: "print or set the name of the UTS namespace",
	options: "sF:", run: runHostname,
}

func runHostname(c *call) error {
	if path, ok := c.value("F"); ok {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return setHostname(strings.TrimSpace(string(content)))
	}
	if len(c.operands) > 0 {
		return setHostname(c.operands[0])
	}
	name, err := os.Hostname()
	if err != nil {
		return err
	}
	if c.has("s") {
		name, _, _ = strings.Cut(name, ".")
	}
	c.printf("%s\n", name)
	return nil
}

func setHostname(name string) error {
	if err := unix.Sethostname([]byte(name)); err != nil {
		return fmt.Errorf("set hostname %s: %w", name, err)
	}
	return nil
}
