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
	if why := below.WhyCopy(e.state); why != "" {
		return Storage{"copy", string(why)}, nil
	}
	return Storage{How: "overlay"}, nil
}
