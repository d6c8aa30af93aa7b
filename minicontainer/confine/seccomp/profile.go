// Which calls an ordinary container may make. The list is Docker's, which has grown since 2016 by everything that
// broke, and everything that was broken into: 360 calls are allowed, and the rest fail with EPERM. A container that has a capability gets the
// calls that are of no use without it, too; so the list depends on the container, and on the kernel and the architecture.
//
// A file of --security-opt seccomp=FILE is in the same form: the rules of a spec, each with conditions of its own
// ("includes", "excludes": capabilities, architectures, the kernel's version).

package seccomp

import (
	"fmt"
	"os"

	profiles "github.com/moby/profiles/seccomp"
	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Default is Docker's profile for a container whose bounding set is the named capabilities (CAP_CHOWN), on
// this kernel and architecture. The caller may change it.
func Default(bounding []string) (*specs.LinuxSeccomp, error) {
	s, err := profiles.GetDefaultProfile(bounded(bounding))
	if err != nil {
		return nil, fmt.Errorf("make default seccomp profile: %w", err)
	}
	return s, nil
}

// Profile is the one that the word of --security-opt seccomp=WORD stands for: nothing for "unconfined", the default one
// for "builtin", and else what is in the file of that name, in Docker's form. A file that says nothing is nothing.
func Profile(word string, bounding []string) (*specs.LinuxSeccomp, error) {
	switch word {
	case "unconfined":
		return nil, nil
	case "builtin":
		return Default(bounding)
	}
	text, err := os.ReadFile(word)
	if err != nil {
		return nil, fmt.Errorf("read seccomp profile %s: %w", word, syscalls.Cause(err))
	}
	s, err := profiles.LoadProfile(string(text), bounded(bounding))
	if err != nil {
		return nil, fmt.Errorf("read seccomp profile %s: %w", word, err)
	}
	return s, nil
}

// bounded is a spec that says what the conditions ask for.
func bounded(capabilities []string) *specs.Spec {
	return &specs.Spec{Process: &specs.Process{Capabilities: &specs.LinuxCapabilities{Bounding: capabilities}}}
}
