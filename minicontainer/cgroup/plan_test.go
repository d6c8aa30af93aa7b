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
	_, steps, err := PlanIn(detect("7", at(top, hybridMounts), hybridOwn), beside("box", limits(1<<20, 16, noBlockDevices)))
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
	_, steps, err := PlanIn(detect("7", at(top, hybridMounts), hybridOwn), beside("box", nil))
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
	_, steps, err := PlanIn(hierarchies, beside("box", limits(0, 5, noBlockDevices)))
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
			_, steps, err := PlanIn(detect("7", at(top, pureMounts), c.own), beside("box", wanted))
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
	_, _, err := PlanIn(nil, beside("box", nil))
	var unavailable *Unavailable
	if !errors.As(err, &unavailable) || unavailable.Missing[0].Reason != "no tree of control groups is mounted" {
		t.Errorf("got %v", err)
	}
}

func TestABadNameIsRefused(t *testing.T) {
	top := fake(t, hybridFiles)
	hierarchies := detect("7", at(top, hybridMounts), hybridOwn)
	for _, name := range []string{"", ".", "..", "a//b", "/a", "a/", "../a", "a\n", "a\x00", strings.Repeat("a", 256)} {
		if _, _, err := PlanIn(hierarchies, beside(name, nil)); err == nil {
			t.Errorf("the name %q was taken", name)
		}
	}
	if _, _, err := PlanIn(hierarchies, beside("box", nil)); err != nil {
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
	_, steps, err := PlanIn(detect("7", at(top, hybridMounts), hybridOwn), Request{Path: "all/box", Everywhere: true})
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
	_, steps, err := PlanIn(detect("7", at(top, pureMounts), "0::/\n"), Request{Path: "all/box", Limits: limits(0, 9), Everywhere: true})
	if err != nil {
		t.Fatal(err)
	}
	want := "echo '+pids +memory' > TOP/cgroup.subtree_control\nmkdir -p TOP/all\n" +
		"echo '+pids +cpu +memory' > TOP/all/cgroup.subtree_control\nmkdir TOP/all/box\necho 9 > TOP/all/box/pids.max\n"
	if diff := cmp.Diff(at(top, want), plan.Lines(steps)); diff != "" {
		t.Error(diff)
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
