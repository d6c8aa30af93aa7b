package engine

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// Config is a container to be.
type Config struct {
	ID    string // record.NewID()
	Name  string // "" for one at random
	Image string // as the caller named it

	// Files, if set, is the image that the root lies over, else Spec.Root.Path is the root
	// itself. The caller closes it.
	Files *base.Image
	Spec  *specs.Spec // its Root.Path is set here for an image

	Init   bool // a small init is the first process
	Remove bool // when it ends
	Stdin  bool // keep stdin open, though nobody types
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
	if err := e.makeFiles(r, d); err != nil {
		d.Abandon()
		return nil, err
	}
	e.before("write record")
	return d.Commit(r)
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
		Init: c.Init, Remove: c.Remove, Stdin: c.Stdin,
		State: record.State{Status: record.Created},
	}
	if c.Files != nil {
		r.Scratch = e.scratch(c, d)
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
