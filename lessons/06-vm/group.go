//go:build linux

// The control group of a container: made before the process, named after this program's own number,
// and removed after the end.

package main

import (
	"errors"
	"os"
	"path"
	"strconv"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
)

// stageGroups is where the groups of this stage are, in each tree.
const stageGroups = "minicontainer-stage"

// enclose adds a group with the wanted limits to the spec, and removes groups that runs which were killed have left.
func (f runFlags) enclose(p *cli.Program, spec *specs.Spec) error {
	if err := sweep(); err != nil {
		return err
	}
	return f.Group(spec, path.Join("/", stageGroups, strconv.Itoa(os.Getpid())), p.Aside())
}

// sweep removes each group whose name is the number of no process any more. A container dies with its run, so
// nobody is in there.
func sweep() error {
	left, err := cgroup.Left(stageGroups + "/")
	if err != nil {
		return err
	}
	for _, name := range left {
		pid, err := strconv.Atoi(path.Base(name))
		if err != nil || !errors.Is(unix.Kill(pid, 0), unix.ESRCH) {
			continue
		}
		group, err := cgroup.Find(name)
		if err == nil {
			err = group.Remove()
		}
		if err != nil {
			return err
		}
	}
	return cgroup.RemoveEmpty(stageGroups)
}
