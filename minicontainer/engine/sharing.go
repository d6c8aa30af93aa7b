// Namespaces that a container has in common with another one: by --pid container:NAME, --ipc container:NAME, --network container:NAME.
//
// A namespace lives as long as a process is in it, and another one is made when its owner starts again. So whom a container joins is
// written down by id, and looked up with each start.

package engine

import (
	"fmt"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// SharedSpec is a spec with the namespaces of other containers that the options speak of, which have to run.
func (e *Engine) SharedSpec(s *specs.Spec, o record.Options) (*specs.Spec, error) {
	s, _, err := e.join(s, o.PidMode, specs.PIDNamespace)
	if err != nil {
		return nil, err
	}
	s, owner, err := e.join(s, o.IpcMode, specs.IPCNamespace)
	if err != nil || owner.ID == "" {
		return s, err
	}
	return withMemoryOf(s, owner), nil
}

// join has a container join the namespace of the one that a word names: container:ID. Another word changes nothing.
func (e *Engine) join(s *specs.Spec, word string, kind specs.LinuxNamespaceType) (*specs.Spec, record.Record, error) {
	id, joins := strings.CutPrefix(word, "container:")
	if !joins {
		return s, record.Record{}, nil
	}
	owner, err := e.joined(id, string(kind))
	if err != nil {
		return nil, owner, err
	}
	changed := *s
	changed.Linux = Joining(*s.Linux, kind, namespaceOf(owner, kind))
	return &changed, owner, nil
}

// namespaceOf is the file of a namespace of a container that runs. Source: namespaces(7).
func namespaceOf(r record.Record, kind specs.LinuxNamespaceType) string {
	file := string(kind)
	if kind == specs.NetworkNamespace {
		file = "net"
	}
	return fmt.Sprintf("/proc/%d/ns/%s", r.State.Process.PID, file)
}

// Joining is the same with a namespace that is there already.
func Joining(linux specs.Linux, kind specs.LinuxNamespaceType, path string) *specs.Linux {
	linux.Namespaces = slices.Clone(linux.Namespaces)
	for i, ns := range linux.Namespaces {
		if ns.Type == kind {
			linux.Namespaces[i].Path = path
		}
	}
	return &linux
}

// joined is the container that another one joins.
func (e *Engine) joined(id, what string) (record.Record, error) {
	other, err := e.Inspect(id)
	if err == nil {
		err = running("join the "+what+" namespace of", other)
	}
	return other, err
}

// withMemoryOf shows the other one's /dev/shm: objects that POSIX names are files there, in no IPC namespace. Source: shm_overview(7).
func withMemoryOf(s *specs.Spec, owner record.Record) *specs.Spec {
	changed := *s
	changed.Mounts = slices.Clone(s.Mounts)
	for i, m := range changed.Mounts {
		if m.Destination == "/dev/shm" && m.Type == "tmpfs" {
			source := fmt.Sprintf("/proc/%d/root/dev/shm", owner.State.Process.PID)
			changed.Mounts[i] = specs.Mount{Destination: m.Destination, Source: source, Options: []string{"bind"}}
		}
	}
	return &changed
}
