package engine

import (
	"os"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// Storage is how the files of containers that stay are kept here.
type Storage struct {
	How string // overlay, or copy
	Why string // not the first of these
}

// Storage tries it in the state directory, which is made if it is missing.
func (e *Engine) Storage() (Storage, error) {
	if err := base.Mountable(e.state); err != nil {
		return Storage{}, err
	}
	if err := os.MkdirAll(e.state, 0o755); err != nil {
		return Storage{}, err
	}
	below := rootfs.Below{UserNamespace: rootfs.InUserNamespace()}
	s, err := below.Kept(e.state, e.state)
	switch {
	case err != nil:
		return Storage{}, err
	case !s.Copy:
		return Storage{How: "overlay"}, nil
	case rootfs.CanBeUpper(e.state, below.UserNamespace):
		return Storage{"copy", "this kernel mounts no overlay for us (root loads the module; an ordinary user needs it loaded, and Linux 5.11)"}, nil
	}
	return Storage{"copy", "an overlay cannot write into the file system of " + e.state + ": another overlay, or one without extended attributes. A volume or a tmpfs there would do"}, nil
}
