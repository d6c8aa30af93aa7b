//go:build linux

package grader

import (
	. "github.com/minicontainer/minicontainer/exercises/04-images/layers" //nolint:revive,staticcheck // a table is read by its words
)

// stacks begin with the plain ones.
var stacks = []Stack{
	NewStack(
		"two layers, nothing opaque", "not-added",
		[][]Entry{
			{Dir("d/"), File("d/old", "TOKEN, old"), File("d/both", "TOKEN, below"), Program("bin/run", "TOKEN, run")},
			{Dir("d/"), File("d/new", "TOKEN, new"), File("d/both", "TOKEN, above"), Symlink("e/link", "../d/new")},
		},
		[]Entry{File("d/old", "TOKEN, old"), File("d/both", "TOKEN, above"), Program("bin/run", "TOKEN, run"), File("d/new", "TOKEN, new"), Symlink("e/link", "../d/new")},
		nil,
	),
	NewStack(
		"an opaque directory", "ignored",
		[][]Entry{
			{File("d/old", "TOKEN, old"), File("d/.hidden", "TOKEN"), Symlink("d/link", "old"), File("else", "TOKEN, else")},
			{Dir("d/"), File("d/.wh..wh..opq", ""), File("d/new", "TOKEN, new")},
		},
		[]Entry{File("d/new", "TOKEN, new"), File("else", "TOKEN, else")}, nil,
	),
	NewStack(
		"directories in an opaque directory", "shallow",
		[][]Entry{
			{File("d/sub/deep/old", "TOKEN"), Dir("d/none/"), File("d/both/old", "TOKEN")},
			{Dir("d/"), File("d/.wh..wh..opq", ""), File("d/both/new", "TOKEN, new")},
		},
		[]Entry{File("d/both/new", "TOKEN, new")},
		[]string{"d/sub", "d/none"},
	),
	NewStack(
		"the mark between the layer's own files", "own-file",
		[][]Entry{
			{File("d/old", "TOKEN"), File("d/a", "TOKEN, below")},
			{Dir("d/"), File("d/a", "TOKEN, a"), File("d/s/b", "TOKEN, b"), File("d/.wh..wh..opq", ""), File("d/z", "TOKEN, z")},
		},
		[]Entry{File("d/a", "TOKEN, a"), File("d/s/b", "TOKEN, b"), File("d/z", "TOKEN, z")}, nil,
	),
	NewStack(
		"a directory among others", "neighbour",
		[][]Entry{
			{File("a/d/old", "TOKEN"), File("a/d2/x", "TOKEN, d2"), File("a/d.conf", "TOKEN, conf"), File("a/x", "TOKEN, a"), File("d/x", "TOKEN, d")},
			{File("a/d/.wh..wh..opq", ""), File("a/d/new", "TOKEN, new")},
		},
		[]Entry{File("a/d/new", "TOKEN, new"), File("a/d2/x", "TOKEN, d2"), File("a/d.conf", "TOKEN, conf"), File("a/x", "TOKEN, a"), File("d/x", "TOKEN, d")}, nil,
	),
	NewStack(
		"an opaque directory with nothing in it", "directory-gone",
		[][]Entry{{File("d/old", "TOKEN"), File("else", "TOKEN")}, {File("d/.wh..wh..opq", "")}},
		[]Entry{Dir("d"), File("else", "TOKEN")}, nil,
	),
	NewStack(
		"an opaque directory that no layer below has", "absent",
		[][]Entry{{File("else", "TOKEN")}, {File("new/dir/.wh..wh..opq", ""), File("new/dir/x", "TOKEN, x")}},
		[]Entry{File("else", "TOKEN"), File("new/dir/x", "TOKEN, x")}, nil,
	),
	NewStack(
		"an opaque directory in the place of a symlink", "through-link",
		[][]Entry{
			{File("real/x", "TOKEN, x"), Symlink("d", "real")},
			{Dir("d/"), File("d/.wh..wh..opq", ""), File("d/new", "TOKEN, new")},
		},
		[]Entry{File("real/x", "TOKEN, x"), Dir("d"), File("d/new", "TOKEN, new")}, nil,
	),
	NewStack(
		"a third layer", "ignored",
		[][]Entry{
			{File("d/old", "TOKEN"), File("d/again", "TOKEN, below")},
			{File("d/.wh..wh..opq", ""), File("d/mid", "TOKEN, mid")},
			{File("d/again", "TOKEN, top"), File("d/top", "TOKEN, top")},
		},
		[]Entry{File("d/mid", "TOKEN, mid"), File("d/again", "TOKEN, top"), File("d/top", "TOKEN, top")}, nil,
	),
	NewStack(
		"the root itself is opaque", "root",
		[][]Entry{{File("etc/old", "TOKEN"), File("old", "TOKEN")}, {File(".wh..wh..opq", ""), File("etc/new", "TOKEN, new")}},
		[]Entry{File("etc/new", "TOKEN, new")}, nil,
	),
}
