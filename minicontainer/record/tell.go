// What happens to a container is told in the log of events, by whoever changes its record.

package record

import (
	"strconv"

	"github.com/minicontainer/minicontainer/minicontainer/event"
	"github.com/minicontainer/minicontainer/minicontainer/network"
)

// Events is the log of events of the state directory.
func (s *Store) Events() event.Log { return s.events }

// Tell adds an event about the container, in Docker's words. More are further attributes: a key, its value, and so on. What cannot
// be written down, as the disk is full, say, stops nobody.
func (s *Store) Tell(r Record, action string, more ...string) {
	attributes := map[string]string{}
	for key, value := range r.Labels {
		attributes[key] = value
	}
	attributes["image"], attributes["name"] = r.Image, r.Name
	for i := 0; i+1 < len(more); i += 2 {
		attributes[more[i]] = more[i+1]
	}
	s.events.Add(event.New(event.Container, action, r.ID, attributes)) //nolint:errcheck // see above
}

// tellEnd tells that the container has ended, and how.
func (s *Store) tellEnd(r Record, status int, oomKilled bool) {
	if oomKilled {
		s.Tell(r, "oom")
	}
	s.Tell(r, "die", "exitCode", strconv.Itoa(status))
}

// TellNetwork adds an event about a network, and a container that it has to do with.
func (s *Store) TellNetwork(action string, n network.Network, container string) {
	attributes := map[string]string{"name": n.Name, "type": "bridge"}
	if container != "" {
		attributes["container"] = container
	}
	s.events.Add(event.New(event.Network, action, n.ID, attributes)) //nolint:errcheck // as above
}
