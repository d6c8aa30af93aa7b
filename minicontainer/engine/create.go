package engine

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// Config is a container to be.
type Config struct {
	ID    string // record.NewID()
	Name  string // "" for one at random
	Image string // as the caller named it

	// Files, if set, is the image that the root lies over, else Spec.Root.Path is the root
	// itself. The caller closes it.
	Files *Files
	Spec  *specs.Spec // its Root.Path is set here for an image

	StopSignal  string // asks it to end; "" is the image's, or SIGTERM
	StopTimeout *int   // as record.Record's

	Entrypoint, Command, Env []string // what the image and the command line say is to run, for those who commit

	Labels  map[string]string
	Exposed []string // ports that somebody has named: "80/tcp"
	Options record.Options

	Network *network.Settings // how it is connected; nil: as Spec says

	// Release, if set, is called when the record is written: from then on that keeps the image and the volumes.
	Release func()

	Restart record.RestartPolicy // whether it is started again when it ends

	DefaultFilter bool                // as record.Record's
	HealthCheck   *record.HealthCheck // nil: none

	Log record.LogSettings // what is kept of what it prints

	Init   bool // a small init is the first process
	Remove bool // when it ends
	Stdin  bool // keep stdin open, though nobody types

	// StdinOnce has stdin end when the first who is attached has nothing more to say.
	StdinOnce bool
}

// create returns the new container locked. After an error nothing of it is left.
func (e *Engine) create(c Config) (*record.Locked, error) {
	if err := checkText(c.Spec); err != nil {
		return nil, err
	}
	d, r, err := e.draft(c)
	if err != nil {
		return nil, err
	}
	if err = e.makeFiles(r, d); err == nil {
		err = makeOwnEtc(r, d.Dir())
	}
	if err != nil {
		d.Abandon()
		return nil, err
	}
	e.before("write record")
	l, err := d.Commit(r)
	if err == nil {
		c.release()
	}
	return l, err
}

func (c Config) release() {
	c.Files.release()
	if c.Release != nil {
		c.Release()
	}
}

// draft reserves the name and plans the rest.
func (e *Engine) draft(c Config) (*record.Draft, record.Record, error) {
	e.sweep()
	e.before("reserve name")
	d, err := e.reserve(c)
	if err != nil {
		return nil, record.Record{}, err
	}
	r := record.Record{
		ID: d.ID, Name: d.Name, Image: c.Image, Created: time.Now().UTC(), Spec: c.Spec,
		Entrypoint: c.Entrypoint, Command: c.Command, Env: c.Env,
		StopSignal: c.StopSignal, StopTimeout: c.StopTimeout, Restart: c.Restart,
		DefaultFilter: c.DefaultFilter, HealthCheck: c.HealthCheck, Labels: c.Labels, Exposed: c.Exposed, Options: c.Options,
		Log: c.Log, Init: c.Init, Remove: c.Remove, Stdin: c.Stdin, StdinOnce: c.StdinOnce, Network: c.Network,
		State: record.State{Status: record.Created},
	}
	if c.Files != nil {
		if r.Scratch, err = e.scratch(c, d); err != nil {
			d.Abandon()
			return nil, r, err
		}
		r.ImageID = c.Files.ID
		if c.Files.Config != nil && r.StopSignal == "" {
			r.StopSignal = c.Files.Config.StopSignal
		}
		r.Spec.Root.Path = r.Scratch.Root()
	}
	return d, r, nil
}

// reserve takes the wanted name, or one at random that is free.
func (e *Engine) reserve(c Config) (*record.Draft, error) {
	if c.Name != "" {
		d, err := e.store.Reserve(c.ID, c.Name)
		if !errors.Is(err, record.ErrNameInUse) {
			return d, err
		}
		// By one that removes itself, perhaps, and was killed before it could.
		if _, goneErr := e.Inspect(c.Name); !errors.Is(goneErr, record.ErrNotFound) {
			return nil, err
		}
		return e.store.Reserve(c.ID, c.Name)
	}
	for try := 0; ; try++ {
		d, err := e.store.Reserve(c.ID, randomName(try))
		if !errors.Is(err, record.ErrNameInUse) {
			return d, err
		}
	}
}

// checkText makes sure that a record, which is JSON, can hold the strings that the kernel takes as
// bytes. A file name in EUC-KR would come back changed.
func checkText(s *specs.Spec) error {
	words := append([]string{s.Root.Path, s.Process.Cwd}, append(s.Process.Args, s.Process.Env...)...)
	for _, m := range s.Mounts {
		words = append(words, m.Source, m.Destination)
	}
	for _, w := range words {
		if !utf8.ValidString(w) {
			return fmt.Errorf("keep container with %q: %w", w, ErrNotText)
		}
	}
	return nil
}
