//go:build linux

// Where a container's root comes from: a directory, or an image by name.

package cli

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// openedRoot is the root directory of a container to be.
type openedRoot struct {
	path    string          // what becomes "/"
	files   string          // where its /etc/passwd can be read now
	scratch *rootfs.Scratch // set for an image
	image   *base.Image
}

func (r openedRoot) close() {
	if r.image != nil {
		r.image.Close() //nolint:errcheck // only a lock was held
	}
}

var errUnknownImage = errors.New("no such image here")

// openRoot finds the root that a command line names.
func openRoot(state, name string) (openedRoot, error) {
	if strings.HasPrefix(name, "/") || strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") || name == "." || name == ".." {
		path, err := rootfs.Check(name)
		return openedRoot{path: path, files: path}, err
	}
	if err := checkImageName(name); err != nil {
		return openedRoot{}, err
	}
	if strings.TrimSuffix(name, ":latest") != "base" {
		return openedRoot{}, fmt.Errorf("find image %s: %w", name, errUnknownImage)
	}
	image, err := base.Open(state)
	if err != nil {
		return openedRoot{}, err
	}
	scratch := image.Scratch(state)
	return openedRoot{path: scratch.Root(), files: image.Root, scratch: scratch, image: image}, nil
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
