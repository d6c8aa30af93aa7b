//go:build linux

// What a container does not share with the caller although it could: its users and its clocks.

package cli

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/namespace"
)

// Isolation is the flags --userns and --time-offset, which mean the same in all stages.
type Isolation struct {
	userns string
	clocks []string
}

// Values of --userns.
const (
	usernsAuto = "auto"
	usernsHost = "host"
)

// AddIsolation adds the flags to a command.
func (i *Isolation) AddIsolation(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&i.userns, "userns", "", "=auto, or nothing: root of the container is nobody\nin particular outside; host is the default for root")
	flags.Lookup("userns").NoOptDefVal = usernsAuto
	flags.StringArrayVar(&i.clocks, "time-offset", nil, "shift a clock of the container: `CLOCK=SECONDS`;\nboottime or monotonic")
}

// CheckIsolation refuses values that mean nothing.
func (i Isolation) CheckIsolation() error {
	if i.userns != "" && i.userns != usernsAuto && (i.userns != usernsHost || os.Geteuid() != 0) {
		return fmt.Errorf("read --userns %s: auto, or for root also host", i.userns)
	}
	_, err := i.timeOffsets()
	return err
}

// Users are the ids of the container's user namespace. Docker's daemon decides that for all
// containers (userns-remap); here each can have its own. An ordinary user cannot do without
// one: only its root may make the other namespaces.
func (i Isolation) Users() namespace.Maps {
	if i.userns == usernsAuto && os.Geteuid() == 0 {
		return namespace.Remapped()
	}
	return namespace.OfCaller()
}

// Isolate adds what the flags ask for to a spec. They have been checked.
func (i Isolation) Isolate(linux *specs.Linux) {
	if users := i.Users(); len(users.UIDs) > 0 {
		linux.UIDMappings, linux.GIDMappings = users.UIDs, users.GIDs
		addNamespace(linux, specs.UserNamespace)
	}
	if offsets, _ := i.timeOffsets(); len(offsets) > 0 { //nolint:errcheck // checked
		linux.TimeOffsets = offsets
		addNamespace(linux, specs.TimeNamespace)
	}
}

// addNamespace adds a new namespace of a kind that is not there yet.
func addNamespace(linux *specs.Linux, kind specs.LinuxNamespaceType) {
	for _, ns := range linux.Namespaces {
		if ns.Type == kind {
			return
		}
	}
	linux.Namespaces = append(linux.Namespaces, specs.LinuxNamespace{Type: kind})
}

// timeOffsets reads CLOCK=SECONDS; the sandbox knows which clocks there are.
func (i Isolation) timeOffsets() (map[string]specs.LinuxTimeOffset, error) {
	offsets := map[string]specs.LinuxTimeOffset{}
	for _, text := range i.clocks {
		clock, number, _ := strings.Cut(text, "=")
		seconds, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			err = errors.New("the form is CLOCK=SECONDS")
		}
		if clock != "boottime" && clock != "monotonic" {
			err = errors.New("only these clocks can be shifted: boottime, monotonic")
		}
		if err != nil {
			return nil, fmt.Errorf("read --time-offset %s: %w", text, err)
		}
		offsets[clock] = specs.LinuxTimeOffset{Secs: seconds}
	}
	return offsets, nil
}
