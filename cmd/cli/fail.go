//go:build linux

// How a command ends: exit codes as Docker's, one line for the error, one for a hint.

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/fatih/color"

	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// Exit codes that are not the container's own.
const (
	ExitOurs    = 125 // the container could not be made
	ExitNotATTY = 1   // -t wanted, but there is no terminal
	exitOK      = 0
)

// ExitError is an error with the exit code it leads to.
type ExitError struct {
	Code int
	Err  error
}

func (e *ExitError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *ExitError) Unwrap() error { return e.Err }

// ExitCode is the exit code an error leads to: 126 or 127 when the container's
// program would not start, else 125 unless the error says otherwise.
func ExitCode(err error) int {
	var exit *ExitError
	var exec *sandbox.ExecError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		return exit.Code
	case errors.As(err, &exec):
		return exec.Code
	}
	return ExitOurs
}

// Report prints the error in one line after the program's name, and the hint, if
// the table has one, in a second.
func Report(w io.Writer, program string, err error) {
	fmt.Fprintln(w, program+": "+strings.ReplaceAll(err.Error(), "\n", "; ")) // errors.Join puts each on a line
	if hint := Hint(err); hint != "" {
		fmt.Fprintln(w, hintWord(w), hint)
	}
}

// hintWord is bold on a terminal; fatih/color looks at stdout, and this goes to stderr.
func hintWord(w io.Writer) string {
	bold := color.New(color.Bold)
	if f, isFile := w.(*os.File); !isFile || !isTerminal(f) {
		bold.DisableColor()
	}
	return bold.Sprint("hint:")
}
