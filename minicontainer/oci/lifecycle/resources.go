package lifecycle

import specs "github.com/opencontainers/runtime-spec/specs-go"

// withoutZeros leaves out of the resources what engines write for "nothing was said": a pointer to zero. To the kernel a limit of zero
// would be one. Source: dockerd and containerd send such, and runc reads them so.
func withoutZeros(r *specs.LinuxResources) *specs.LinuxResources {
	if r == nil {
		return nil
	}
	c := *r
	if r.CPU != nil {
		cpu := *r.CPU
		cpu.Shares, cpu.Quota, cpu.Period = unlessZero(cpu.Shares), unlessZero(cpu.Quota), unlessZero(cpu.Period)
		cpu.RealtimeRuntime, cpu.RealtimePeriod = unlessZero(cpu.RealtimeRuntime), unlessZero(cpu.RealtimePeriod)
		cpu.Burst, cpu.Idle = unlessZero(cpu.Burst), unlessZero(cpu.Idle)
		c.CPU = &cpu
	}
	if r.Memory != nil {
		m := *r.Memory
		m.Limit, m.Swap, m.Reservation = unlessZero(m.Limit), unlessZero(m.Swap), unlessZero(m.Reservation)
		m.Kernel, m.KernelTCP = unlessZero(m.Kernel), unlessZero(m.KernelTCP) //nolint:staticcheck // engines still send them
		if m.DisableOOMKiller != nil && !*m.DisableOOMKiller {
			m.DisableOOMKiller = nil
		}
		c.Memory = &m
	}
	if r.BlockIO != nil {
		b := *r.BlockIO
		b.Weight, b.LeafWeight = unlessZero(b.Weight), unlessZero(b.LeafWeight)
		c.BlockIO = &b
	}
	if r.Pids != nil && r.Pids.Limit == 0 {
		c.Pids = nil
	}
	return &c
}

func unlessZero[T comparable](p *T) *T {
	var zero T
	if p == nil || *p == zero {
		return nil
	}
	return p
}
