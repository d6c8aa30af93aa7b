// The five sets of capabilities that a process has, and the steps that set them.
//
//	bounding     the most that an execve can ever give; a capability that is dropped here is gone for good
//	permitted    what the process may make effective
//	effective    what the kernel looks at when the process wants something
//	inheritable  with the same set of a program's file, what execve keeps; without files that have one, nothing
//	ambient      what execve keeps for a user who is not root, and a program that is nothing special
//
// For root, execve gives all of the bounding set. So it is the bounding set that makes root in a container less than
// root, and the others that make a program without root more than nothing.
//
// The order matters. To drop from the bounding set is itself a privilege (CAP_SETPCAP), so it comes before the change of user,
// which takes all effective ones away (and the permitted ones, unless they are kept: PR_SET_KEEPCAPS), and the
// sets themselves come after it. Source: capabilities(7).

package confine

import (
	"fmt"
	"math/bits"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Sets are the five sets, a bit for each capability by its number.
type Sets struct{ Bounding, Permitted, Effective, Inheritable, Ambient uint64 }

// SetsOf reads the sets of a spec. A name that is not known is left out: a container asks for what it would like to
// have, and a kernel that is older or younger than that has it not. Source: runtime-spec config.md, "capabilities".
func SetsOf(c specs.LinuxCapabilities) Sets {
	return Sets{
		Bounding: mask(c.Bounding), Permitted: mask(c.Permitted), Effective: mask(c.Effective),
		Inheritable: mask(c.Inheritable), Ambient: mask(c.Ambient),
	}
}

func mask(names []string) (set uint64) {
	for _, name := range names {
		if number := Number(name); number >= 0 {
			set |= 1 << number
		}
	}
	return set
}

// Bound takes all but Keep from the bounding set. It needs CAP_SETPCAP where there is something to take.
type Bound struct{ Keep uint64 }

// Name is "limit capabilities".
func (Bound) Name() string { return "limit capabilities" }

// Line is setpriv(1)'s, which starts a program with them.
func (b Bound) Line() string { return "setpriv " + b.Option() }

// Option is the option of setpriv(1).
func (b Bound) Option() string { return "--bounding-set=" + setprivList(b.Keep) }

// Do drops one capability after the other. After an error some may be gone; there is no way back.
func (b Bound) Do() error {
	for number := range unix.CAP_LAST_CAP + 1 {
		has, err := unix.PrctlRetInt(unix.PR_CAPBSET_READ, uintptr(number), 0, 0, 0)
		if err != nil || has == 0 || b.Keep&(1<<number) != 0 {
			continue // a kernel that does not know the capability refuses with EINVAL
		}
		if err := unix.Prctl(unix.PR_CAPBSET_DROP, uintptr(number), 0, 0, 0); err != nil {
			return fmt.Errorf("drop capability %s: %w", capabilities[number], err)
		}
	}
	return nil
}

// Hold sets the other four sets of the calling thread, to what is wanted and the process has: a container that
// asks for more than its runtime may give gets what can be given.
type Hold struct{ Sets Sets }

// Name is "set capabilities".
func (Hold) Name() string { return "set capabilities" }

// Line is setpriv(1)'s. It sets what execve makes of the sets.
func (h Hold) Line() string { return strings.TrimSpace("setpriv " + strings.Join(h.Options(), " ")) }

// Options are the options of setpriv(1). The permitted and the effective set follow from them at the next execve, so
// there are none for those.
func (h Hold) Options() []string {
	options := []string{"--inh-caps=" + setprivList(h.Sets.Inheritable|h.Sets.Ambient)}
	if h.Sets.Ambient != 0 {
		options = append(options, "--ambient-caps="+setprivList(h.Sets.Ambient))
	}
	return options
}

// Do sets the sets. After an error the thread has what it had.
func (h Hold) Do() error {
	has, err := permitted()
	if err != nil {
		return fmt.Errorf("set capabilities: %w", err)
	}
	s := h.Sets
	s.Permitted &= has
	s.Effective &= s.Permitted
	s.Inheritable &= has
	s.Ambient &= s.Permitted & s.Inheritable // else the kernel refuses it
	if err := capset(s); err != nil {
		return fmt.Errorf("set capabilities: %w", err)
	}
	return raiseAmbient(s.Ambient)
}

// permitted is the set of the calling thread. Source: capget(2).
func permitted() (uint64, error) {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		return 0, err
	}
	return uint64(data[1].Permitted)<<32 | uint64(data[0].Permitted), nil
}

// capset sets three of the sets, whose bits are in two halves. Source: capset(2).
func capset(s Sets) error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	for half := range data {
		shift := 32 * half
		data[half] = unix.CapUserData{
			Effective: uint32(s.Effective >> shift), Permitted: uint32(s.Permitted >> shift), Inheritable: uint32(s.Inheritable >> shift), //nolint:gosec // half of it
		}
	}
	return unix.Capset(&header, &data[0])
}

// raiseAmbient sets the ambient set. Source: prctl(2), PR_CAP_AMBIENT.
func raiseAmbient(set uint64) error {
	if err := unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0); err != nil {
		return fmt.Errorf("clear ambient capabilities: %w", err)
	}
	for rest := set; rest != 0; rest &= rest - 1 {
		number := bits.TrailingZeros64(rest)
		if err := unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_RAISE, uintptr(number), 0, 0); err != nil {
			return fmt.Errorf("raise ambient capability %s: %w", capabilities[number], err)
		}
	}
	return nil
}

// setprivList is a set in the words of setpriv(1).
func setprivList(set uint64) string {
	words := []string{"-all"}
	for number, name := range capabilities {
		if set&(1<<number) != 0 {
			words = append(words, "+"+strings.ToLower(strings.TrimPrefix(name, "CAP_")))
		}
	}
	return strings.Join(words, ",")
}

var _ = []plan.Step{Bound{}, Hold{}}
