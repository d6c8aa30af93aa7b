// Package event keeps a log of what has happened to containers, images, volumes and networks.
//
// There is no daemon that knows it all and could tell. So whoever does something writes a line about it, and who wants to know
// reads the lines, and waits for more:
//
//	command ─┐  adds a line   ┌──────────────────────┐  reads      ┌─ events
//	command ─┼───────────────▶│ STATE/events/log     │────────────▶├─ events --since 1h
//	shim    ─┘                │ STATE/events/log.1   │  inotify    └─ …
//	                          └──────────────────────┘
//
// The log is bounded: when it is full it takes the place of the older one, log.1. How nobody loses a line by that is told in log.go
// and read.go.
//
// An event that was not written, as its process was killed in this moment or the disk is full, is lost: the records of the
// containers are what is true, and this is only what has been told.
package event

import "time"

// Event is something that has happened, in the form of Docker's API, which is that of the lines of the log, too.
// Source: Docker Engine API, GET /events.
type Event struct {
	Status string `json:"status,omitempty"` // as Action, and so on: what old clients look at
	ID     string `json:"id,omitempty"`
	From   string `json:"from,omitempty"` // the image of a container

	Type     string // one of the kinds below
	Action   string // create, start, die …
	Actor    Actor
	Scope    string `json:"scope"`
	Time     int64  `json:"time"`     // seconds of Unix time
	TimeNano int64  `json:"timeNano"` // the same in nanoseconds
}

// Actor is to what it has happened.
type Actor struct {
	ID         string
	Attributes map[string]string
}

// Kinds of things to which something happens.
const (
	Container = "container"
	Image     = "image"
	Volume    = "volume"
	Network   = "network"
)

// New is an event of this moment.
func New(kind, action, id string, attributes map[string]string) Event {
	now := time.Now()
	e := Event{
		Type: kind, Action: action, Actor: Actor{id, attributes},
		Scope: "local", Time: now.Unix(), TimeNano: now.UnixNano(),
	}
	if kind == Container || kind == Image {
		e.Status, e.ID, e.From = action, id, attributes["image"]
	}
	return e
}

// When is the moment.
func (e Event) When() time.Time { return time.Unix(0, e.TimeNano) }
