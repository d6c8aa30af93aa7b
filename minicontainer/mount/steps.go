package mount

import (
	"fmt"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Steps plans one mount of a container: the mount point, then each call in the
// order the kernel needs them. The arguments are the fields of the OCI spec's
// Mount and the container's root directory on the host.
// Source: runtime-spec config.md "Mounts".
func Steps(root, target, fstype, source string, options []string) ([]plan.Step, error) {
	o, err := ParseOptions(options)
	if err != nil {
		return nil, fmt.Errorf("plan mount of %s: %w", target, err)
	}
	if !strings.HasPrefix(target, "/") {
		return nil, fmt.Errorf("plan mount of %q: the destination is not an absolute path", target)
	}
	if strings.ContainsRune(target+source+fstype, 0) {
		return nil, fmt.Errorf("plan mount of %q: a NUL byte ends a path in the kernel", target)
	}
	if o.Flags&unix.MS_BIND != 0 {
		// The kernel ignores data of a bind mount: what is asked for there and is no
		// flag we know would silently not happen.
		if len(o.Data) > 0 {
			return nil, fmt.Errorf("plan bind mount of %s: unknown option %q", target, o.Data[0])
		}
		return bindSteps(root, target, source, o), nil
	}
	steps := []plan.Step{
		Point{Root: root, Target: target},
		Mount{Root: root, Target: target, Source: source, FSType: fstype, Flags: o.Flags, Data: o.Data},
	}
	return append(steps, afterwards(root, target, o)...), nil
}

// bindSteps: the bind itself takes no flag but MS_REC; the others come by remount.
func bindSteps(root, target, source string, o Options) []plan.Step {
	steps := []plan.Step{
		Point{Root: root, Target: target, Like: source},
		Mount{Root: root, Target: target, Source: source, Flags: o.Flags & (unix.MS_BIND | unix.MS_REC)},
	}
	if pid, path, other := borrowed(source); other {
		steps = []plan.Step{Point{Root: root, Target: target}, Borrow{Root: root, Target: target, Pid: pid, Path: path}}
	}
	return bound(steps, root, target, o)
}

// bound adds what the options ask for of a bind mount that is there.
func bound(steps []plan.Step, root, target string, o Options) []plan.Step {
	if rest := o.Flags &^ (unix.MS_BIND | unix.MS_REC); rest != 0 || o.Lift != 0 {
		steps = append(steps, Mount{Root: root, Target: target, Flags: unix.MS_REMOUNT | unix.MS_BIND | rest, Lift: o.Lift})
	}
	return append(steps, afterwards(root, target, o)...)
}

// afterwards are the changes that are calls of their own.
func afterwards(root, target string, o Options) []plan.Step {
	var steps []plan.Step
	for _, bits := range o.Propagation {
		steps = append(steps, Mount{Root: root, Target: target, Flags: bits})
	}
	if o.ReadOnly {
		steps = append(steps, ReadOnlyTree{Root: root, Target: target})
	}
	return steps
}
