// A tmpfs that begins with the files it would hide.
//
// A container with a read-only root may still have to write below /run, say, and find there what its image has. Engines ask for it by
// the option tmpcopyup, which is runc's and no file system's.

package sandbox

import (
	"fmt"
	"slices"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/mount"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

const copyUpOption = "tmpcopyup"

// mountWithCopy plans such a mount.
func mountWithCopy(root string, m specs.Mount) ([]plan.Step, error) {
	isCopyUp := func(word string) bool { return word == copyUpOption }
	steps, err := mount.Steps(root, m.Destination, m.Type, m.Source, slices.DeleteFunc(slices.Clone(m.Options), isCopyUp))
	if err != nil {
		return nil, err
	}
	for i, s := range steps {
		if m, ok := s.(mount.Mount); ok && m.FSType != "" {
			steps[i] = copyUp{m}
		}
	}
	return steps, nil
}

// copyUp mounts, and copies what was there before into the mount.
type copyUp struct{ mount.Mount }

func (c copyUp) Line() string {
	return fmt.Sprintf("below=$(mktemp -d) && mount --bind %s $below && %s && cp -a $below/. %[1]s && umount $below", plan.Quote(c.Root+c.Target), c.Mount.Line())
}

func (c copyUp) Do() error {
	below, err := syscalls.OpenInRoot(c.Root, c.Target, unix.O_RDONLY|unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	defer below.Close()
	if err := c.Mount.Do(); err != nil {
		return err
	}
	above, err := syscalls.OpenInRoot(c.Root, c.Target, unix.O_RDONLY|unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	defer above.Close()
	return rootfs.CopyTree{From: syscalls.FDPath(below) + "/", To: syscalls.FDPath(above)}.Do()
}
