// A further process in a container, for which somebody may have to stay: one that was started detached, or has a terminal that the
// person in front of it can leave. It gets a small process of its own, as a container does, which is its parent, holds its
// terminal, and ends with it. Nothing of it is written down.

package shim

import (
	"encoding/json"
	"fmt"
	"os"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// execName is its argv[0]. The container's id follows, for who looks at the list of processes.
const execName = "minicontainer: exec"

// Further is a process to start in a container that runs.
type Further struct {
	ID      string         // of the container
	First   record.Process // its first process
	Process *specs.Process
	Stdin   bool // somebody may have something to say to it

	Privileged bool // as sandbox.Entry's, as are these

	Seccomp       *specs.LinuxSeccomp
	DefaultFilter bool
}

// furtherMessage is what only the two sides need to know besides.
type furtherMessage struct {
	Further
	Watched  bool
	Attached *Hello `json:",omitempty"`
}

// Exec starts the process, and returns when it runs. Errors are as sandbox.Enter's. The caller closes the client, if it has asked
// for one; the process goes on.
func Exec(f Further, t Talk) (*Client, error) {
	started, err := t.start([]string{execName, f.ID}, furtherMessage{f, t.Watch != nil, t.Attach}, nil)
	return started.Client, err
}

// init is where it begins and ends, as a shim does.
func init() {
	if len(os.Args) == 2 && os.Args[0] == execName {
		os.Exit(stayWithFurther()) //nolint:forbidigo // a program of its own, which must never reach main
	}
}

func stayWithFurther() int {
	sealErr := sandbox.Seal() // begins anew, in memory, with the same open files
	if err := syscalls.CloseOnExecFrom(commandFD); err != nil {
		return 1
	}
	command := os.NewFile(commandFD, "command")
	var m furtherMessage
	if err := json.NewDecoder(command).Decode(&m); err != nil {
		return 1
	}
	h := newHub()
	p, s, err := m.enter(h, command, sealErr)
	if err != nil {
		json.NewEncoder(command).Encode(answer{Failed: newFailure(err)}) //nolint:errcheck // if the command is gone nobody listens
		return 1
	}
	json.NewEncoder(command).Encode(answer{Started: true}) //nolint:errcheck // as above; the process runs all the same
	command.Close()
	exit := s.follow(p, nil, h)
	h.ends(exit)
	h.close()
	return 0
}

// enter starts the process, and holds the container's first one meanwhile: if that ends, and its number goes to
// another process, it shows.
func (m furtherMessage) enter(h *hub, command *os.File, sealErr error) (*sandbox.Process, *streams, error) {
	if sealErr != nil {
		return nil, nil, sealErr
	}
	first, err := m.First.Open()
	if err != nil {
		return nil, nil, fmt.Errorf("join container: %w", err)
	}
	defer first.Close()
	s := &streams{stdin: m.Stdin}
	if m.Attached != nil {
		if s, err = newStreams(m.Process.Terminal, m.Stdin); err != nil {
			return nil, nil, err
		}
	}
	starter, err := h.addStarter(m.Attached)
	if err != nil {
		return nil, nil, err
	}
	stdio := s.theirs
	if m.Watched {
		stdio.Watch = ask(command)
	}
	p, err := sandbox.Enter(sandbox.Entry{
		Pid: m.First.PID, Process: m.Process, DieWithCaller: true, StillThere: func() bool { return !first.Wait(0) },
		Privileged: m.Privileged, Seccomp: m.Seccomp, DefaultFilter: m.DefaultFilter,
	}, stdio)
	s.handedOver()
	if err != nil {
		return nil, nil, err
	}
	h.runs(s.received(p.Terminal, true))
	go h.serve(starter)
	return p, s, nil
}
