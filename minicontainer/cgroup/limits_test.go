package cgroup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// everyLimit has all that can be asked for.
func everyLimit() *specs.LinuxResources {
	number := func(n int64) *int64 { return &n }
	unsigned := func(n uint64) *uint64 { return &n }
	weight := uint16(500)
	disk := specs.LinuxThrottleDevice{Rate: 1 << 20}
	disk.Major, disk.Minor = 8, 16
	return &specs.LinuxResources{
		Memory: &specs.LinuxMemory{Limit: number(64 << 20), Swap: number(96 << 20), Reservation: number(32 << 20)},
		CPU:    &specs.LinuxCPU{Shares: unsigned(512), Quota: number(50000), Period: unsigned(100000), Cpus: "0-1", Mems: "0"},
		Pids:   &specs.LinuxPids{Limit: 20},
		BlockIO: &specs.LinuxBlockIO{Weight: &weight, ThrottleReadBpsDevice: []specs.LinuxThrottleDevice{disk},
			ThrottleWriteIOPSDevice: []specs.LinuxThrottleDevice{disk}},
		HugepageLimits: []specs.LinuxHugepageLimit{{Pagesize: "2MB", Limit: 4 << 20}},
		Devices:        []specs.LinuxDeviceCgroup{{Access: "rwm"}, {Allow: true, Type: "c", Major: number(1), Minor: number(3), Access: "rw"}},
	}
}

func TestEveryLimitInTheWordsOfBothVersions(t *testing.T) {
	const controllers = "memory cpu cpuset pids hugetlb"
	for _, c := range []struct {
		version int
		want    string
	}{
		{1, `echo 67108864 > /g/memory.limit_in_bytes
echo 100663296 > /g/memory.memsw.limit_in_bytes
echo 33554432 > /g/memory.soft_limit_in_bytes
[ ! -e /g/memory.oom_control ] || echo 0 > /g/memory.oom_control
echo 512 > /g/cpu.shares
echo 100000 > /g/cpu.cfs_period_us
echo 50000 > /g/cpu.cfs_quota_us
echo 0-1 > /g/cpuset.cpus
echo 0 > /g/cpuset.mems
echo 20 > /g/pids.max
echo 500 > /g/blkio.weight
echo '8:16 1048576' > /g/blkio.throttle.read_bps_device
echo '8:16 1048576' > /g/blkio.throttle.write_iops_device
echo 4194304 > /g/hugetlb.2MB.limit_in_bytes
echo 'a *:* rwm' > /g/devices.deny
echo 'c 1:3 rw' > /g/devices.allow
`},
		{2, `echo 67108864 > /g/memory.max
echo 33554432 > /g/memory.swap.max
echo 33554432 > /g/memory.low
echo 20 > /g/cpu.weight
echo '50000 100000' > /g/cpu.max
echo 0-1 > /g/cpuset.cpus
echo 0 > /g/cpuset.mems
echo 20 > /g/pids.max
echo 'default 4950' > /g/io.weight
echo '8:16 rbps=1048576' > /g/io.max
echo '8:16 wiops=1048576' > /g/io.max
echo 4194304 > /g/hugetlb.2MB.max
# not typable: attach to /g a bpf program: deny a *:* rwm, allow c 1:3 rw
`},
	} {
		block := map[int]string{1: " blkio devices", 2: " io"}[c.version]
		g := &Group{parts: []part{{version: c.version, dir: "/g", controllers: strings.Fields(controllers + block)}}}
		steps, err := g.Set(everyLimit())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, plan.Lines(steps)); diff != "" {
			t.Errorf("version %d (-want +got):\n%s", c.version, diff)
		}
	}
}

func TestWhatCannotBeLimitedIsRefused(t *testing.T) {
	number := int64(1)
	yes := true
	for name, l := range map[string]*specs.LinuxResources{
		"network":            {Network: &specs.LinuxNetwork{}},
		"memory.kernel":      {Memory: &specs.LinuxMemory{Kernel: &number}}, //nolint:staticcheck // to refuse it
		"at least the limit": {Memory: &specs.LinuxMemory{Limit: ptr(int64(8)), Swap: ptr(int64(7))}},
		"disableOOMKiller":   {Memory: &specs.LinuxMemory{DisableOOMKiller: &yes}},
		"not the name":       {Unified: map[string]string{"../../x": "1"}},
		"made without":       {HugepageLimits: []specs.LinuxHugepageLimit{{Pagesize: "2MB"}}},
		"realtimeRuntime":    {CPU: &specs.LinuxCPU{RealtimeRuntime: &number}},
	} {
		g := &Group{parts: []part{{version: 2, dir: "/g", controllers: []string{"memory", "cpu"}}}}
		if _, err := g.Set(l); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func ptr[T any](v T) *T { return &v }

// TestLimitsAreRaisedAndLoweredInAnOrderThatTheKernelTakes: memory with swap may at no moment be less than
// memory alone.
func TestLimitsAreRaisedAndLoweredInAnOrderThatTheKernelTakes(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/memory.memsw.limit_in_bytes", []byte("100\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for limit, first := range map[int64]string{200: "memory.memsw.limit_in_bytes", 50: "memory.limit_in_bytes", -1: "memory.memsw.limit_in_bytes"} {
		steps := memoryV1(dir, &specs.LinuxMemory{Limit: &limit, Swap: &limit})
		if got := filepath.Base(steps[0].(Value).File); got != first {
			t.Errorf("from 100 to %d: %s is written first", limit, got)
		}
	}
}

func TestSharesAndWeightsMeetAtTheEnds(t *testing.T) {
	for shares, weight := range map[uint64]uint64{0: 1, 2: 1, 1024: 39, 262144: 10000, 1 << 40: 10000} {
		if got := Weight(shares); got != weight {
			t.Errorf("%d shares are weight %d, want %d", shares, got, weight)
		}
	}
}
