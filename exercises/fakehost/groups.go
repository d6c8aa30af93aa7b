//go:build linux

// Control groups of the fake host's own.
//
// An exercise about control groups needs a machine whose groups may be made, filled and removed. So the
// fake host gets a group of the real machine, in every hierarchy, that belongs to its root
// (package grade makes them), and a cgroup namespace whose top these groups are:
//
//	the machine                                 the fake host
//	/sys/fs/cgroup/memory/CAGE/host             /sys/fs/cgroup/memory
//	/sys/fs/cgroup/unified/CAGE/host            /sys/fs/cgroup/unified
//	/sys/fs/cgroup/unified/CAGE/host/shell      /sys/fs/cgroup/unified/shell
//
// Its processes are in the top of each tree of version 1, as those of most machines are. In version 2 a group
// that hands controllers down holds no processes, but for the real top of the tree. There they are in
// a leaf, as on every machine that systemd has started.
//
// The top of a namespace is the group that its maker is in, so the first process waits until it
// has been put there. Source: cgroup_namespaces(7); cgroup-v2.rst, "No Internal Process Constraint".

package fakehost

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
)

// Tree is one hierarchy of control groups, as the fake host has it.
type Tree struct {
	Version     int      // 1 or 2
	Controllers []string // of version 1 also "name=…"
	Point       string   // where it is mounted in the fake host
}

// Leaf is the group of version 2 that the fake host's processes are in.
const Leaf = "shell"

const groupsTop = "/sys/fs/cgroup"

// groupsName is the name under which this program is the fake host's first process until it has its groups.
const groupsName = "fakehost-groups"

func init() {
	if filepath.Base(os.Args[0]) == groupsName && os.Getpid() == 1 && len(os.Args) > 2 {
		os.Exit(enterGroups(os.Args[1], os.Args[2:])) //nolint:forbidigo // a program of its own
	}
}

// enterGroups waits for a byte, makes the namespace and the mounts, and becomes the command.
func enterGroups(trees string, command []string) int {
	if n, err := os.Stdin.Read(make([]byte, 1)); n != 1 || err != nil {
		return 125 // the judge is gone
	}
	if err := makeGroups(trees); err != nil {
		fmt.Fprintf(os.Stderr, "make control groups: %v\n", err)
		return 125
	}
	fmt.Fprintln(os.Stderr, syscall.Exec(command[0], command, os.Environ()))
	return 126
}

func makeGroups(text string) error {
	var trees []Tree
	if err := json.Unmarshal([]byte(text), &trees); err != nil {
		return err
	}
	if err := unix.Unshare(unix.CLONE_NEWCGROUP); err != nil {
		return fmt.Errorf("unshare: %w", err)
	}
	if len(trees) == 1 && trees[0].Point == groupsTop {
		return trees[0].mount()
	}
	if err := unix.Mount("tmpfs", groupsTop, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "mode=755,size=64k"); err != nil {
		return fmt.Errorf("mount tmpfs: %w", err)
	}
	for _, t := range trees {
		if err := errors.Join(os.MkdirAll(t.Point, 0o755), t.mount(), t.link()); err != nil {
			return err
		}
	}
	// As systemd leaves it: here is no place for a group.
	return unix.Mount("", groupsTop, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY|unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "")
}

func (t Tree) mount() error {
	const flags = unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC
	if t.Version == 2 {
		if err := unix.Mount("cgroup2", t.Point, "cgroup2", flags, ""); err != nil {
			return fmt.Errorf("mount cgroup2: %w", err)
		}
		return t.handDown()
	}
	options := strings.Join(t.Controllers, ",")
	if strings.HasPrefix(options, "name=") {
		options = "none," + options
	}
	if err := unix.Mount("cgroup", t.Point, "cgroup", flags, options); err != nil {
		return fmt.Errorf("mount cgroup %s: %w", options, err)
	}
	return nil
}

// handDown goes into the leaf, and has the top hand all its controllers down.
func (t Tree) handDown() error {
	if err := os.WriteFile(filepath.Join(t.Point, Leaf, "cgroup.procs"), []byte("0"), 0); err != nil {
		return err
	}
	have, err := os.ReadFile(filepath.Join(t.Point, "cgroup.controllers"))
	if err != nil {
		return err
	}
	for _, controller := range strings.Fields(string(have)) {
		// Some cannot be handed down everywhere; what an exercise needs, it looks for.
		os.WriteFile(filepath.Join(t.Point, "cgroup.subtree_control"), []byte("+"+controller), 0) //nolint:errcheck // see above
	}
	return nil
}

