// Which namespaces a spec asks for: new ones, ones to join, or, where it is silent, the caller's.

package sandbox

import (
	"fmt"
	"os"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// findNamespace is what the spec says of one kind.
func findNamespace(s *specs.Spec, kind specs.LinuxNamespaceType) (ns specs.LinuxNamespace, ok bool) {
	if s.Linux == nil {
		return ns, false
	}
	for _, ns := range s.Linux.Namespaces {
		if ns.Type == kind {
			return ns, true
		}
	}
	return ns, false
}

// hasNamespace tells whether the container has one of its own, new or joined.
func hasNamespace(s *specs.Spec, kind specs.LinuxNamespaceType) bool {
	_, ok := findNamespace(s, kind)
	return ok
}

// ownMounts tells whether the container has a mount namespace to itself. In one that it joins it must not change what others see: there,
// as without one, it gets its root by chroot alone, and no mounts.
func ownMounts(s *specs.Spec) bool { return makesNamespace(s, specs.MountNamespace) }

// makesNamespace tells whether a new one is made.
func makesNamespace(s *specs.Spec, kind specs.LinuxNamespaceType) bool {
	ns, ok := findNamespace(s, kind)
	return ok && ns.Path == ""
}

// unknownNamespace is the first type that we do not know or that is there twice.
func unknownNamespace(namespaces []specs.LinuxNamespace) specs.LinuxNamespaceType {
	left := map[specs.LinuxNamespaceType]int{}
	for _, k := range namespace.Kinds {
		left[k.Type] = 1
	}
	for _, ns := range namespaces {
		if left[ns.Type]--; left[ns.Type] < 0 {
			return ns.Type
		}
	}
	return ""
}

// cloneFlags are the namespaces to make together with the child process: all but that
// of time, whose clocks are set before the first process is in it (see clocks.go), and that of control
// groups, if the process has to be in its own first (see groups.go).
func cloneFlags(s *specs.Spec) (flags uintptr) {
	for _, k := range namespace.Kinds {
		if makesNamespace(s, k.Type) && k.Type != specs.TimeNamespace && (k.Type != specs.CgroupNamespace || !grouped(s)) {
			flags |= k.Flag
		}
	}
	return flags
}

// openJoined opens the namespaces to join, in their order. The caller closes the files.
func openJoined(s *specs.Spec) ([]*os.File, error) {
	var files []*os.File
	for _, k := range namespace.JoinOrder(os.Geteuid() == 0) {
		ns, _ := findNamespace(s, k.Type)
		if ns.Path == "" {
			continue
		}
		f, err := namespace.Open(ns.Path, k)
		if err != nil {
			namespace.Close(files)
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// joinOptions are the words of nsenter(1) for the namespaces to join.
func joinOptions(s *specs.Spec) (options []string) {
	for _, k := range namespace.Kinds {
		if ns, ok := findNamespace(s, k.Type); ok && ns.Path != "" {
			options = append(options, k.Option+"="+ns.Path)
		}
	}
	return options
}

// makeOptions are the words of unshare(1) for the namespaces to make.
func makeOptions(s *specs.Spec) (options []string) {
	for _, k := range namespace.Kinds {
		if makesNamespace(s, k.Type) {
			options = append(options, k.Option)
		}
	}
	if makesNamespace(s, specs.UserNamespace) {
		options = append(options, mapOptions(s.Linux)...)
	}
	if makesNamespace(s, specs.TimeNamespace) {
		options = append(options, clockOptions(s.Linux.TimeOffsets)...)
	}
	return options
}

// mapOptions are the words of unshare(1) for the ids of a new user namespace. --map-auto is for
// those that /etc/subuid gives to an ordinary user.
func mapOptions(linux *specs.Linux) []string {
	m := linux.UIDMappings
	switch {
	case len(m) == 1 && m[0].Size == 1:
		return []string{"--map-root-user"}
	case len(m) > 1:
		return []string{"--map-root-user", "--map-auto"}
	}
	var options []string
	for _, m := range linux.UIDMappings {
		options = append(options, fmt.Sprintf("--map-users=%d,%d,%d", m.HostID, m.ContainerID, m.Size))
	}
	for _, m := range linux.GIDMappings {
		options = append(options, fmt.Sprintf("--map-groups=%d,%d,%d", m.HostID, m.ContainerID, m.Size))
	}
	return append(options, "--setuid=0", "--setgid=0")
}

// create is the step that the parent half does itself: the namespaces to join are joined, the
// others made together with the process in them.
type create struct{ spec *specs.Spec }

func (create) Name() string { return "create namespaces" }

func (c create) Line() string {
	var words []string
	if joined := joinOptions(c.spec); len(joined) > 0 {
		words = append(append(words, "nsenter"), joined...)
	}
	if made := makeOptions(c.spec); len(made) > 0 {
		words = append(append(words, "unshare", "--fork"), made...)
	}
	if len(words) == 0 {
		return "# no namespaces: only the root directory changes"
	}
	return strings.TrimSpace(plan.Quote(append(words, "sh")...))
}

// idMaps are the ids of a new user namespace.
func idMaps(s *specs.Spec) namespace.Maps {
	return namespace.Maps{UIDs: s.Linux.UIDMappings, GIDs: s.Linux.GIDMappings}
}
