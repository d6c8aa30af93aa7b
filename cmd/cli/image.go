//go:build linux

// Where a container's root comes from: a directory, or an image by name.

package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// Root is the root directory of a container to be.
type Root struct {
	Path    string          // what becomes "/"
	Files   []string        // where its /etc/passwd can be read now: the first of them that has one
	Scratch *rootfs.Scratch // set for an image

	image *engine.Files
}

// Config is what the image says is to be run; a directory and the built-in image say nothing.
func (r Root) Config() dockerspec.DockerOCIImageConfig {
	if r.image == nil || r.image.Config == nil {
		return dockerspec.DockerOCIImageConfig{}
	}
	return *r.image.Config
}

// KeepIn has what the container writes stay in dir, which is made if it is missing. What has been written there before is
// there again, if the image is the same.
func (r *Root) KeepIn(dir string) error {
	if r.image == nil {
		return errors.New("keep what is written: a ROOTFS keeps it in itself")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("keep what is written: %w", err)
	}
	scratch, err := r.image.Kept(dir, dir)
	if err != nil {
		return err
	}
	if scratch.Copy {
		return fmt.Errorf("keep what is written in %s: no overlay can write there", dir)
	}
	r.Scratch, r.Path = scratch, scratch.Root()
	return nil
}

// Kept is to follow KeepIn when the container has ended. The directory that an overlay works in is the kernel's, with no
// rights at all: an ordinary user could not remove what is around it.
func (r *Root) Kept() error {
	err := os.Chmod(filepath.Join(r.Scratch.Stage, "work", "work"), 0o700)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("keep what was written: %w", err)
	}
	return nil
}

// FindImage finds an image in the store, into which the built-in one is put first if it is asked for.
func FindImage(name string) (*image.Store, image.Image, error) {
	state, err := StateDir()
	if err != nil {
		return nil, image.Image{}, err
	}
	e := engine.New(state)
	i, err := e.FindImage(name)
	return e.Images(), i, err
}

// Close gives an image's files up, which stay until then.
func (r Root) Close() { r.image.Close() }

// OpenRoot finds the root that a command line names: a directory, if the name
// begins with /, ./ or ../, else an image. The caller closes it when the container has
// ended. A directory that cannot be a root is a *rootfs.Refusal.
func OpenRoot(state, name string) (Root, error) {
	return OpenRootFor(state, name, namespace.OfCaller())
}

// OpenRootFor is OpenRoot for a container with these ids. An image's files have to belong to its
// root, or they would be nobody's inside; a directory is taken as it is.
func OpenRootFor(state, name string, users namespace.Maps) (Root, error) {
	if isDirectory(name) {
		path, err := rootfs.Check(name)
		return Root{Path: path, Files: []string{path}}, err
	}
	files, err := engine.OpenFiles(state, name, users)
	if err != nil {
		return Root{}, err
	}
	scratch, err := files.Scratch()
	if err != nil {
		files.Close()
		return Root{}, err
	}
	return Root{Path: scratch.Root(), Files: files.Roots, Scratch: scratch, image: files}, nil
}

// isDirectory tells a ROOTFS from the name of an image, by its first characters.
func isDirectory(name string) bool {
	return strings.HasPrefix(name, "/") || strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") || name == "." || name == ".."
}

// Exposed are the ports that the image names.
func (r Root) Exposed() []string { return slices.Collect(maps.Keys(r.Config().ExposedPorts)) }
