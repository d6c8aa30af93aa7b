//go:build linux

package grader

import (
	"strings"

	. "github.com/minicontainer/minicontainer/exercises/04-images/layers" //nolint:revive,staticcheck // a table is read by its words
)

// layer is an archive, and what has to come of it.
type layer struct {
	what    string // in a few words
	id      string // of the mistake
	entries []Entry
	want    []Entry // nil for a layer that wants out
}

// at puts the directory in that ROOT is in.
func (l layer) at(dir string) []Entry {
	var with []Entry
	for _, e := range l.entries {
		e.Name, e.Text = strings.ReplaceAll(e.Name, "DIR", dir), strings.ReplaceAll(e.Text, "DIR", dir)
		with = append(with, e)
	}
	return with
}

// first is in every layer, so that there is always something to unpack.
var first = File("first", "TOKEN")

// all begin with a plain one, go on with those that want out, from the simple to the cunning, and end with honest ones
// that look like those.
var all = []layer{
	{
		"an ordinary layer", "not-unpacked",
		[]Entry{first, Dir("etc/"), File("etc/motd", "TOKEN, motd"), Program("usr/bin/run", "TOKEN, run"), Hardlink("usr/bin/walk", "usr/bin/run"), Symlink("bin", "usr/bin")},
		[]Entry{first, Dir("etc"), File("etc/motd", "TOKEN, motd"), Program("usr/bin/run", "TOKEN, run"), Program("usr/bin/walk", "TOKEN, run"), Symlink("bin", "usr/bin")},
	},
	{"a name that climbs", "dotdot", []Entry{first, File("../outside/canary", "TOKEN")}, nil},
	{"a name that climbs, later", "dotdot", []Entry{first, Dir("a/"), File("a/../../outside/secret", "TOKEN")}, nil},
	{"a name that climbs to a neighbour", "neighbour", []Entry{first, File("../R-too/canary", "TOKEN")}, nil},
	{"an absolute name", "absolute", []Entry{first, File("DIR/outside/canary", "TOKEN")}, nil},
	{"a symlink, and a file beyond it", "through-symlink", []Entry{first, Symlink("x", "DIR/outside"), File("x/canary", "TOKEN")}, nil},
	{"a relative symlink, and a directory beyond it", "through-symlink", []Entry{first, Dir("a/"), Symlink("a/x", "../../outside"), Dir("a/x/canary/")}, nil},
	{"two symlinks, each of which stays inside alone", "through-symlink", []Entry{first, Dir("a/b/"), Symlink("a/b/up", ".."), Symlink("y", "a/b/up/../../outside"), File("y/canary", "TOKEN")}, nil},
	{"a symlink, and a file of its name", "onto-symlink", []Entry{first, Symlink("motd", "DIR/outside/secret"), File("motd", "TOKEN")}, nil},
	{"a symlink that leads to nothing yet, and a file of its name", "onto-symlink", []Entry{first, Symlink("motd", "../outside/canary"), File("motd", "TOKEN")}, nil},
	{"a symlink, and a directory of its name", "directory", []Entry{first, Symlink("x", "../outside"), {Type: '5', Name: "x/", Mode: 0o777}}, nil},
	{"a hard link to a name that climbs", "hard-link", []Entry{first, Hardlink("h", "../outside/secret")}, nil},
	{"a hard link to an absolute name", "hard-link", []Entry{first, Hardlink("h", "DIR/outside/secret")}, nil},
	{"a hard link to a name beyond a symlink", "hard-link", []Entry{first, Symlink("x", "../outside"), Hardlink("h", "x/secret")}, nil},
	{"a hard link to a symlink that leads out", "hard-link", []Entry{first, Symlink("x", "../outside/secret"), Hardlink("h", "x")}, nil},
	{
		"names with dots in them", "strict",
		[]Entry{first, File("..data", "TOKEN, 1"), File("a..b/c..", "TOKEN, 2"), File("./here", "TOKEN, 3"), File("...", "TOKEN, 4")},
		[]Entry{first, File("..data", "TOKEN, 1"), File("a..b/c..", "TOKEN, 2"), File("here", "TOKEN, 3"), File("...", "TOKEN, 4")},
	},
	{
		"symlinks that lead to what is there only later, in a container", "symlink",
		[]Entry{first, Symlink("etc/mtab", "/proc/self/mounts"), Symlink("usr/lib/up", "../../../../x"), Symlink("var/run", "/run")},
		[]Entry{first, Symlink("etc/mtab", "/proc/self/mounts"), Symlink("usr/lib/up", "../../../../x"), Symlink("var/run", "/run")},
	},
	{
		"files beyond symlinks that stay inside", "inside",
		[]Entry{
			first, Dir("usr/"), Dir("usr/lib/"), Dir("usr/bin/"), Symlink("bin", "usr/bin"), File("bin/sh", "TOKEN, sh"),
			Symlink("lib", "/usr/lib"), File("lib/loader", "TOKEN, ld"),
		},
		[]Entry{first, Symlink("bin", "usr/bin"), File("usr/bin/sh", "TOKEN, sh"), Symlink("lib", "/usr/lib"), File("usr/lib/loader", "TOKEN, ld")},
	},
	{
		"a file beyond a symlink that goes up from another one", "lexical",
		[]Entry{first, Dir("usr/lib/modules/"), Symlink("deep", "usr/lib/modules"), Symlink("up", "deep/.."), File("up/loader", "TOKEN, ld")},
		[]Entry{first, Symlink("deep", "usr/lib/modules"), Symlink("up", "deep/.."), File("usr/lib/loader", "TOKEN, ld")},
	},
}
