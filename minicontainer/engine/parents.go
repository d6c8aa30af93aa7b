// --cgroup-parent: groups that somebody wants containers to be below, whose limits hold for all of them together.
//
//	/PARENT/minicontainer-1a2b3c4d/ID
//
// Below it, too, containers have a directory of their own, by which what a crash leaves is known. Where to look is written down
// before the first group is made:
//
//	STATE/cgroup-parents   a line of JSON for each: {"path":"web","there":["/sys/fs/cgroup/pids/web"]}
//
// The directories that were there before somebody else has made. Of the others, those that are empty go.

package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// parentsName is the file's name.
const parentsName = "cgroup-parents"

// GroupPathBelow is where a container's group is, below a group that somebody has named; "" is none.
func GroupPathBelow(parent, state, id string) string {
	return path.Join("/", parent, groupsOf(state), id)
}

// groupPath is where a container's group is. One without a group has none there.
func (e *Engine) groupPath(r record.Record) string {
	return GroupPathBelow(r.Options.CgroupParent, e.state, r.ID)[1:]
}

// UseParent writes down that containers are made below a group. It must be a path of names.
func (e *Engine) UseParent(parent string) error {
	parent = strings.Trim(parent, "/")
	g, err := cgroup.Find(parent)
	if err != nil {
		return fmt.Errorf("read --cgroup-parent: %w", err)
	}
	if slices.ContainsFunc(e.parents(), func(known groupParent) bool { return known.Path == parent }) {
		return nil
	}
	line, err := json.Marshal(groupParent{parent, g.Dirs()})
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(e.state, parentsName), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err == nil {
		_, err = f.Write(append(line, '\n')) // one write, whole or not at all among others
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return fmt.Errorf("write down --cgroup-parent: %w", err)
	}
	return nil
}

// groupParent is a line of the file.
type groupParent struct {
	Path  string   `json:"path"`
	There []string `json:"there,omitempty"` // its directories that are not ours
}

// parents are all places where groups of containers may be: the first is that of containers without a parent.
func (e *Engine) parents() []groupParent {
	list := []groupParent{{}}
	text, err := os.ReadFile(filepath.Join(e.state, parentsName))
	if errors.Is(err, fs.ErrNotExist) {
		return list
	}
	for _, line := range strings.Split(string(text), "\n") {
		var p groupParent
		if json.Unmarshal([]byte(line), &p) == nil && p.Path != "" {
			list = append(list, p)
		}
	}
	return list
}

// groups is the directory of the containers' groups below it.
func (p groupParent) groups(state string) string { return path.Join(p.Path, groupsOf(state)) }

// leave takes away what is empty.
func (p groupParent) leave(state string) {
	cgroup.RemoveEmpty(p.groups(state)) //nolint:errcheck // it is in nobody's way
	if p.Path != "" {
		cgroup.RemoveEmpty(p.Path, p.There...) //nolint:errcheck // as above
	}
}

// leftGroups are the paths of all groups of containers.
func (e *Engine) leftGroups() (all []string, err error) {
	for _, p := range e.parents() {
		left, err := cgroup.Left(p.groups(e.state) + "/")
		if err != nil {
			return nil, err
		}
		all = append(all, left...)
	}
	return all, nil
}
