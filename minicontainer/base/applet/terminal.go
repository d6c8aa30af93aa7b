package applet

// Commands about the terminal: tty, clear, reset, and about the processors:
// nproc.

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

const clearScreen = "\x1b[H\x1b[2J"

var clearCommand = command{
	name: "clear", short: "clear the screen",
	run: func(c *call) error { c.printf("%s\x1b[3J", clearScreen); return nil },
}

// ESC c resets a terminal, and stty sane its line discipline.
var resetCommand = command{
	name: "reset", short: "bring a terminal back into a sane state",
	run: func(c *call) error {
		c.printf("\x1bc\x1b(B\x1b[m%s\x1b[?25h", clearScreen)
		return sttyApply([]string{"sane"})
	},
}

var ttyCommand = command{
	name: "tty", usage: "[-s]", short: "print the name of the terminal on standard input",
	options: "s", long: "silent=s", run: runTTY,
}

func runTTY(c *call) error {
	if !term.IsTerminal(0) {
		if !c.has("s") {
			c.printf("not a tty\n")
		}
		return statusError{status: 1}
	}
	name, err := os.Readlink("/proc/self/fd/0")
	if err != nil {
		return errNoProc
	}
	if !c.has("s") {
		c.printf("%s\n", name)
	}
	return nil
}

var nprocCommand = command{
	name: "nproc", usage: "[--all]", short: "print the number of processors this process may use",
	long: "all", run: runNproc,
}

// runNproc counts the CPU affinity, which cpuset.cpus changes; a quota in
// cpu.max does not show here.
func runNproc(c *call) error {
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &set); err != nil {
		return fmt.Errorf("get CPU affinity: %w", err)
	}
	c.printf("%d\n", set.Count())
	return nil
}
