package applet

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

var killCommand = command{
	name: "kill", usage: "[-l] [-SIGNAL] PID...", short: "send a signal to processes",
	raw: true, run: runKill,
}

const lastSignal = 64 // SIGRTMAX

func runKill(c *call) error {
	args, signal := c.operands, unix.SIGTERM
	if len(args) > 0 && args[0] == "-l" {
		return c.listSignals(args[1:])
	}
	if len(args) > 0 && len(args[0]) > 1 && args[0][0] == '-' && args[0] != "--" {
		name := args[0][1:]
		args = args[1:]
		if (name == "s" || name == "n") && len(args) > 0 {
			name, args = args[0], args[1:]
		}
		var err error
		if signal, err = parseSignal(name); err != nil {
			return usageError{err.Error()}
		}
	}
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return usagef("no process given")
	}
	for _, arg := range args {
		if err := killOne(arg, signal); err != nil {
			c.warn(err)
		}
	}
	return nil
}

// killOne sends to a process, or with a negative number to a process group.
func killOne(arg string, signal unix.Signal) error {
	pid, err := strconv.Atoi(arg)
	if err != nil {
		return fmt.Errorf("parse pid %q: not a number", arg)
	}
	if err := unix.Kill(pid, signal); err != nil {
		return fmt.Errorf("kill %d: %w", pid, err)
	}
	return nil
}

// parseSignal reads 9, KILL, SIGKILL or kill. 0 sends nothing and only asks
// whether the process is there.
func parseSignal(name string) (unix.Signal, error) {
	if n, err := strconv.Atoi(name); err == nil {
		if n < 0 || n > lastSignal {
			return 0, fmt.Errorf("parse signal %s: out of range", name)
		}
		return unix.Signal(n), nil
	}
	upper := strings.TrimPrefix(strings.ToUpper(name), "SIG")
	if signal := unix.SignalNum("SIG" + upper); signal != 0 {
		return signal, nil
	}
	return 0, fmt.Errorf("parse signal %s: unknown signal", name)
}

func signalName(signal unix.Signal) string {
	return strings.TrimPrefix(unix.SignalName(signal), "SIG")
}

// listSignals prints all names, or the counterpart of each argument: a name for
// a number or for the exit status of a killed command, a number for a name.
func (c *call) listSignals(args []string) error {
	for n := unix.Signal(1); n < 32 && len(args) == 0; n++ {
		c.printf("%2d) %s\n", int(n), signalName(n))
	}
	for _, arg := range args {
		if n, err := strconv.Atoi(arg); err == nil && n > statusSignalBase {
			arg = strconv.Itoa(n - statusSignalBase)
		}
		signal, err := parseSignal(arg)
		if err != nil {
			return err
		}
		if isDigits(arg) {
			c.printf("%s\n", signalName(signal))
		} else {
			c.printf("%d\n", int(signal))
		}
	}
	return nil
}
