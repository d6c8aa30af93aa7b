package network

import (
	"net/netip"

	"github.com/minicontainer/minicontainer/minicontainer/network/names"
)

// Mode is what kind of network a container has, in Docker's words.
type Mode string

// The modes.
const (
	None   Mode = "none"      // a namespace of its own with loopback, and nothing else
	Host   Mode = "host"      // the host's
	Joined Mode = "container" // that of another container
	Bridge Mode = "bridge"    // a namespace of its own, connected to networks
	User   Mode = "user"      // a namespace of its own, connected by a program of an ordinary user's; see user.go
)

// Settings are how a container is to be connected. They are kept with it; what comes of them is another with each start.
type Settings struct {
	Mode        Mode         `json:"mode"`
	Container   string       `json:"container,omitempty"`   // Joined: its id
	Attachments []Attachment `json:"attachments,omitempty"` // Bridge: the first is the way out, and where ports are published
	Ports       []Publish    `json:"ports,omitempty"`

	// Optional has the container run without a way out where none can be made: nobody has asked for one.
	Optional bool `json:"optional,omitempty"`

	Names names.Settings `json:"names"` // --dns and what belongs to it
	Hosts []names.Entry  `json:"hosts,omitempty"`
}

// Attachment is one network of a container.
type Attachment struct {
	Network string     `json:"network"`
	Address netip.Addr `json:"address"` // wanted; the zero Addr: any
	MAC     string     `json:"mac,omitempty"`
	Aliases []string   `json:"aliases,omitempty"` // further names in this network
}

// Container is who is connected.
type Container struct {
	ID, Name, Hostname string
	Settings
}

// ShortID is the beginning of the id, under which others find it, too.
func (c Container) ShortID() string { return c.ID[:12] }