// link gives a tree of several controllers the name of each, too.
func (t Tree) link() error {
	if t.Version == 2 || len(t.Controllers) < 2 {
		return nil
	}
	for _, controller := range t.Controllers {
		err := os.Symlink(filepath.Base(t.Point), filepath.Join(filepath.Dir(t.Point), controller))
		if err != nil && !errors.Is(err, os.ErrExist) {
			return err
		}
	}
	return nil
}

// initCommand is the argument list of the first process, in a root directory with the tools.
func (f Fence) initCommand(root string, command []string) ([]string, error) {
	if len(f.Trees) == 0 {
		return command, nil
	}
	trees, err := json.Marshal(f.Trees)
	if err != nil {
		return nil, err
	}
	program := filepath.Join(Tools, groupsName)
	return append([]string{program, string(trees)}, command...), os.Symlink("minibox", filepath.Join(root, program))
}

// admit puts the first process into the tops of the trees, and lets it go on.
func (f Fence) admit(pid int, gate *os.File) error {
	if len(f.Trees) == 0 {
		return nil
	}
	for i, t := range f.Trees {
		top := f.Procs[i]
		if t.Version == 2 {
			top = f.Top
		}
		if _, err := top.Write([]byte(strconv.Itoa(pid))); err != nil {
			return fmt.Errorf("put the fake host into its control groups: %w", err)
		}
	}
	_, err := gate.Write([]byte{goAhead})
	return err
}

// Tree is the hierarchy whose groups have the controller. There is none if the machine has none to give.
func (h *Host) Tree(controller string) (Tree, bool) {
	i := slices.IndexFunc(h.fence.Trees, func(t Tree) bool { return slices.Contains(h.controllers(t), controller) })
	if i < 0 {
		return Tree{}, false
	}
	return h.fence.Trees[i], true
}

// openTops holds the tops of the trees open: what a program mounts over them later hides nothing from the judge.
func (h *Host) openTops() error {
	for _, t := range h.fence.Trees {
		top, err := os.Open(filepath.Join(h.Root(), t.Point))
		if err != nil {
			return fmt.Errorf("open control groups: %w", err)
		}
		h.tops = append(h.tops, top)
	}
	return nil
}

// Top is the directory of a tree's top as a path of the judge's.
func (h *Host) Top(t Tree) string {
	i := slices.IndexFunc(h.fence.Trees, func(other Tree) bool { return other.Point == t.Point })
	return fmt.Sprintf("/proc/self/fd/%d", h.tops[i].Fd())
}

// Trees are all hierarchies.
func (h *Host) Trees() []Tree { return slices.Clone(h.fence.Trees) }

// controllers are those that a group below the top has.
func (h *Host) controllers(t Tree) []string {
	if t.Version == 1 {
		return t.Controllers
	}
	text, err := os.ReadFile(filepath.Join(h.Top(t), "cgroup.subtree_control"))
	if err != nil {
		return nil
	}
	return strings.Fields(string(text))
}

// Group is the group that a process is in, as the fake host calls it: "/" is the top. It is "" if the process has
// ended, or is outside.
func (h *Host) Group(p Process, t Tree) string {
	group, ok := h.groupOnMachine(p, t)
	top, there := h.groupOnMachine(h.First(), t)
	if t.Version == 2 { // whose first process is in the leaf
		top = strings.TrimSuffix(top, "/"+Leaf)
	}
	if below, inside := strings.CutPrefix(group, top); ok && there && inside {
		return "/" + strings.TrimPrefix(below, "/")
	}
	return ""
}

// groupOnMachine reads /proc/PID/cgroup, "ID:CONTROLLERS:PATH", in the judge's cgroup namespace.
func (h *Host) groupOnMachine(p Process, t Tree) (string, bool) {
	text, err := os.ReadFile(p.path("cgroup"))
	if err != nil {
		return "", false
	}
	for _, line := range strings.Split(string(text), "\n") {
		fields := strings.SplitN(line, ":", 3)
		if len(fields) == 3 && t.isCalled(fields[1]) {
			return fields[2], true
		}
	}
	return "", false
}

// isCalled tells the hierarchy by what stands for it in /proc/PID/cgroup: its controllers, nothing for version 2.
func (t Tree) isCalled(controllers string) bool {
	if t.Version == 2 {
		return controllers == ""
	}
	first, _, _ := strings.Cut(controllers, ",")
	return slices.Contains(t.Controllers, first)
}

// thaw lets go what is frozen: in version 1 a frozen process cannot even be killed.
func (h *Host) thaw() {
	if len(h.tops) < len(h.fence.Trees) {
		return // it was not finished
	}
	t, ok := h.Tree("freezer")
	if !ok || t.Version == 2 {
		return
	}
	cgroup.Walk(h.Top(t)+"/.", cgroup.ThawAt, func(int, string) {}) //nolint:errcheck // what cannot be read is gone
}
