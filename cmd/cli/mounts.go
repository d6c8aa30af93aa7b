//go:build linux

// What a container has mounted, as ps and inspect tell it.

package cli

import (
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// mountView is a mount that was asked for, with Docker's names.
type mountView struct {
	Type        string
	Name        string `json:",omitempty"` // of a volume
	Source      string
	Destination string
	Driver      string `json:",omitempty"`
	Mode        string
	RW          bool
	Propagation string
}

// mountsOf are the mounts that somebody has asked for, and not those that every container has. What --tmpfs asks for is
// told elsewhere, as in Docker.
func mountsOf(e *engine.Engine, r record.Record) (list []mountView) {
	volumes, usual := e.Volumes(), oci.Default(oci.Choices{}).Mounts
	for _, m := range r.Spec.Mounts {
		bound := slices.Contains(m.Options, "bind") || slices.Contains(m.Options, "rbind")
		_, light := r.Options.Tmpfs[m.Destination]
		if light || isShared(m) || !bound && slices.ContainsFunc(usual, sameAs(m)) {
			continue
		}
		v := mountView{Type: m.Type, Destination: m.Destination, RW: writable(m)}
		if bound {
			v.Type, v.Source, v.Propagation = "bind", m.Source, propagation(m)
		}
		if name, is := volumes.NameOf(m.Source); bound && is {
			v.Type, v.Name, v.Driver, v.Propagation = "volume", name, "local", ""
		}
		list = append(list, v)
	}
	return list
}

// isShared tells whether a mount shows the machine's own directory, because the container shares what is in it.
func isShared(m specs.Mount) bool {
	return m.Source == m.Destination && slices.Contains([]string{"/proc", "/sys", "/dev/shm", "/dev/mqueue"}, m.Destination)
}

func sameAs(m specs.Mount) func(specs.Mount) bool {
	return func(o specs.Mount) bool { return o.Destination == m.Destination && o.Type == m.Type }
}

func writable(m specs.Mount) bool {
	return !slices.Contains(m.Options, "ro") && !slices.Contains(m.Options, "rro")
}

// propagation is the word among a mount's options that says how later mounts pass it; rprivate if there is none.
func propagation(m specs.Mount) string {
	for _, option := range m.Options {
		if strings.HasSuffix(option, "private") || strings.HasSuffix(option, "slave") || strings.HasSuffix(option, "shared") {
			return option
		}
	}
	return "rprivate"
}

// mountsColumn is how ps shows them.
func mountsColumn(list []mountView, whole bool) string {
	var words []string
	for _, m := range list {
		word := Or(m.Name, m.Source)
		if !whole {
			const shown = 15
			word = shorten(word, shown)
		}
		words = append(words, word)
	}
	return strings.Join(words, ",")
}

// volumesAmong are the names of the volumes among mounts.
func volumesAmong(list []mountView) (names []string) {
	for _, m := range list {
		if m.Name != "" {
			names = append(names, m.Name)
		}
	}
	return names
}
