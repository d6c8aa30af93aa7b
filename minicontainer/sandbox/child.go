// The child half: this program again, already inside the new namespaces, until
// the container's own program takes its place.

package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// childName is the argv[0] that tells the two halves apart; ps shows it for the
// millisecond in which the child half exists.
const childName = "minicontainer: container being assembled"

// Where the child half finds what it was given, after stdin, stdout, stderr and the further files that
// are the container's.
var (
	syncFD    = 3 // its end of the sync socket
	consoleFD = 4 // the socket to send a terminal's master through, or /dev/null
	selfFD    = 5 // this program
	rootFD    = 6 // the root directory of the container to enter, or /dev/null
	gateFD    = 7 // the gate that it waits at (gate.go), or /dev/null, both
	passedFD  = 8
	treesFD   = 9 // copies of mounts (owners.go); this one and those after it
)

// childArgs name the child half, and say how many further files the container has.
func childArgs(further int) []string {
	if further == 0 {
		return []string{childName}
	}
	return []string{childName, strconv.Itoa(further)}
}

// isChild tells whether this process is the child half, and then finds what it was given.
func isChild(args []string) bool {
	if len(args) == 0 || len(args) > 2 || args[0] != childName {
		return false
	}
	if len(args) == 2 {
		further, err := strconv.Atoi(args[1])
		if err != nil {
			return false
		}
		for _, fd := range []*int{&syncFD, &consoleFD, &selfFD, &rootFD, &gateFD, &passedFD, &treesFD} {
			*fd += further
		}
	}
	return true
}

// init is where the child half begins and ends, before main and before many of the
// packages are initialised that the command line needs and it does not (Go takes
// packages in the order of their paths, as soon as what they import is ready): a
// cost of each container's start that need not be. It also means that no program
// can forget to ask whether it is the child. While init functions run, Go keeps
// this goroutine on the process's first thread, which is the one that execve(2) keeps.
func init() {
	switch {
	case isChild(os.Args):
		os.Exit(childHalf()) //nolint:forbidigo // the child half is a program of its own, which must never reach main
	case len(os.Args) > 3 && os.Args[0] == initName:
		os.Exit(runInit(os.Args[1], os.Args[2], os.Args[3:])) //nolint:forbidigo // so is the container's init
	}
}

// answer is what the child half says: a step it is about to take, or why it failed.
type answer struct {
	Step   int      `json:"step"`
	Hooks  bool     `json:"hooks,omitempty"` // it is time for those that run outside
	Ready  bool     `json:"ready,omitempty"` // all is made; it waits at the gate
	Exec   bool     `json:"exec,omitempty"`  // all is made; the next is execve, which says nothing when it succeeds
	Failed *failure `json:"failed,omitempty"`
}

const goAhead = 'g'

// allIsMade is an answer, too. Package json would study its type first, which is a noticeable part of a start.
const allIsMade = `{"exec":true}` + "\n"

// failure carries an error across the process boundary.
type failure struct {
	Step  string     `json:"step"`
	Cause string     `json:"cause"`
	Exec  *ExecError `json:"exec,omitempty"`
}

func (f *failure) err() error {
	if f.Exec != nil {
		return f.Exec
	}
	return &plan.StepError{Step: f.Step, Err: errors.New(f.Cause)}
}

// parent is the child half's end of the talk: the sync socket and, once it has passed the gate, the other
// side's end of that.
var parent *os.File

// childHalf returns only when the container could not be made.
func childHalf() int {
	parent = os.NewFile(uintptr(syncFD), "sync")
	if err := assembleAsOrdered(); err != nil {
		report(err)
	}
	return 125
}

func assembleAsOrdered() error {
	// What is made in the root gets the modes that were asked for, not the caller's
	// umask; the container's own is set later.
	unix.Umask(0)
	var o order
	if err := json.NewDecoder(parent).Decode(&o); err != nil {
		return fmt.Errorf("read order: %w", err)
	}
	c := o.container()
	if c.Inside != nil {
		// Nobody in the container may trace what is not a program of theirs yet (CVE-2016-9962).
		unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0) //nolint:errcheck // 0 is a value that the kernel knows
	}
	assembly, err := Assemble(c)
	if err != nil {
		return err
	}
	steps := assembly.Steps()
	if len(steps) != o.Steps {
		return fmt.Errorf("read order: it makes %d steps here and %d outside", len(steps), o.Steps)
	}
	return plan.Run(steps, func(i int) error {
		if _, running := steps[i].(execute); o.Watched && (!c.gated || !running) {
			if err := announceStep(i); err != nil {
				return err
			}
		}
		if i == len(steps)-1 {
			_, err := parent.WriteString(allIsMade)
			return err
		}
		return nil
	})
}

// announceStep says what comes next and waits to be told to go on. If the parent half is
// gone, so is the reason to.
func announceStep(i int) error { return ask(answer{Step: i}) }

// ask says something and waits to be told to go on.
func ask(a answer) error {
	if err := json.NewEncoder(parent).Encode(a); err != nil {
		return err
	}
	_, err := io.ReadFull(parent, make([]byte, 1))
	return err
}

func report(err error) {
	f := &failure{Cause: err.Error()}
	var step *plan.StepError
	if errors.As(err, &step) {
		f.Step = step.Step
	}
	errors.As(err, &f.Exec)
	json.NewEncoder(parent).Encode(answer{Failed: f}) //nolint:errcheck // if the parent half is gone nobody listens
}
