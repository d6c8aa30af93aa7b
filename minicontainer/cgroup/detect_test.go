package cgroup

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
