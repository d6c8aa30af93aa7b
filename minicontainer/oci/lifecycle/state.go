// What one command leaves for the next:
//
//	ROOT/ID/                locked (flock) by the command that changes something
//	        config.json     the bundle's, as it was at create: what happens to that one later is of no account
//	        state.json      written when the container is made; until then it is "creating"
//	        go, passed      the gate, until it is started
//
// Source: runtime-spec runtime.md, "State".

package lifecycle

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/process"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Store is the directory below which containers have theirs.
type Store struct{ root string }

// Open returns the store of a directory, which need not exist yet.
func Open(root string) Store { return Store{root} }

// kept is state.json.
type kept struct {
	Bundle      string            `json:"bundle"`
	Process     process.Identity  `json:"process"`         // the container's first
	Group       string            `json:"group,omitempty"` // path of the control group, without a slash in front; "" if it has none
	Created     time.Time         `json:"created"`
	Owner       int               `json:"owner"` // user id of who created it
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Container is a container that was created.
type Container struct {
	ID string

	store Store
	kept  kept
	made  bool // kept is there
}

// Causes of errors.
var (
	ErrExists     = errors.New("a container with that id exists")
	ErrNotFound   = errors.New("container does not exist")
	ErrNotRunning = errors.New("container not running")
	ErrNotStopped = errors.New("the container is not stopped")
	ErrNotCreated = errors.New("the container is not in the state created")
	ErrNoGroup    = errors.New("the container has no control group")
)

const stateName = "state.json"

// CheckID allows what runc allows: letters, digits and _+-. so that no id can be a path.
func CheckID(id string) error {
	for _, c := range id {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && c != '_' && c != '+' && c != '-' && c != '.' {
			return fmt.Errorf("use id %q: only letters, digits and _+-. are allowed", id)
		}
	}
	if id == "" || id == "." || id == ".." || len(id) > 255 {
		return fmt.Errorf("use id %q: not a name", id)
	}
	return nil
}

func (s Store) dir(id string) string { return filepath.Join(s.root, id) }

// Find reads what is known of a container. The error is ErrNotFound if there is none.
func (s Store) Find(id string) (*Container, error) {
	if err := CheckID(id); err != nil {
		return nil, err
	}
	c := &Container{ID: id, store: s}
	text, err := os.ReadFile(filepath.Join(s.dir(id), stateName))
	switch {
	case err == nil:
		if err := json.Unmarshal(text, &c.kept); err != nil {
			return nil, fmt.Errorf("read state of %s: %w", id, err)
		}
		c.made = true
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read state of %s: %w", id, err)
	default:
		if _, err := os.Stat(s.dir(id)); err != nil {
			return nil, fmt.Errorf("find %s: %w", id, ErrNotFound)
		}
	}
	return c, nil
}

// lock finds a container and keeps other commands from changing it until the file is closed.
func (s Store) lock(id string) (*Container, *os.File, error) {
	if err := CheckID(id); err != nil {
		return nil, nil, err
	}
	dir, err := os.Open(s.dir(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("find %s: %w", id, ErrNotFound)
	}
	if err != nil {
		return nil, nil, err
	}
	if err := syscalls.Flock(dir, unix.LOCK_EX); err != nil {
		dir.Close()
		return nil, nil, fmt.Errorf("lock %s: %w", id, err)
	}
	c, err := s.Find(id)
	if err != nil {
		dir.Close()
		return nil, nil, err
	}
	return c, dir, nil
}

func (c *Container) dir() string { return c.store.dir(c.ID) }

// save writes state.json, wholly or not at all.
func (c *Container) save() error {
	text, err := json.Marshal(c.kept)
	if err != nil {
		return err
	}
	path := filepath.Join(c.dir(), stateName)
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	c.made = true
	return nil
}

// Paused is the one status that the specification has no name for; every runtime has it.
const Paused specs.ContainerState = "paused"

// Status asks the kernel.
func (c *Container) Status() specs.ContainerState {
	switch {
	case !c.made:
		return specs.StateCreating
	case !c.kept.Process.Alive():
		return specs.StateStopped
	case sandbox.HasGate(c.dir()):
		return specs.StateCreated
	case c.frozen():
		return Paused
	}
	return specs.StateRunning
}

func (c *Container) frozen() bool {
	g, err := c.group()
	return err == nil && g.Frozen()
}

// group is the container's control group; the error is ErrNoGroup if it has none.
func (c *Container) group() (*cgroup.Group, error) {
	if c.kept.Group == "" {
		return nil, ErrNoGroup
	}
	return cgroup.Find(c.kept.Group)
}

// Created is when.
func (c *Container) Created() time.Time { return c.kept.Created }

// Owner is the user id of who created it.
func (c *Container) Owner() int { return c.kept.Owner }

// State is what the specification has a runtime tell. The pid is 0 when it is stopped.
func (c *Container) State() specs.State { return c.state(c.Status(), c.kept.Process.PID) }

func (c *Container) state(status specs.ContainerState, pid int) specs.State {
	if status == specs.StateStopped {
		pid = 0
	}
	return specs.State{Version: specs.Version, ID: c.ID, Status: status, Pid: pid, Bundle: c.kept.Bundle, Annotations: c.kept.Annotations}
}

// stateText is the state as hooks are told it.
func (c *Container) stateText(status specs.ContainerState, pid int) []byte {
	text, err := json.Marshal(c.state(status, pid))
	if err != nil {
		return nil // of strings and numbers, which JSON always has
	}
	return text
}
