// Where a container's root comes from, and where what it writes goes.
//
//	a directory         as it is; nothing here is asked
//	an image, --rm      the image's files under a tmpfs, which goes with the container
//	an image            the image's files under CONTAINER/files, which stay: an overlay or,
//	                    where none can be had, a copy. Which of them is decided once

package engine

import (
	"fmt"
	"os"
	"path/filepath"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// filesName is where below a container's directory its writable files lie.
const filesName = "files"

// remapped tells whether root of the container is another user than we are.
func remapped(users namespace.Maps) bool {
	uid, _ := users.Root()
	return len(users.UIDs) > 0 && int(uid) != os.Geteuid()
}

func usersOf(s *specs.Spec) namespace.Maps {
	if s.Linux == nil {
		return namespace.Maps{}
	}
	return namespace.Maps{UIDs: s.Linux.UIDMappings, GIDs: s.Linux.GIDMappings}
}

// scratch decides where the container writes.
func (e *Engine) scratch(c Config, d *record.Draft) (*rootfs.Scratch, error) {
	if c.Remove {
		return c.Files.below.Scratch(c.Files.stage)
	}
	return c.Files.below.Kept(filepath.Join(e.store.Dir(c.ID), filesName), d.Dir())
}

// makeFiles makes the directory for what the container writes. Nobody else may look into
// it: a setuid program that root of a container makes is one on the host, too, and must not be in
// reach of the host's users (CVE-2021-41091).
func (e *Engine) makeFiles(r record.Record, d *record.Draft) error {
	if r.Scratch == nil || !r.Scratch.Keep {
		return nil
	}
	e.before("make files")
	here := *r.Scratch
	here.Stage = filepath.Join(d.Dir(), filesName) // which will be renamed to r.Scratch.Stage
	if err := os.Mkdir(here.Stage, 0o700); err != nil {
		return fmt.Errorf("make files: %w", err)
	}
	if here.Copy {
		if err := here.Fill(); err != nil {
			return err
		}
	}
	if users := usersOf(r.Spec); remapped(users) {
		uid, gid := users.Root()
		return rootfs.Give(here.Stage, uid, gid)
	}
	return nil
}
