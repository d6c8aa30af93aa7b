package cgroup

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

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
	got := detect(at(top, hybridMounts), hybridOwn)
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
	if got := detect(at(top, hybridMounts), hybridOwn); len(got) != 0 {
		t.Errorf("found %v in directories that hold no groups", got)
	}
}

func TestAGroupOutsideTheMountIsOutOfReach(t *testing.T) {
	for _, c := range []struct {
		root, path, below string
		ok                bool
	}{
		{"/", "/", ".", true},
		{"/", "/a/b", "a/b", true},
		{"/a", "/a", ".", true},
		{"/a", "/a/b", "b", true},
		{"/a", "/ab", "", false},
		{"/a", "/", "", false},
		{"/", "/../other", "", false}, // what a group namespace shows of a group outside it
		{"/", "", "", false},
	} {
		below, ok := within(c.root, c.path)
		if ok != c.ok || ok && below != c.below {
			t.Errorf("within(%q, %q) = %q, %v", c.root, c.path, below, ok)
		}
	}
}

func TestPlanOnVersion1(t *testing.T) {
	top := fake(t, hybridFiles)
	_, steps, err := planIn(detect(at(top, hybridMounts), hybridOwn), "box", Limits{Memory: 1 << 20, Pids: 16, NoBlockDevices: true})
	if err != nil {
		t.Fatal(err)
	}
	want := `mkdir TOP/pids/user/box
mkdir TOP/memory/user/deep/box
mkdir 'TOP/devices here/in/box'
echo 1048576 > TOP/memory/user/deep/box/memory.limit_in_bytes
[ ! -e TOP/memory/user/deep/box/memory.memsw.limit_in_bytes ] || echo 1048576 > TOP/memory/user/deep/box/memory.memsw.limit_in_bytes
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
	_, steps, err := planIn(detect(at(top, hybridMounts), hybridOwn), "box", Limits{NoBlockDevices: true})
	if err != nil {
		t.Fatal(err)
	}
	want := "mkdir TOP/unified/box\n# not typable: attach to TOP/unified/box a bpf program that says no to block devices\n"
	if diff := cmp.Diff(at(top, want), plan.Lines(steps)); diff != "" {
		t.Error(diff)
	}
}

func TestControllersThatShareATreeShareTheGroup(t *testing.T) {
	top := fake(t, map[string]string{"both/": ""})
	hierarchies := detect(at(top, "1 1 0:1 / TOP/both rw - cgroup cgroup rw,pids,devices\n"), "1:pids,devices:/\n")
	_, steps, err := planIn(hierarchies, "box", Limits{NoBlockDevices: true})
	if err != nil {
		t.Fatal(err)
	}
	want := "mkdir TOP/both/box\necho 'b *:* rwm' > TOP/both/box/devices.deny\n"
	if diff := cmp.Diff(at(top, want), plan.Lines(steps)); diff != "" {
		t.Error(diff)
	}
}

const (
	pureMounts  = "30 23 0:27 / TOP rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
	systemdPath = "user.slice/user@1000.service/app.slice"
)

func TestPlanOnVersion2(t *testing.T) {
	limits := Limits{Memory: 4096, Pids: 9}
	writes := func(dir string) string {
		return "mkdir " + dir + "\necho 4096 > " + dir + "/memory.max\n[ ! -e " + dir + "/memory.swap.max ] || echo 0 > " +
			dir + "/memory.swap.max\necho 9 > " + dir + "/pids.max\n"
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
			refusal: "TOP: holds processes, so it cannot hand down memory and pids", files: map[string]string{
				"cgroup.type": "domain\n", "cgroup.procs": "1\n", "cgroup.controllers": "memory pids\n", "cgroup.subtree_control": ""}},
		{name: "in a container whose processes are in a leaf", own: "0::/init\n",
			want: "echo '+memory +pids' > TOP/cgroup.subtree_control\n" + writes("TOP/box"), files: map[string]string{
				"init/": "1\n", "cgroup.procs": "", "cgroup.type": "domain\n", "cgroup.controllers": "memory pids\n", "cgroup.subtree_control": ""}},
		{name: "a group above our own, when the root has not what is needed", own: "0::/" + systemdPath + "/t.scope\n",
			want: writes("TOP/" + systemdPath + "/box"), files: map[string]string{
				"cgroup.procs": "", "cgroup.controllers": "cpu\n", "cgroup.subtree_control": "cpu\n",
				systemdPath + "/t.scope/": "7\n", systemdPath + "/t.scope/cgroup.type": "domain\n", systemdPath + "/t.scope/cgroup.controllers": "memory pids\n",
				systemdPath + "/cgroup.procs": "", systemdPath + "/cgroup.type": "domain\n",
				systemdPath + "/cgroup.controllers": "memory pids\n", systemdPath + "/cgroup.subtree_control": "memory pids\n"}},
		{name: "no memory controller anywhere", own: "0::/\n", refusal: "TOP: has no memory controller", files: map[string]string{
			"cgroup.procs": "1\n", "cgroup.controllers": "pids\n", "cgroup.subtree_control": ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			top := fake(t, c.files)
			_, steps, err := planIn(detect(at(top, pureMounts), c.own), "box", limits)
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
	p := place{controllers: []string{"memory"}, handedDown: []string{"memory"}, root: true}
	if got := p.objection([]string{"memory"}, nil); got != "may not be written" {
		t.Errorf("objection is %q", got)
	}
}

func TestWithoutAnyHierarchyBothVersionsSayWhy(t *testing.T) {
	_, _, err := planIn(nil, "box", Limits{})
	var unavailable *Unavailable
	if !errors.As(err, &unavailable) || unavailable.Reason != "version 2: not mounted; version 1: no pids controller is mounted" {
		t.Errorf("got %v", err)
	}
}

func TestABadNameOrLimitIsRefused(t *testing.T) {
	top := fake(t, hybridFiles)
	hierarchies := detect(at(top, hybridMounts), hybridOwn)
	for _, name := range []string{"", ".", "..", "a/b", "/a", "../a", "a\n", "a\x00", strings.Repeat("a", 256)} {
		if _, _, err := planIn(hierarchies, name, Limits{}); err == nil {
			t.Errorf("the name %q was taken", name)
		}
	}
	for _, l := range []Limits{{Memory: -1}, {Pids: -1}} {
		if _, _, err := planIn(hierarchies, "box", l); err == nil {
			t.Errorf("the limits %+v were taken", l)
		}
	}
	if _, _, err := planIn(hierarchies, "box", Limits{}); err != nil {
		t.Errorf("a good name was refused: %v", err)
	}
}

func TestAStepThatFailsUndoesTheGroupsMadeAndNoOther(t *testing.T) {
	top := t.TempDir()
	made, there := filepath.Join(top, "made"), filepath.Join(top, "there")
	if err := os.Mkdir(there, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := build([]plan.Step{Dir{made}, Dir{there}}); !errors.Is(err, os.ErrExist) {
		t.Errorf("a group over one that is there: %v", err)
	}
	if _, err := os.Stat(made); !os.IsNotExist(err) {
		t.Error("the group made before the failure is still there")
	}
	if _, err := os.Stat(there); err != nil {
		t.Error("the group that was there before is gone")
	}
	if err := build([]plan.Step{Dir{made}, Value{File: filepath.Join(made, "pids.max"), Text: "1"}}); err == nil {
		t.Error("a limit in a directory that is no control group passed for set")
	}
	if _, err := os.Stat(made); !os.IsNotExist(err) {
		t.Error("the group whose limit could not be set is still there")
	}
}
