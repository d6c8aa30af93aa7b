package applet

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// A command is one applet's description and code. The table of them must cost
// nothing at start, so a command is a literal that the linker lays out: no
// function call, no map.
type command struct {
	name  string
	usage string // the arguments, without the name
	short string // what it does, in one line

	options string // short options as in getopt(3), see options.go
	long    string // long options, see options.go
	raw     bool   // the command reads its arguments itself (echo, test, find)

	operand     func(arg string) bool // arguments that begin with "-" and are none the less operands
	failure     int                   // exit status of an error; 1 when zero
	interactive bool                  // has to put the terminal back, so keeps Go's signal handlers

	run func(*call) error
}

// A call is one run of a command: what it was given and where it writes.
type call struct {
	*command
	options
	out    *output
	status int
}

// A statusError ends a command with an exit status of its own. A nil err says
// that everything worth saying has been said.
type statusError struct {
	status int
	err    error
}

func (e statusError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit status %d", e.status)
	}
	return e.err.Error()
}

func (e statusError) Unwrap() error { return e.err }

// A usageError is a mistake in the arguments: the usage follows the message.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

func usagef(format string, args ...any) error {
	return usageError{fmt.Sprintf(format, args...)}
}

// execute parses the arguments, runs the command and flushes what it wrote.
// A write error counts as the command's failure, whatever it returned.
func (cmd *command) execute(args []string) int {
	c := &call{command: cmd, out: newOutput(os.Stdout)}
	if len(args) == 2 && args[1] == "--help" {
		cmd.printUsage(os.Stdout)
		return 0
	}
	c.finish(c.parseAndRun(args[1:]))
	if err := c.out.Flush(); err != nil {
		c.finish(err)
	}
	return c.status
}

func (c *call) parseAndRun(args []string) error {
	if c.raw {
		c.operands = args
		return c.run(c)
	}
	var err error
	if c.options, err = parseOptions(args, c.command); err != nil {
		return err
	}
	if c.has("help") {
		c.printUsage(os.Stdout)
		return nil
	}
	return c.run(c)
}

// finish turns the error a command returned into words and an exit status.
func (c *call) finish(err error) {
	var usage usageError
	var exit statusError
	switch {
	case err == nil:
	case errors.As(err, &exit):
		c.status = exit.status
		if exit.err != nil {
			c.say(exit.err)
		}
	case errors.As(err, &usage):
		c.say(err)
		c.printUsage(os.Stderr)
		c.status = max(2, c.failure)
	default:
		c.warn(err)
	}
}

// warn reports an error and lets the command go on with its next operand; the
// exit status will tell.
func (c *call) warn(err error) {
	c.status = max(1, c.failure)
	c.say(err)
}

// say prints to standard error, after what was written to standard output
// before. A broken pipe is the reader's wish and no news.
func (c *call) say(err error) {
	c.flush()
	if !errors.Is(err, syscall.EPIPE) {
		fmt.Fprintf(os.Stderr, "%s: %v\n", c.name, err)
	}
}

func (cmd *command) printUsage(w io.Writer) {
	fmt.Fprintf(w, "Usage: %s %s\n\n%s\n", cmd.name, cmd.usage, cmd.short)
}

// flush shows what was written so far. An error is not lost: the buffer keeps
// it for the flush at the end.
func (c *call) flush() {
	c.out.Flush() //nolint:errcheck // see above
}

func (c *call) printf(format string, args ...any) {
	fmt.Fprintf(c.out, format, args...)
}

// asError is errors.As with the target as the result.
func asError[T error](err error) (T, bool) {
	var target T
	ok := errors.As(err, &target)
	return target, ok
}
