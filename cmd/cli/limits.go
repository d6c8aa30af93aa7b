//go:build linux

// Flags that limit what a container uses, with Docker's names, meanings and checks.

package cli

import (
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"strconv"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
)

// Limits are the flags of run and update, and of the stages.
type Limits struct {
	memory, swap, reservation size
	cpus                      string
	shares, period            uint64
	quota                     int64
	cpuset, mems              string
	pids                      int64
	weight                    uint16
	readBps, writeBps         []string
	readIOPS, writeIOPS       []string
	noOOMKill                 bool

	set func(flag string) bool // tells whether the flag was given
}

// size is a number of bytes as people write it. It is a pflag.Value.
type size struct {
	text  string
	bytes int64
}

func (s *size) String() string { return s.text }
func (s *size) Type() string   { return "bytes" }
func (s *size) Set(text string) error {
	n, err := ParseBytes(text)
	s.text, s.bytes = text, n
	return err
}

// ParseBytes reads a number of bytes with a unit as Docker knows them: b, k, m, g, t, in powers of 1024, with or
// without a b or ib after it. -1 is no limit.
func ParseBytes(text string) (int64, error) {
	number := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(text), "b"), "i")
	shift := 0
	for i, unit := range "kmgt" {
		if short, ok := strings.CutSuffix(number, string(unit)); ok {
			number, shift = strings.TrimSpace(short), 10*(i+1)
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	n *= math.Exp2(float64(shift))
	if err != nil || n < -1 || n >= math.MaxInt64 || math.IsNaN(n) {
		return 0, errors.New("a size is a number with a unit, such as 64m or 1.5g")
	}
	return int64(n), nil
}

// AddTo adds the flags that a container can be made with.
func (l *Limits) AddTo(cmd *cobra.Command) {
	l.AddChanging(cmd)
	flags := cmd.Flags()
	flags.StringArrayVar(&l.readBps, "device-read-bps", nil, "limit reading from a disk: `DEVICE:RATE`, such as\n/dev/sda:1m")
	flags.StringArrayVar(&l.writeBps, "device-write-bps", nil, "limit writing: `DEVICE:RATE`")
	flags.StringArrayVar(&l.readIOPS, "device-read-iops", nil, "limit the number of reads a second: `DEVICE:N`")
	flags.StringArrayVar(&l.writeIOPS, "device-write-iops", nil, "limit the number of writes: `DEVICE:N`")
	flags.BoolVar(&l.noOOMKill, "oom-kill-disable", false, "have processes wait for memory instead of killing\nthem (version 1 only)")
}

// AddChanging adds those that can be changed while it runs.
func (l *Limits) AddChanging(cmd *cobra.Command) {
	l.AddBasic(cmd)
	flags := cmd.Flags()
	flags.Var(&l.reservation, "memory-reservation", "what is left to it when memory runs short")
	flags.Uint64VarP(&l.shares, "cpu-shares", "c", 0, "`SHARES` of the processors when they are short;\n1024 if nothing is said")
	flags.Uint64Var(&l.period, "cpu-period", 0, "the period of the quota, in `µs`")
	flags.Int64Var(&l.quota, "cpu-quota", 0, "how many `µs` of each period it may run")
	flags.StringVar(&l.cpuset, "cpuset-cpus", "", "the processors it may run on: `0-3,5`")
	flags.StringVar(&l.mems, "cpuset-mems", "", "the memory nodes it may use: `0,1`")
	flags.Uint16Var(&l.weight, "blkio-weight", 0, "`WEIGHT` of its disk accesses, 10 to 1000")
}

// AddBasic adds those of lesson 3.
func (l *Limits) AddBasic(cmd *cobra.Command) {
	flags := cmd.Flags()
	l.set = flags.Changed
	flags.VarP(&l.memory, "memory", "m", "limit memory, such as 64m")
	flags.Var(&l.swap, "memory-swap", "limit memory and swap together; -1 is unlimited swap,\nand nothing said is twice the memory")
	flags.StringVar(&l.cpus, "cpus", "", "limit processor time to that of `N` processors,\nsuch as 0.5")
	flags.Int64Var(&l.pids, "pids-limit", 0, "how many processes and threads there may be;\n0 or -1 is unlimited")
}

// defaultPids is for a container whose owner says nothing: enough for any program, and the end of a fork bomb.
const defaultPids = 4096

// Resources are the limits that were asked for, in the words of the OCI spec.
func (l Limits) Resources() (*specs.LinuxResources, error) {
	r := &specs.LinuxResources{}
	var err error
	if r.Memory, err = l.memoryLimits(); err != nil {
		return nil, err
	}
	if r.CPU, err = l.cpuLimits(); err != nil {
		return nil, err
	}
	if r.BlockIO, err = l.blockLimits(); err != nil {
		return nil, err
	}
	const leastPids = 10 // threads that the container's start itself takes: it is a Go program
	if l.set("pids-limit") {
		if l.pids > 0 && l.pids < leastPids {
			return nil, fmt.Errorf("read --pids-limit %d: the least is %d", l.pids, leastPids)
		}
		r.Pids = &specs.LinuxPids{Limit: l.pids}
	}
	return r, nil
}

func (l Limits) memoryLimits() (*specs.LinuxMemory, error) {
	const least = 6 << 20 // Docker's: a runtime's own start needs about as much
	m := &specs.LinuxMemory{}
	if l.set("memory") {
		if l.memory.bytes != -1 && l.memory.bytes < least {
			return nil, fmt.Errorf("read -m %s: the least is 6m", l.memory.text)
		}
		m.Limit = &l.memory.bytes
	}
	if l.set("memory-reservation") {
		if m.Limit != nil && *m.Limit >= 0 && *m.Limit < l.reservation.bytes {
			return nil, fmt.Errorf("read --memory-reservation %s: it is more than the limit (-m)", l.reservation.text)
		}
		m.Reservation = &l.reservation.bytes
	}
	swap, err := l.swapLimit()
	if err != nil {
		return nil, err
	}
	m.Swap = swap
	if l.noOOMKill {
		m.DisableOOMKiller = &l.noOOMKill
	}
	if *m == (specs.LinuxMemory{}) {
		return nil, nil
	}
	return m, nil
}

// swapLimit is memory and swap together. Without a word about it, swap may be as large as memory.
func (l Limits) swapLimit() (*int64, error) {
	if !l.set("memory-swap") {
		if !l.set("memory") || !cgroup.CountsSwap() {
			return nil, nil
		}
		twice := 2 * l.memory.bytes
		if l.memory.bytes < 0 || twice < 0 {
			twice = -1
		}
		return &twice, nil
	}
	switch {
	case !l.set("memory"):
		return nil, fmt.Errorf("read --memory-swap %s: it is the sum of memory and swap, and needs -m", l.swap.text)
	case l.swap.bytes != -1 && l.swap.bytes < l.memory.bytes:
		return nil, fmt.Errorf("read --memory-swap %s: it is the sum of memory and swap, and less than -m %s", l.swap.text, l.memory.text)
	case !cgroup.CountsSwap():
		return nil, fmt.Errorf("read --memory-swap %s: this kernel does not account for swap (swapaccount=1 on its command line)", l.swap.text)
	}
	return &l.swap.bytes, nil
}

func (l Limits) cpuLimits() (*specs.LinuxCPU, error) {
	c := &specs.LinuxCPU{Cpus: l.cpuset, Mems: l.mems}
	if l.set("cpu-shares") {
		c.Shares = &l.shares
	}
	if l.set("cpu-period") {
		c.Period = &l.period
	}
	if l.set("cpu-quota") {
		c.Quota = &l.quota
	}
	if l.set("cpus") {
		if l.set("cpu-period") || l.set("cpu-quota") {
			return nil, errors.New("read --cpus: it is a quota itself, and does not go with --cpu-period and --cpu-quota")
		}
		cpus, err := strconv.ParseFloat(l.cpus, 64)
		if err != nil || cpus < 0.01 || cpus > float64(runtime.NumCPU()) {
			return nil, fmt.Errorf("read --cpus %s: from 0.01 to %d.00, as there are %d", l.cpus, runtime.NumCPU(), runtime.NumCPU())
		}
		period := uint64(100_000) // µs, the kernel's default
		quota := int64(cpus * float64(period))
		c.Period, c.Quota = &period, &quota
	}
	if *c == (specs.LinuxCPU{}) {
		return nil, nil
	}
	return c, nil
}

func (l Limits) blockLimits() (*specs.LinuxBlockIO, error) {
	b := &specs.LinuxBlockIO{}
	some := false
	if l.set("blkio-weight") && l.weight != 0 {
		if l.weight < 10 || l.weight > 1000 {
			return nil, fmt.Errorf("read --blkio-weight %d: from 10 to 1000", l.weight)
		}
		b.Weight, some = &l.weight, true
	}
	for _, list := range []struct {
		flag  string
		words []string
		to    *[]specs.LinuxThrottleDevice
		rate  func(string) (int64, error)
	}{
		{"device-read-bps", l.readBps, &b.ThrottleReadBpsDevice, ParseBytes},
		{"device-write-bps", l.writeBps, &b.ThrottleWriteBpsDevice, ParseBytes},
		{"device-read-iops", l.readIOPS, &b.ThrottleReadIOPSDevice, parseCount},
		{"device-write-iops", l.writeIOPS, &b.ThrottleWriteIOPSDevice, parseCount},
	} {
		for _, word := range list.words {
			d, err := parseThrottle(word, list.rate)
			if err != nil {
				return nil, fmt.Errorf("read --%s %s: %w", list.flag, word, err)
			}
			*list.to, some = append(*list.to, d), true
		}
	}
	if !some {
		return nil, nil
	}
	return b, nil
}

func parseCount(text string) (int64, error) { return strconv.ParseInt(text, 10, 64) }

// parseThrottle reads DEVICE:RATE.
func parseThrottle(word string, rate func(string) (int64, error)) (d specs.LinuxThrottleDevice, err error) {
	i := strings.LastIndex(word, ":")
	if i <= 0 {
		return d, errors.New("the form is DEVICE:RATE")
	}
	n, err := rate(word[i+1:])
	if err != nil || n < 0 {
		return d, errors.New("the rate is a number that is not negative")
	}
	var st unix.Stat_t
	if err := unix.Stat(word[:i], &st); err != nil {
		return d, &os.PathError{Op: "look at", Path: word[:i], Err: err}
	}
	if st.Mode&unix.S_IFMT != unix.S_IFBLK {
		return d, fmt.Errorf("%s is no disk", word[:i])
	}
	d.Major, d.Minor, d.Rate = int64(unix.Major(st.Rdev)), int64(unix.Minor(st.Rdev)), uint64(n)
	return d, nil
}
