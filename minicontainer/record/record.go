package record

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// Version is the form of record.json that this program writes. It reads no newer one:
// what it does not know it could only guess, and would lose when it writes.
const Version = 1

// Record is what is known of a container.
type Record struct {
	Version int         `json:"version"`
	ID      string      `json:"id"` // 64 hex digits
	Name    string      `json:"name"`
	Image   string      `json:"image"`             // as the caller named it
	ImageID string      `json:"imageID,omitempty"` // digest of the image's configuration; "" for the built-in image and for a directory
	Created time.Time   `json:"created"`
	Spec    *specs.Spec `json:"spec"`

	// What the image and the command line say is to run: Spec has it all in one.
	Entrypoint []string `json:"entrypoint,omitempty"`
	Command    []string `json:"command,omitempty"`
	Env        []string `json:"env,omitempty"`

	Labels  map[string]string `json:"labels,omitempty"`  // the image's and the command line's
	Exposed []string          `json:"exposed,omitempty"` // ports that somebody has named: "80/tcp"
	Options Options           `json:"options,omitzero"`

	// How the container is asked to end.
	StopSignal  string `json:"stopSignal,omitempty"`  // "" is SIGTERM
	StopTimeout *int   `json:"stopTimeout,omitempty"` // seconds until SIGKILL, negative for ever; nil is ten

	// Scratch is the writable root over an image's files; nil for a directory.
	Scratch *rootfs.Scratch `json:"scratch,omitempty"`

	// Network is how it is connected; nil if Spec says all there is to say.
	Network *network.Settings `json:"network,omitempty"`

	// DefaultFilter has its processes call what Docker's list of system calls allows. A list of its own is in Spec.
	DefaultFilter bool `json:"defaultFilter,omitempty"`

	// HealthCheck is how it is checked while it runs; nil if it is not.
	HealthCheck *HealthCheck `json:"healthCheck,omitempty"`

	// Restart says whether it is started again when it ends.
	Restart RestartPolicy `json:"restart,omitzero"`

	// Log is what is kept of what it prints.
	Log LogSettings `json:"log"`

	Init      bool  `json:"init,omitempty"`      // a small init is its first process
	Remove    bool  `json:"remove,omitempty"`    // when it ends
	Stdin     bool  `json:"stdin,omitempty"`     // stdin stays open although nobody types
	StdinOnce bool  `json:"stdinOnce,omitempty"` // until the first who is attached has nothing more to say
	State     State `json:"state"`
}

// Status is where a container is in its life, in Docker's words.
type Status string

// A container is created, then running and exited in turn. Restarting is one that has ended and waits to run again, by its
// restart policy.
const (
	Created    Status = "created"
	Running    Status = "running"
	Restarting Status = "restarting"
	Exited     Status = "exited"
)

// State is what changes in a container's life.
type State struct {
	Status   Status    `json:"status"`
	Process  Process   `json:"process"` // PID 1 of the container
	Shim     Process   `json:"shim"`    // who waits for it, or to start it again: a shim, or a run in the foreground
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished"`
	ExitCode int       `json:"exitCode"`

	Paused    bool   `json:"paused,omitempty"`    // it runs, and all of it stands still
	OOMKilled bool   `json:"oomKilled,omitempty"` // the kernel has killed a process of it for lack of memory
	Reason    string `json:"reason,omitempty"`    // why it did not start or was put right

	// Of the restart policy, since somebody started it: see restart.go.
	Restarts int           `json:"restarts,omitempty"` // how often it was started again
	Delay    time.Duration `json:"delay,omitempty"`    // how long that waited, the last time
	Stopped  bool          `json:"stopped,omitempty"`  // somebody has told it to end
}

// Up tells whether the container runs, or will in a moment.
func (s State) Up() bool { return s.Status == Running || s.Status == Restarting }

// Connection is the container as package network wants it. One that has no host name of its own has the machine's.
func (r Record) Connection() network.Container {
	name := r.Spec.Hostname
	if name == "" {
		name, _ = os.Hostname() //nolint:errcheck // then it has none
	}
	return network.Container{ID: r.ID, Name: r.Name, Hostname: name, Settings: *r.Network}
}

// ShortID is the id as people see it.
func (r Record) ShortID() string { return ShortID(r.ID) }

// ShortID is the first twelve digits of an id.
func ShortID(id string) string {
	const shown = 12
	return id[:min(shown, len(id))]
}

// NewID is a new container's identity.
func NewID() string {
	id := make([]byte, idLength/2)
	rand.Read(id) //nolint:errcheck // crypto/rand reads from the kernel, which has no way to fail
	return hex.EncodeToString(id)
}

// ErrNewer is the cause when a record was written by a newer program.
var ErrNewer = errors.New("written by a newer minicontainer")

// ErrEmpty is the cause when a record has no text, or is missing: the machine lost its power before the
// disk had it, which can happen only to a container that is removed when it ends.
var ErrEmpty = errors.New("the record is empty")

// decode reads a record. The version comes first, as nothing else can be trusted before.
func decode(text []byte) (Record, error) {
	if len(text) == 0 {
		return Record{}, ErrEmpty
	}
	var head struct{ Version int }
	if err := json.Unmarshal(text, &head); err != nil {
		return Record{}, err
	}
	if head.Version > Version {
		return Record{}, fmt.Errorf("%w (version %d; this one knows %d)", ErrNewer, head.Version, Version)
	}
	var r Record
	if err := json.Unmarshal(text, &r); err != nil {
		return Record{}, err
	}
	return r, r.check()
}

// check makes sure of what all who use a record rely on.
func (r Record) check() error {
	switch {
	case r.Spec == nil || r.Spec.Process == nil || r.Spec.Root == nil || len(r.Spec.Process.Args) == 0:
		return errors.New("it has no spec")
	case !isName(r.Name):
		return fmt.Errorf("its name is %.40q", r.Name)
	case r.State.Status != Created && r.State.Status != Exited && !r.State.Up():
		return fmt.Errorf("its status is %.40q", r.State.Status)
	}
	return nil
}
