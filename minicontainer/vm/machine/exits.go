package machine

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/minicontainer/minicontainer/minicontainer/vm/kvm"
)

// Exits count how often the guest came back to us, and what for. Each costs the time of thousands of
// the guest's instructions: this is where virtual machines are slow.
type Exits struct {
	Reasons map[kvm.Reason]int
	Ports   map[Port]int // of those for kvm.IO
}

// Port is a port and a direction.
type Port struct {
	Number uint16
	Out    bool
}

func newExits() Exits { return Exits{Reasons: map[kvm.Reason]int{}, Ports: map[Port]int{}} }

// Total is how many exits there were.
func (e Exits) Total() int {
	sum := 0
	for _, n := range e.Reasons {
		sum += n
	}
	return sum
}

// Lines is a table of the exits, the most frequent first, and the ports below their reason.
func (e Exits) Lines() []string {
	var lines []string
	for _, reason := range byCount(e.Reasons) {
		lines = append(lines, fmt.Sprintf("%8d  %v", e.Reasons[reason], reason))
		if reason != kvm.IO {
			continue
		}
		for _, port := range byCount(e.Ports) {
			lines = append(lines, fmt.Sprintf("%8d    %v", e.Ports[port], port))
		}
	}
	return lines
}

// byCount sorts equals by their text, so that a table is the same each time.
func byCount[K comparable](counts map[K]int) []K {
	keys := make([]K, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b K) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)))
	})
	return keys
}

// String is the direction, the number, and what a PC has there.
func (p Port) String() string {
	way := "in "
	if p.Out {
		way = "out"
	}
	return fmt.Sprintf("%s 0x%03x  %s", way, p.Number, device(p.Number))
}

// device is what a PC has at a port. Linux looks for most of it, and finds nothing.
func device(port uint16) string {
	for _, d := range []struct {
		from, to uint16
		name     string
	}{
		{0x40, 0x43, "timer"},
		{0x60, 0x64, "keyboard controller"},
		{0x70, 0x71, "clock"},
		{0x80, 0x80, "delay"},
		{0x92, 0x92, "gate of address line 20"},
		{0x2e8, 0x2ef, "fourth serial line"},
		{0x2f8, 0x2ff, "second serial line"},
		{0x3c0, 0x3df, "screen"},
		{0x3e8, 0x3ef, "third serial line"},
		{0x3f8, 0x3ff, "serial line"},
		{0xcf8, 0xcff, "PCI"},
	} {
		if d.from <= port && port <= d.to {
			return d.name
		}
	}
	return "nothing"
}
