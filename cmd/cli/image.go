//go:build linux

// Where a container's root comes from: a directory, or an image by name.

package cli

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// Root is the root directory of a container to be.
type Root struct {
	Path    string          // what becomes "/"
	Files   string          // where its /etc/passwd can be read now
	Scratch *rootfs.Scratch // set for an image

	image *base.Image
}

// Close gives an image's files up, which stay until then.
func (r Root) Close() {
	if r.image != nil {
		r.image.Close() //nolint:errcheck // only a lock was held
	}
}

var errUnknownImage = errors.New("no such image here")

// OpenRoot finds the root that a command line names: a directory, if the name
// begins with /, ./ or ../, else an image. The caller closes it when the container has
// ended. A directory that cannot be a root is a *rootfs.Refusal.
func OpenRoot(state, name string) (Root, error) {
	return OpenRootFor(state, name, namespace.OfCaller())
}

// OpenRootFor is OpenRoot for a container with these ids. An image's files have to belong to its
// root, or they would be nobody's inside; a directory is taken as it is.
func OpenRootFor(state, name string, users namespace.Maps) (Root, error) {
	if strings.HasPrefix(name, "/") || strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") || name == "." || name == ".." {
		path, err := rootfs.Check(name)
		return Root{Path: path, Files: path}, err
	}
	if strings.TrimSuffix(name, ":latest") != "base" {
		err := checkImageName(name)
		if err == nil {
			err = fmt.Errorf("find image %s: %w", name, errUnknownImage)
		}
		return Root{}, err
	}
	image, state, err := engine.OpenBase(state, users)
	if err != nil {
		return Root{}, err
	}
	scratch := image.Scratch(state)
	return Root{Path: scratch.Root(), Files: image.Root, Scratch: scratch, image: image}, nil
}

// checkImageName refuses what cannot be an image's name, [HOST/]PATH[:TAG][@DIGEST], so
// that no name from outside ever reaches a path.
func checkImageName(name string) error {
	const longest = 255
	switch {
	case name == "":
		return errors.New("find image: the name is empty")
	case len(name) > longest:
		return fmt.Errorf("find image %.20s…: the name is %d bytes long, at most %d are allowed", name, len(name), longest)
	}
	form := regexp.MustCompile(`^[a-zA-Z0-9]+([._:-]+[a-zA-Z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[a-zA-Z0-9_][a-zA-Z0-9_.-]*)?(@[a-z0-9]+:[a-f0-9]+)?$`)
	if !form.MatchString(name) || strings.Contains(name, "..") {
		return fmt.Errorf("find image %q: not a name of the form [HOST/]NAME[:TAG]", name)
	}
	return nil
}
