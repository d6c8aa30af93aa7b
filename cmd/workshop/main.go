// Command workshop is the study tool: what a newcomer types first, and what
// keeps the course true.
//
//	workshop              the first container
//	workshop list         the lessons and exercises, and how one stands; next, start
//	workshop check        the answers, in the fake host; hint, solution, give-up, reset
//	workshop mine         the runtime that the answers add up to
//	workshop progress     the answers as one line of text, and back
//	workshop slides       a week's deck in a browser; demo, tour: its stage, live
//	workshop doctor       what this machine can do
//	workshop clean        remove what the programs left on disk
//	workshop bench        measure our programs against other runtimes
//	workshop verify       for maintainers: everything go test does not check
//	workshop docs         the texts against the code and against each other
//	workshop new          for authors: begin a lesson or an exercise
//	workshop pack DIR     static programs to carry to another machine
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/fatih/color"
)

func main() {
	takeRole()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// errTold ends the program with status 1 when the reason is already on the screen.
var errTold = errors.New("told")

// exitStatus ends the program with the status of one that it ran for the person.
type exitStatus int

func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// run is main with its surroundings as arguments; it returns the exit status.
func run(args []string, in *os.File, out, errOut io.Writer) int {
	p, err := choosePrinter(args, in, out)
	if err != nil {
		return complain(errOut, err)
	}
	root := newRoot(p)
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	return complain(errOut, root.Execute())
}

func complain(errOut io.Writer, err error) int {
	var status exitStatus
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		return int(status)
	case !errors.Is(err, errTold):
		fmt.Fprintln(errOut, color.RedString("workshop:"), err)
	}
	return 1
}
