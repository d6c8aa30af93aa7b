// What has happened, as the log of events tells it. Who changes a record tells of containers (record/tell.go); the stores tell of what is
// theirs by a function that they are given here.

package engine

import (
	"github.com/opencontainers/go-digest"

	"github.com/minicontainer/minicontainer/minicontainer/event"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// Events calls emit for the events of the span as they happen; see event.Log.Read.
func (e *Engine) Events(s event.Span, emit func(event.Event) error) error {
	return e.store.Events().Read(s, emit)
}

// Tell adds an event about a container; more are further attributes, a key and its value in turn.
func (e *Engine) Tell(r record.Record, action string, more ...string) {
	e.store.Tell(r, action, more...)
}

// TellImage adds an event about an image.
func (e *Engine) TellImage(action string, id digest.Digest, name string) {
	e.tell(event.Image, action, id.String(), map[string]string{"name": name})
}

// tell adds an event. As in record.Store.Tell, what cannot be written down stops nobody.
func (e *Engine) tell(kind, action, id string, attributes map[string]string) {
	e.store.Events().Add(event.New(kind, action, id, attributes)) //nolint:errcheck // see above
}
