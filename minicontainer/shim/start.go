// The command's side.

package shim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Order is what a shim is to start.
type Order struct {
	State     string // the state directory
	ID        string
	Container sandbox.Container
}

// message is an order with what only the two sides need to know.
type message struct {
	Order
	Watched  bool
	Attached *Hello `json:",omitempty"` // of the command, which stays
}

// answer is what the shim says.
type answer struct {
	Step    string   `json:"step,omitempty"`
	Line    string   `json:"line,omitempty"`
	Started bool     `json:"started,omitempty"`
	Said    []string `json:"said,omitempty"` // what a person should know, with Started
	Failed  *failure `json:"failed,omitempty"`
}

const goAhead = 'g'

// failure carries an error across the process boundary, as the kind of error that it is.
type failure struct {
	Cause string             `json:"cause"`
	Step  string             `json:"step,omitempty"`
	Exec  *sandbox.ExecError `json:"exec,omitempty"`
}

func newFailure(err error) *failure {
	f := &failure{Cause: err.Error()}
	var step *plan.StepError
	if errors.As(err, &step) {
		f.Step = step.Step
	}
	errors.As(err, &f.Exec)
	return f
}

func (f *failure) err() error {
	switch {
	case f.Exec != nil:
		return f.Exec
	case f.Step != "":
		return &plan.StepError{Step: f.Step, Err: errors.New(f.Cause)}
	}
	return errors.New(f.Cause)
}

// Talk is how the command that starts a container takes part in it.
type Talk struct {
	Watch  func(name, line string) // see sandbox.IO; or nil
	Attach *Hello                  // nil: it goes when the container runs
}

// Started is a container that runs.
type Started struct {
	Said   []string // for a person: lines about what was found on the machine
	Client *Client  // with Talk.Attach: it misses nothing that the container prints. The caller closes it
}

// Start starts a shim, which starts the locked container, and returns when that runs and the record
// says so. The shim holds lock until then, and hold until the container ends. Errors are
// as sandbox.Start's; the container does not run then, and its record is unchanged.
func Start(o Order, lock *record.Locked, hold []*os.File, t Talk) (Started, error) {
	return t.start([]string{shimName, o.ID, o.State}, message{o, t.Watch != nil, t.Attach}, append([]*os.File{lock.File()}, hold...))
}

// start starts this program once more as that, sends it the message, and returns when it has started what it was to start.
func (t Talk) start(args []string, m any, files []*os.File) (started Started, err error) {
	ours, theirs, err := socketpair()
	if err != nil {
		return started, fmt.Errorf("start shim: %w", err)
	}
	defer ours.Close()
	defer theirs.Close()
	conn, peer, err := t.ends()
	if err != nil {
		return started, fmt.Errorf("start shim: %w", err)
	}
	defer peer.Close()
	process, err := spawnSelf(args, append([]*os.File{theirs, peer}, files...))
	theirs.Close()
	if err != nil {
		closeAll(conn)
		return started, fmt.Errorf("start shim: %w", err)
	}
	go process.Wait() //nolint:errcheck // only so that it does not stay a zombie, if we live longer
	if started.Said, err = converse(ours, m, t.Watch); err != nil {
		closeAll(conn)
		return started, err
	}
	if conn != nil {
		started.Client = newClient(conn)
	}
	return started, nil
}

// ends are those of the socket on which the command stays attached, if it does.
func (t Talk) ends() (ours, theirs *os.File, err error) {
	if t.Attach != nil {
		return packetPair()
	}
	theirs, err = os.OpenFile(os.DevNull, os.O_RDWR, 0)
	return nil, theirs, err
}

func socketpair() (ours, theirs *os.File, err error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	return os.NewFile(uintptr(fds[0]), "shim"), os.NewFile(uintptr(fds[1]), "shim (its end)"), nil
}

// spawnSelf starts this program once more: with nothing in its environment but PATH, by which it finds the programs that an ordinary
// user's container needs (newuidmap, pasta), no open files but those that
// it is given, in no directory that somebody may want to unmount, and in a session of its own,
// so that it outlives our terminal. What a container could do to this program's file through its link in
// /proc it cannot do here: the shim is not in the container's /proc (see sandbox/self.go).
func spawnSelf(args []string, files []*os.File) (*os.Process, error) {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	defer null.Close()
	// What this process's own parents left open would otherwise stay open as long as the
	// container runs: the pipe, say, at whose other end somebody waits for us to end.
	if err := syscalls.CloseOnExecFrom(3); err != nil {
		return nil, err
	}
	return os.StartProcess("/proc/self/exe", args, &os.ProcAttr{
		Dir: "/", Env: []string{"PATH=" + os.Getenv("PATH")}, Files: append([]*os.File{null, null, null}, files...),
		Sys: &syscall.SysProcAttr{Setsid: true},
	})
}

// converse sends the order and listens until the container runs, or does not.
func converse(shim *os.File, m any, watch func(name, line string)) ([]string, error) {
	text, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("write order to the shim: %w", err)
	}
	if _, err := shim.Write(text); err != nil {
		return nil, fmt.Errorf("write order to the shim: %w", err)
	}
	for answers := json.NewDecoder(shim); ; {
		var a answer
		switch err := answers.Decode(&a); {
		case errors.Is(err, io.EOF):
			return nil, errors.New("start container: its shim was ended from outside")
		case err != nil:
			return nil, fmt.Errorf("read the shim's answer: %w", err)
		case a.Failed != nil:
			return nil, a.Failed.err()
		case a.Started:
			return a.Said, nil
		}
		watch(a.Step, a.Line)
		if _, err := shim.Write([]byte{goAhead}); err != nil {
			return nil, fmt.Errorf("answer the shim: %w", err)
		}
	}
}
