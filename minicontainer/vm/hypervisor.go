package vm

import (
	"context"
	"fmt"
	"os"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/vm/machine"
)

// Hypervisor has our own hypervisor run a machine that has no disks.
type Hypervisor struct {
	Machine
	Tell func(machine.Exits) // gets the exits when the machine is off; may be nil
}

// Line says that there is no program to be typed.
func (h Hypervisor) Line() string {
	return plan.NotTypable(fmt.Sprintf("boot %s with %s in %d MiB: -append %q", h.Kernel, h.Initramfs, h.Memory, h.kernelLine()))
}

// Run has our hypervisor be the machine; see Hardware.
func (h Hypervisor) Run(ctx context.Context, in, out *os.File) error {
	elf, err := os.ReadFile(h.Kernel)
	if err != nil {
		return fmt.Errorf("read kernel: %w", err)
	}
	l := machine.Linux{Kernel: elf, Initramfs: h.Initramfs, CommandLine: h.kernelLine(), Memory: h.Memory}
	exits, err := l.Boot(ctx, in, out)
	if h.Tell != nil {
		h.Tell(exits)
	}
	return err
}
