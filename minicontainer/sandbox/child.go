// The child half: this program again, already inside the new namespaces, until
// the container's own program takes its place.

package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// childName is the argv[0] that tells the two halves apart; ps shows it for the
// millisecond in which the child half exists.
const childName = "minicontainer: container being assembled"

// Where the child half finds what it was given, after stdin, stdout and stderr.
const (
	syncFD    = 3 // its end of the sync socket
	consoleFD = 4 // the socket to send a terminal's master through, or /dev/null
	selfFD    = 5 // this program
	rootFD    = 6 // the root directory of the container to enter, or /dev/null
)

// init is where the child half begins and ends, before main and before many of the
// packages are initialised that the command line needs and it does not (Go takes
// packages in the order of their paths, as soon as what they import is ready): a
// cost of each container's start that need not be. It also means that no program
// can forget to ask whether it is the child. While init functions run, Go keeps
// this goroutine on the process's first thread, which is the one that execve(2) keeps.
func init() {
	switch {
	case len(os.Args) == 1 && os.Args[0] == childName:
		os.Exit(childHalf()) //nolint:forbidigo // the child half is a program of its own, which must never reach main
	case len(os.Args) > 2 && os.Args[0] == initName:
		os.Exit(runInit(os.Args[1], os.Args[2:])) //nolint:forbidigo // so is the container's init
	}
}

// answer is what the child half says: a step it is about to take, or why it failed.
type answer struct {
	Step   int      `json:"step"`
	Exec   bool     `json:"exec,omitempty"` // all is made; the next is execve, which says nothing when it succeeds
	Failed *failure `json:"failed,omitempty"`
}

const goAhead = 'g'

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

// childHalf returns only when the container could not be made.
func childHalf() int {
	sync := os.NewFile(syncFD, "sync")
	if err := assembleAsOrdered(sync); err != nil {
		report(sync, err)
	}
	return 125
}

func assembleAsOrdered(sync *os.File) error {
	// What is made in the root gets the modes that were asked for, not the caller's
	// umask; the container's own is set later.
	unix.Umask(0)
	var o order
	if err := json.NewDecoder(sync).Decode(&o); err != nil {
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
		if o.Watched {
			if err := announceStep(sync, i); err != nil {
				return err
			}
		}
		if i == len(steps)-1 {
			return json.NewEncoder(sync).Encode(answer{Exec: true})
		}
		return nil
	})
}

// announceStep says what comes next and waits to be told to go on. If the parent half is
// gone, so is the reason to.
func announceStep(sync *os.File, i int) error {
	if err := json.NewEncoder(sync).Encode(answer{Step: i}); err != nil {
		return err
	}
	_, err := io.ReadFull(sync, make([]byte, 1))
	return err
}

func report(sync *os.File, err error) {
	f := &failure{Cause: err.Error()}
	var step *plan.StepError
	if errors.As(err, &step) {
		f.Step = step.Step
	}
	errors.As(err, &f.Exec)
	json.NewEncoder(sync).Encode(answer{Failed: f}) //nolint:errcheck // if the parent half is gone nobody listens
}
