package lifecycle

import (
	"fmt"
	"path/filepath"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/oci"
)

// Bundle is a container to be made, as its owner has written it down. Create and Run change the spec: they fill in what it leaves to
// the runtime.
type Bundle struct {
	Spec *specs.Spec

	dir  string // absolute
	text []byte // of config.json
}

// ReadBundle reads the bundle in a directory.
func ReadBundle(dir string) (*Bundle, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("read bundle: %w", err)
	}
	text, err := oci.Read(dir)
	if err != nil {
		return nil, err
	}
	spec, err := oci.Parse(text, dir)
	if err != nil {
		return nil, err
	}
	return &Bundle{Spec: spec, dir: dir, text: text}, nil
}

// Spec is the container's as its owner had written it when it was created, and with the group that it was given.
func (c *Container) Spec() (*specs.Spec, error) {
	text, err := oci.Read(c.dir())
	if err != nil {
		return nil, err
	}
	dir := c.kept.Bundle
	if !c.made {
		dir = c.dir() // whoever was to write it down was killed; nobody looks for the files any more
	}
	spec, err := oci.Parse(text, dir)
	if err != nil {
		return nil, err
	}
	if spec.Linux == nil {
		spec.Linux = &specs.Linux{}
	}
	nameGroup(c.ID, spec)
	return spec, nil
}
