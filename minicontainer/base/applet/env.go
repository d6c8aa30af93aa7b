package applet

import (
	"os"
	"strings"
)

var envCommand = command{
	name: "env", usage: "[-i0] [-u NAME]... [NAME=VALUE]... [PROG ARGS]", short: "print the environment, or run a program in a changed one",
	options: "+i0u:", long: "ignore-environment=i unset=u null=0", failure: 125, run: runEnv,
}

func runEnv(c *call) error {
	args := c.operands
	if len(args) > 0 && args[0] == "-" {
		os.Clearenv()
		args = args[1:]
	}
	if c.has("i") {
		os.Clearenv()
	}
	for _, name := range c.all("u") {
		os.Unsetenv(name)
	}
	for len(args) > 0 && strings.Contains(args[0], "=") {
		name, value, _ := strings.Cut(args[0], "=")
		if err := os.Setenv(name, value); err != nil {
			return err
		}
		args = args[1:]
	}
	if len(args) > 0 {
		return c.execInPlace(args, os.Environ())
	}
	end := "\n"
	if c.has("0") {
		end = "\x00"
	}
	for _, entry := range os.Environ() {
		c.printf("%s%s", entry, end)
	}
	return nil
}
