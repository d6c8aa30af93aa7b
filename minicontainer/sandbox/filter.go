// The filter of system calls, on its way from the spec to the process.
//
// The parent half assembles it (package confine/seccomp), and sends the finished program: the rules are a hundred times its size. When the
// child half installs it depends on no_new_privs. Without it, to install a filter takes CAP_SYS_ADMIN, so it comes before the
// change of user, and must allow what the child half still has to do; with it, it is the last step.

package sandbox

import (
	"bytes"
	"encoding/binary"
	"fmt"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/confine"
	"github.com/minicontainer/minicontainer/minicontainer/confine/seccomp"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// filter is a program, in bytes of this machine's order, as JSON has a short form for those.
type filter struct {
	Program []byte
	Flags   uint
}

// rules are the spec's, or else the default ones where they are wanted; nil if there are none.
func (c Container) rules() (*specs.LinuxSeccomp, error) {
	s := c.Spec
	switch {
	case s == nil || s.Process == nil:
		return nil, nil
	case s.Linux != nil && s.Linux.Seccomp != nil:
		return s.Linux.Seccomp, nil
	case !c.DefaultFilter:
		return nil, nil
	case s.Process.Capabilities == nil:
		return seccomp.Default(confine.Names())
	}
	return seccomp.Default(s.Process.Capabilities.Bounding)
}

// newFilter assembles rules.
func newFilter(rules *specs.LinuxSeccomp) (*filter, error) {
	flags, err := seccomp.Flags(rules)
	if err != nil {
		return nil, fmt.Errorf("read spec: linux.seccomp: %w", err)
	}
	program, err := seccomp.Assemble(rules, seccomp.Native())
	if err != nil {
		return nil, fmt.Errorf("read spec: linux.seccomp: %w", err)
	}
	var b bytes.Buffer
	if err := binary.Write(&b, binary.NativeEndian, program); err != nil {
		return nil, err
	}
	return &filter{b.Bytes(), flags}, nil
}

// withFilter assembles the filter unless that is done.
func (c Container) withFilter() (Container, error) {
	if c.filter != nil {
		return c, nil
	}
	rules, err := c.rules()
	if err != nil || rules == nil {
		return c, err
	}
	c.filter, err = newFilter(rules)
	return c, err
}

// filtering is the step, if there is a filter, and this is the moment.
func (c Container) filtering(last bool) []plan.Step {
	if c.filter == nil || c.Spec.Process.NoNewPrivileges != last {
		return nil
	}
	return []plan.Step{installFilter{c.filter}}
}

type installFilter struct{ filter *filter }

// instructionSize is that of a struct sock_filter.
const instructionSize = 8

func (installFilter) Name() string { return "filter system calls" }
func (i installFilter) Line() string {
	return plan.NotTypable(fmt.Sprintf("a filter of system calls, %d instructions long, for this process and all that come after it", len(i.filter.Program)/instructionSize))
}

func (i installFilter) Do() error {
	program := make(seccomp.Program, len(i.filter.Program)/instructionSize)
	if err := binary.Read(bytes.NewReader(i.filter.Program), binary.NativeEndian, program); err != nil {
		return fmt.Errorf("read filter of system calls: %w", err)
	}
	return seccomp.Install(program, i.filter.Flags)
}
