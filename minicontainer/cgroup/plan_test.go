package cgroup

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// limits are those that most tests ask for; 0 is none.
func limits(memory, pids int64, devices ...specs.LinuxDeviceCgroup) *specs.LinuxResources {
	l := &specs.LinuxResources{Devices: devices}
	if memory > 0 {
		l.Memory = &specs.LinuxMemory{Limit: &memory, Swap: &memory}
	}
	if pids > 0 {
		l.Pids = &specs.LinuxPids{Limit: pids}
	}
	return l
}

var noBlockDevices = specs.LinuxDeviceCgroup{Type: "b", Access: "rwm"}

func beside(path string, l *specs.LinuxResources) Request {
	return Request{Path: path, Beside: true, Limits: l}
}

// fake makes a directory of files that looks like mounted hierarchies. A path that
// ends in a slash is a group with a cgroup.procs, empty.
func fake(t *testing.T, files map[string]string) string {
	t.Helper()
	top := t.TempDir()
	for path, text := range files {
		if strings.HasSuffix(path, "/") {
			path += "cgroup.procs"
		}
		path = filepath.Join(top, path)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return top
}

// at puts the fake's directory where the text says TOP.
func at(top, text string) string { return strings.ReplaceAll(text, "TOP", top) }

const hybridMounts = `31 23 0:28 / TOP rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / TOP/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 / TOP/memory rw,relatime - cgroup cgroup rw,memory
39 31 0:36 / TOP/pids rw,relatime - cgroup cgroup rw,pids
36 31 0:33 /docker/abc TOP/devices\040here rw,relatime - cgroup cgroup rw,devices
40 31 0:37 / TOP/systemd rw,relatime - cgroup cgroup rw,xattr,release_agent=/x,name=systemd
41 31 0:38 / TOP/unified rw,relatime - cgroup2 cgroup2 rw
42 31 0:36 / TOP/again rw,relatime - cgroup cgroup rw,pids
43 31 0:39 /other TOP/freezer rw,relatime - cgroup cgroup rw,freezer
`

const hybridOwn = `8:pids:/user
6:freezer:/
5:devices:/docker/abc/in
4:memory:/user/deep
2:cpu,cpuacct:/
1:name=systemd:/
0::/
`

var hybridFiles = map[string]string{
	"cpu,cpuacct/": "", "memory/user/deep/": "", "pids/user/": "", "again/user/": "",
	"devices here/in/": "", "systemd/": "", "freezer/": "",
	"unified/": "1\n", "unified/cgroup.controllers": "hugetlb\n", "unified/cgroup.subtree_control": "",
}

func TestHierarchiesAndOurPlaceInThemAreFound(t *testing.T) {
	top := fake(t, hybridFiles)
	got := detect("7", at(top, hybridMounts), hybridOwn)
	want := []Hierarchy{
		{1, []string{"cpu", "cpuacct"}, top + "/cpu,cpuacct", top + "/cpu,cpuacct"},
		{1, []string{"memory"}, top + "/memory", top + "/memory/user/deep"},
		{1, []string{"pids"}, top + "/pids", top + "/pids/user"},
		{1, []string{"devices"}, top + "/devices here", top + "/devices here/in"},
		{1, []string{"name=systemd"}, top + "/systemd", top + "/systemd"},
		{2, []string{"hugetlb"}, top + "/unified", top + "/unified"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAMountThatIsCoveredIsNotFound(t *testing.T) {
	top := fake(t, map[string]string{"pids/unrelated": ""})
	if got := detect("7", at(top, hybridMounts), hybridOwn); len(got) != 0 {
		t.Errorf("found %v in directories that hold no groups", got)
	}
}

func TestAGroupOutsideTheMountIsOutOfReach(t *testing.T) {
	for _, c := range []struct {
		root, path, below string
		unnamed           int
		ok                bool
	}{
		{"/", "/", ".", 0, true},
		{"/", "/a/b", "a/b", 0, true},
		{"/a", "/a", ".", 0, true},
		{"/a", "/a/b", "b", 0, true},
		{"/a", "/ab", "", 0, false},
		{"/a", "/", "", 0, false},
		{"/", "/../other", "", 0, false}, // what a group namespace shows of a group outside it
		{"/", "", "", 0, false},
		{"/../..", "/", "/", 2, true}, // a tree that was mounted before the namespace was made
		{"/../..", "/../a", "/a", 1, true},
		{"/../..", "/../../a/b", "a/b", 0, true},
		{"/../../a", "/../../a/b", "b", 0, true},
		{"/../../a", "/", "", 0, false}, // it may be a's or not
		{"/..", "/../..", "", 0, false},
		{"/..a", "/..a/b", "b", 0, true}, // which is a name
	} {
		unnamed, below, ok := within(c.root, c.path)
		if ok != c.ok || ok && (below != c.below || unnamed != c.unnamed) {
			t.Errorf("within(%q, %q) = %d, %q, %v", c.root, c.path, unnamed, below, ok)
		}
	}
}

// TestAGroupWhosePathIsHiddenIsFoundByItsProcess: as after unshare --cgroup, which mounts nothing anew.
func TestAGroupWhosePathIsHiddenIsFoundByItsProcess(t *testing.T) {
	top := fake(t, map[string]string{"a/b/": "17\n", "a/c/": "5\n7\n", "d/": "7\n"})
	mounts := at(top, "30 23 0:27 /../.. TOP rw - cgroup2 cgroup2 rw\n")
	for pid, own := range map[string]string{"7": top + "/a/c", "17": top + "/a/b"} {
		if got := detect(pid, mounts, "0::/\n"); len(got) != 1 || got[0].Own != own {
			t.Errorf("process %s is in %+v", pid, got)
		}
	}
	if got := detect("8", mounts, "0::/\n"); len(got) != 0 {
		t.Errorf("a process that is in none of them: %+v", got)
	}
}

func TestPlanOnVersion1(t *testing.T) {
	top := fake(t, hybridFiles)
	_, steps, err := planIn(detect("7", at(top, hybridMounts), hybridOwn), beside("box", limits(1<<20, 16, noBlockDevices)))
	if err != nil {
		t.Fatal(err)
	}
	want := `mkdir TOP/memory/user/deep/box
mkdir TOP/pids/user/box
mkdir 'TOP/devices here/in/box'
mkdir TOP/unified/box
echo 1048576 > TOP/memory/user/deep/box/memory.limit_in_bytes
echo 1048576 > TOP/memory/user/deep/box/memory.memsw.limit_in_bytes
[ ! -e TOP/memory/user/deep/box/memory.oom_control ] || echo 0 > TOP/memory/user/deep/box/memory.oom_control
echo 16 > TOP/pids/user/box/pids.max
echo 'b *:* rwm' > 'TOP/devices here/in/box/devices.deny'
`
	if diff := cmp.Diff(at(top, want), plan.Lines(steps)); diff != "" {
		t.Error(diff)
	}
}

func TestPlanPrefersABareVersion2WhereNoControllerIsNeeded(t *testing.T) {
	top := fake(t, hybridFiles)
	_, steps, err := planIn(detect("7", at(top, hybridMounts), hybridOwn), beside("box", nil))
	if err != nil {
		t.Fatal(err)
	}
	want := "mkdir TOP/unified/box\n"
	if diff := cmp.Diff(at(top, want), plan.Lines(steps)); diff != "" {
		t.Error(diff)
	}
}

func TestControllersThatShareATreeShareTheGroup(t *testing.T) {
	top := fake(t, map[string]string{"both/": ""})
	hierarchies := detect("7", at(top, "1 1 0:1 / TOP/both rw - cgroup cgroup rw,pids,devices\n"), "1:pids,devices:/\n")
	_, steps, err := planIn(hierarchies, beside("box", limits(0, 5, noBlockDevices)))
	if err != nil {
		t.Fatal(err)
	}
	want := "mkdir TOP/both/box\necho 5 > TOP/both/box/pids.max\necho 'b *:* rwm' > TOP/both/box/devices.deny\n"
	if diff := cmp.Diff(at(top, want), plan.Lines(steps)); diff != "" {
		t.Error(diff)
	}
}

const (
	pureMounts  = "30 23 0:27 / TOP rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
	systemdPath = "user.slice/user@1000.service/app.slice"
)

func TestPlanOnVersion2(t *testing.T) {
	wanted := limits(4096, 9)
	writes := func(dir string) string {
		return "mkdir " + dir + "\necho 4096 > " + dir + "/memory.max\necho 0 > " + dir + "/memory.swap.max\necho 9 > " + dir + "/pids.max\n"
	}
	for _, c := range []struct {
		name, own, want, refusal string
		files                    map[string]string
	}{
		{name: "the root hands down all", own: "0::/a\n", want: writes("TOP/box"), files: map[string]string{
			"a/": "7\n", "cgroup.procs": "1\n", "cgroup.controllers": "cpu memory pids\n", "cgroup.subtree_control": "memory pids\n"}},
		{name: "the root is told to, though it has processes", own: "0::/\n",
			want: "echo +pids > TOP/cgroup.subtree_control\n" + writes("TOP/box"), files: map[string]string{
				"cgroup.procs": "1\n", "cgroup.controllers": "memory pids\n", "cgroup.subtree_control": "memory\n"}},
		{name: "in a container whose own group holds its processes", own: "0::/\n",
			want: "mkdir -p TOP/inner\nwhile read -r p; do echo $p > TOP/inner/cgroup.procs; done < TOP/cgroup.procs\n" +
				"echo '+memory +pids' > TOP/cgroup.subtree_control\n" + writes("TOP/box"), files: map[string]string{
				"cgroup.type": "domain\n", "cgroup.procs": "1\n", "cgroup.controllers": "memory pids\n", "cgroup.subtree_control": ""}},
		{name: "in a container whose processes are in a leaf", own: "0::/init\n",
			want: "echo '+memory +pids' > TOP/cgroup.subtree_control\n" + writes("TOP/box"), files: map[string]string{
				"init/": "1\n", "cgroup.procs": "", "cgroup.type": "domain\n", "cgroup.controllers": "memory pids\n", "cgroup.subtree_control": ""}},
		{name: "in somebody else's group that holds processes", own: "0::/a\n",
			refusal: "TOP holds processes, so it cannot hand down memory and pids, TOP/a has no memory and no pids controller", files: map[string]string{
				"a/": "7\n", "a/cgroup.type": "domain\n", "a/cgroup.controllers": "",
				"cgroup.type": "domain\n", "cgroup.procs": "1\n", "cgroup.controllers": "memory pids\n", "cgroup.subtree_control": ""}},
		{name: "a group above our own, when the top holds processes", own: "0::/" + systemdPath + "/t.scope\n",
			want: writes("TOP/" + systemdPath + "/box"), files: map[string]string{
				"cgroup.procs": "1\n", "cgroup.type": "domain\n", "cgroup.controllers": "cpu memory pids\n", "cgroup.subtree_control": "",
				systemdPath + "/t.scope/": "7\n", systemdPath + "/t.scope/cgroup.type": "domain\n", systemdPath + "/t.scope/cgroup.controllers": "memory pids\n",
				systemdPath + "/cgroup.procs": "", systemdPath + "/cgroup.type": "domain\n",
				systemdPath + "/cgroup.controllers": "memory pids\n", systemdPath + "/cgroup.subtree_control": "memory pids\n"}},
		{name: "no memory controller anywhere", own: "0::/\n", refusal: "memory: no tree with this controller is mounted", files: map[string]string{
			"cgroup.procs": "1\n", "cgroup.controllers": "pids\n", "cgroup.subtree_control": ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			top := fake(t, c.files)
			_, steps, err := planIn(detect("7", at(top, pureMounts), c.own), beside("box", wanted))
			var unavailable *Unavailable
			switch {
			case c.refusal == "" && err != nil:
				t.Fatal(err)
			case c.refusal != "" && (!errors.As(err, &unavailable) || !strings.Contains(err.Error(), at(top, c.refusal))):
				t.Fatalf("got %v, want a refusal that says %q", err, at(top, c.refusal))
			}
			if diff := cmp.Diff(at(top, c.want), plan.Lines(steps)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPlaceThatMayNotBeWrittenIsRefused(t *testing.T) {
	p := place{controllers: []string{"memory"}, handedDown: []string{"memory"}, root: true, closed: "may not be written"}
	if got := p.objection([]string{"memory"}, nil); got != p.closed {
		t.Errorf("objection is %q", got)
	}
	if got := closed(fake(t, map[string]string{"pids/": ""}) + "/nowhere"); got != "may not be written" {
		t.Errorf("a place that is not there %q", got)
	}
}

func TestWithoutAnyHierarchyThereIsNoGroup(t *testing.T) {
	_, _, err := planIn(nil, beside("box", nil))
	var unavailable *Unavailable
	if !errors.As(err, &unavailable) || unavailable.Missing[0].Reason != "no tree of control groups is mounted" {
		t.Errorf("got %v", err)
	}
}

func TestABadNameIsRefused(t *testing.T) {
	top := fake(t, hybridFiles)
	hierarchies := detect("7", at(top, hybridMounts), hybridOwn)
	for _, name := range []string{"", ".", "..", "a//b", "/a", "a/", "../a", "a\n", "a\x00", strings.Repeat("a", 256)} {
		if _, _, err := planIn(hierarchies, beside(name, nil)); err == nil {
			t.Errorf("the name %q was taken", name)
		}
	}
	if _, _, err := planIn(hierarchies, beside("box", nil)); err != nil {
		t.Errorf("a good name was refused: %v", err)
	}
}

func TestAStepThatFailsUndoesTheGroupsMadeAndNoOther(t *testing.T) {
	top := t.TempDir()
	made, there := filepath.Join(top, "made"), filepath.Join(top, "there")
	if err := os.Mkdir(there, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Build([]plan.Step{Dir{Path: made}, Dir{Path: there}}, nil); !errors.Is(err, os.ErrExist) {
		t.Errorf("a group over one that is there: %v", err)
	}
	if _, err := os.Stat(made); !os.IsNotExist(err) {
		t.Error("the group made before the failure is still there")
	}
	if _, err := os.Stat(there); err != nil {
		t.Error("the group that was there before is gone")
	}
	if err := Build([]plan.Step{Dir{Path: made}, Value{File: filepath.Join(made, "pids.max"), Text: "1"}}, nil); err == nil {
		t.Error("a limit in a directory that is no control group passed for set")
	}
	if _, err := os.Stat(made); !os.IsNotExist(err) {
		t.Error("the group whose limit could not be set is still there")
	}
}

func TestAGroupEverywhereIsNearTheTopAndInEveryTree(t *testing.T) {
	files := maps.Clone(hybridFiles)
	for _, tree := range []string{"memory/", "pids/", "devices here/"} {
		files[tree] = ""
	}
	top := fake(t, files)
	_, steps, err := planIn(detect("7", at(top, hybridMounts), hybridOwn), Request{Path: "all/box", Everywhere: true})
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for _, tree := range []string{"cpu,cpuacct", "memory", "pids", "devices here", "unified"} {
		dir := filepath.Join(top, tree, "all")
		if tree == "unified" { // in which each level may have something to hand down
			want.WriteString(plan.Lines([]plan.Step{Dir{Path: dir, Shared: true}, Dir{Path: dir + "/box"}}))
			continue
		}
		want.WriteString(plan.Lines([]plan.Step{Dir{Path: dir + "/box", Above: []string{dir}}}))
	}
	if diff := cmp.Diff(want.String(), plan.Lines(steps)); diff != "" {
		t.Error(diff)
	}
}

func TestVersion2HandsControllersDownLevelByLevel(t *testing.T) {
	top := fake(t, map[string]string{"cgroup.procs": "1\n", "cgroup.controllers": "cpu memory pids\n", "cgroup.subtree_control": "cpu\n"})
	_, steps, err := planIn(detect("7", at(top, pureMounts), "0::/\n"), Request{Path: "all/box", Limits: limits(0, 9), Everywhere: true})
	if err != nil {
		t.Fatal(err)
	}
	want := "echo '+pids +memory' > TOP/cgroup.subtree_control\nmkdir -p TOP/all\n" +
		"echo '+pids +cpu +memory' > TOP/all/cgroup.subtree_control\nmkdir TOP/all/box\necho 9 > TOP/all/box/pids.max\n"
	if diff := cmp.Diff(at(top, want), plan.Lines(steps)); diff != "" {
		t.Error(diff)
	}
}

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

func TestOnlyWhatTheOuterGroupAllowsIsAllowedInside(t *testing.T) {
	device := func(kind string, major, minor int64, access string) specs.LinuxDeviceCgroup {
		return specs.LinuxDeviceCgroup{Allow: true, Type: kind, Major: &major, Minor: &minor, Access: access}
	}
	null, console, terminals := device("c", 1, 3, "rwm"), device("c", 5, 1, "rwm"), device("c", 136, -1, "rw")
	nodes := specs.LinuxDeviceCgroup{Allow: true, Type: "b", Access: "m"}
	nothing := specs.LinuxDeviceCgroup{Access: "rwm"}
	all := []specs.LinuxDeviceCgroup{nothing, nodes, null, console, terminals}
	for list, want := range map[string][]specs.LinuxDeviceCgroup{
		"a *:* rwm\n":                         all,
		"":                                    all,
		"c 1:3 rwm\nb *:* m\nc 136:* rwm\n":   {nothing, nodes, null, terminals},
		"c 5:1 rw\nb 1:* rwm\nc *:* m\n":      {nothing},
		"c *:1 rwm\nc 1:5 rwm\nc 136:0 rwm\n": {nothing, console},
	} {
		if diff := cmp.Diff(want, granted(strings.Fields(list), all)); diff != "" {
			t.Errorf("%q: %s", list, diff)
		}
	}
}
