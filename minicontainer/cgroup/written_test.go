package cgroup_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
)

// TestALimitThatTheKernelRefusesUndoesTheGroup: no file takes a number over 64 bits, and
// pids.max takes none over its own maximum.
func TestALimitThatTheKernelRefusesUndoesTheGroup(t *testing.T) {
	group(t, limits{Pids: 1}).Remove() //nolint:errcheck // only asks whether there are groups
	if _, err := cgroup.New(limits{Pids: 1 << 40}.named(name())); err == nil || !strings.Contains(err.Error(), `write "1099511627776" to `) {
		t.Errorf("got %v", err)
	}
	// Nothing of it is in the way of another.
	group(t, limits{Pids: 64, Memory: 64 << 20})
}

// TestTheKernelTakesWhatIsWritten has each limit that this machine knows read back from the file it was written to.
func TestTheKernelTakesWhatIsWritten(t *testing.T) {
	testenv.RealRoot(t)
	weight, shares, quota, period := uint16(500), uint64(512), int64(50000), uint64(100000)
	memory, swap, reservation := int64(64<<20), int64(96<<20), int64(32<<20)
	for controller, l := range map[string]*specs.LinuxResources{
		"memory":  {Memory: &specs.LinuxMemory{Limit: &memory, Swap: &swap, Reservation: &reservation}},
		"cpu":     {CPU: &specs.LinuxCPU{Shares: &shares, Quota: &quota, Period: &period}},
		"cpuset":  {CPU: &specs.LinuxCPU{Cpus: "0", Mems: "0"}},
		"hugetlb": {HugepageLimits: []specs.LinuxHugepageLimit{{Pagesize: "2MB", Limit: 4 << 20}}},
		"io":      {BlockIO: &specs.LinuxBlockIO{Weight: &weight, ThrottleReadBpsDevice: scratchDisk(t)}},
		"pids":    {Pids: &specs.LinuxPids{Limit: 20}},
	} {
		t.Run(controller, func(t *testing.T) {
			g, steps, err := cgroup.Plan(cgroup.Request{Path: name(), Beside: true, Limits: l})
			var unavailable *cgroup.Unavailable
			if errors.As(err, &unavailable) {
				t.Skip(err) // not every machine has each of them
			}
			if err == nil {
				err = cgroup.Build(steps, nil)
			}
			if err != nil && controller == "io" && !vmtest.Inside() {
				t.Skipf("no scheduler here knows weights: %v", err)
			}
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := g.Remove(); err != nil {
					t.Error(err)
				}
			}()
			for _, step := range steps {
				v, ok := step.(cgroup.Value)
				if !ok || filepath.Base(v.File) == "cgroup.subtree_control" || filepath.Base(v.File) == "memory.oom_control" {
					continue
				}
				if text, err := os.ReadFile(v.File); err != nil || !strings.Contains(string(text), v.Text) {
					t.Errorf("%s holds %q, %v, and should hold %q", v.File, text, err, v.Text)
				}
			}
		})
	}
}

// scratchDisk is a limit of the guest's disk; other machines' disks are left alone.
func scratchDisk(t *testing.T) []specs.LinuxThrottleDevice {
	t.Helper()
	var st unix.Stat_t
	if !vmtest.Inside() || unix.Stat(vmtest.Scratch, &st) != nil {
		return nil
	}
	d := specs.LinuxThrottleDevice{Rate: 1 << 20}
	d.Major, d.Minor = int64(unix.Major(st.Rdev)), int64(unix.Minor(st.Rdev))
	return []specs.LinuxThrottleDevice{d}
}
