// What a build tells while it runs. The package prints nothing: whoever runs it draws.

package build

import (
	"bytes"
	"sync"
	"time"
)

// EventKind is what an event is about.
type EventKind int

// The events of a build. Of each step there is one StepBegins, any number of StepOutput, and one StepEnds.
const (
	Warning    EventKind = iota // Text
	StepBegins                  // a step is looked at; Number 1 of a stage is its FROM
	StepOutput                  // the process of a RUN wrote Output
	StepEnds                    // Cached, or done after Elapsed, or failed with Err
)

// Event is one thing that a build tells. Events come one at a time.
type Event struct {
	Kind       EventKind
	Stage      string // its name; "" if it has none, and the number of the stage if there are several
	Number, Of int    // the step in its stage, from 1
	Line       int    // in the Dockerfile
	Text       string // the instruction
	Cached     bool
	NoLayer    bool // only the configuration changes
	Output     []byte
	Elapsed    time.Duration
	Err        error
}

// outputs passes on what a process writes, and keeps the last of it for the error, should there be one.
type outputs struct {
	mu   sync.Mutex
	tell func(Event)
	step Event
	tail []byte
}

const tailSize = 8 << 10

func (o *outputs) Write(text []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	event := o.step
	event.Kind, event.Output = StepOutput, bytes.Clone(text)
	o.tell(event)
	o.tail = append(o.tail, text...)
	if len(o.tail) > tailSize {
		o.tail = o.tail[len(o.tail)-tailSize:]
	}
	return len(text), nil
}

// last is the last lines that were written.
func (o *outputs) last() []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	const lines = 10
	tail := bytes.TrimRight(o.tail, "\n")
	at := len(tail)
	for n := 0; n < lines && at > 0; n++ {
		at = max(bytes.LastIndexByte(tail[:at], '\n'), 0)
	}
	return bytes.Clone(bytes.TrimLeft(tail[at:], "\n"))
}
