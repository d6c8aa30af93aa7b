//go:build linux

package grader

import (
	. "github.com/minicontainer/minicontainer/exercises/04-images/layers" //nolint:revive,staticcheck // a table is read by its words
)

// stacks begin with the plain ones.
var stacks = []Stack{
	NewStack(
		"one layer", "not-unpacked",
		[][]Entry{{Dir("etc/"), File("etc/motd", "TOKEN\n"), Program("bin/run", "#!/bin/TOKEN\n"), Symlink("etc/alias", "motd"), Dir("empty/")}},
		[]Entry{Dir("etc"), File("etc/motd", "TOKEN\n"), Program("bin/run", "#!/bin/TOKEN\n"), Symlink("etc/alias", "motd"), Dir("empty")}, nil,
	),
	NewStack(
		"a file that each layer has", "order",
		[][]Entry{{File("v", "TOKEN, base, a longer text\n"), File("a", "TOKEN")}, {File("v", "TOKEN, middle\n")}, {File("v", "TOKEN, top\n")}},
		[]Entry{File("v", "TOKEN, top\n"), File("a", "TOKEN")}, nil,
	),
	NewStack(
		"a deleted file", "ignored",
		[][]Entry{{File("etc/gone", "TOKEN"), File("etc/kept", "TOKEN"), File("gone-too", "TOKEN")}, {File("etc/.wh.gone", ""), File(".wh.gone-too", "")}},
		[]Entry{File("etc/kept", "TOKEN")}, nil,
	),
	NewStack(
		"a deleted directory", "directory",
		[][]Entry{{Dir("var/"), Dir("var/cache/"), File("var/cache/one", "TOKEN"), File("var/cache/deep/er", "TOKEN")}, {File("var/.wh.cache", "")}},
		[]Entry{Dir("var")},
		[]string{"var/cache"},
	),
	NewStack(
		"the same name at three places", "wrong-place",
		[][]Entry{{File("conf", "TOKEN, top"), File("a/conf", "TOKEN, a"), File("b/conf", "TOKEN, b")}, {File("a/.wh.conf", "")}},
		[]Entry{File("conf", "TOKEN, top"), File("b/conf", "TOKEN, b")}, nil,
	),
	NewStack(
		"names that begin the same", "neighbour",
		[][]Entry{{File("log", "TOKEN"), File("log2", "TOKEN, 2"), File("log.d/x", "TOKEN, d"), File("lo", "TOKEN, lo")}, {File(".wh.log", "")}},
		[]Entry{File("log2", "TOKEN, 2"), File("log.d/x", "TOKEN, d"), File("lo", "TOKEN, lo")}, nil,
	),
	NewStack(
		"deleted, and there again", "readded",
		[][]Entry{{File("etc/f", "TOKEN, old")}, {File("etc/.wh.f", "")}, {File("etc/f", "TOKEN, new")}},
		[]Entry{File("etc/f", "TOKEN, new")}, nil,
	),
	NewStack(
		"a layer that deletes and has a file of the same name", "own-file",
		[][]Entry{
			{File("f", "TOKEN, old"), File("g", "TOKEN, old"), File("d/old", "TOKEN")},
			{File(".wh.f", ""), File("f", "TOKEN, new"), File("g", "TOKEN, new"), File(".wh.g", ""), Dir("d/"), File("d/new", "TOKEN"), File(".wh.d", "")},
		},
		[]Entry{File("f", "TOKEN, new"), File("g", "TOKEN, new"), File("d/new", "TOKEN")}, nil,
	),
	NewStack(
		"a whiteout of what is not there", "absent",
		[][]Entry{{File("a", "TOKEN")}, {File(".wh.never", ""), File("no/where/.wh.never", ""), File("b", "TOKEN")}},
		[]Entry{File("a", "TOKEN"), File("b", "TOKEN")}, nil,
	),
	NewStack(
		"names that are no whiteouts", "look-alike",
		[][]Entry{{File("ale", "TOKEN"), File("b", "TOKEN"), File("wh.b", "TOKEN")}, {File(".whale", "TOKEN, 1"), File("a.wh.b", "TOKEN, 2"), File("x.wh.", "TOKEN, 3")}},
		[]Entry{File("ale", "TOKEN"), File("b", "TOKEN"), File("wh.b", "TOKEN"), File(".whale", "TOKEN, 1"), File("a.wh.b", "TOKEN, 2"), File("x.wh.", "TOKEN, 3")}, nil,
	),
	NewStack(
		"names that begin with a dot, an h or a w", "cut-name",
		[][]Entry{
			{File("etc/hosts", "TOKEN"), File("etc/kept", "TOKEN"), File("www/.hidden", "TOKEN"), File("www/where", "TOKEN")},
			{File("etc/.wh.hosts", ""), File("www/.wh..hidden", ""), File("www/.wh.where", "")},
		},
		[]Entry{File("etc/kept", "TOKEN")}, nil,
	),
	NewStack(
		"a file in the place of a symlink, and a deleted symlink", "through-link",
		[][]Entry{
			{File("v1/conf", "TOKEN, one"), Symlink("current", "v1/conf"), Symlink("alias", "v1")},
			{File("current", "TOKEN, two"), File(".wh.alias", "")},
		},
		[]Entry{File("v1/conf", "TOKEN, one"), File("current", "TOKEN, two")}, nil,
	),
	NewStack(
		"a file that is a program in the next layer, and the other way round", "old-mode",
		[][]Entry{{File("tool", "TOKEN"), Program("data", "TOKEN")}, {Program("tool", "TOKEN, two"), File("data", "TOKEN, two")}},
		[]Entry{Program("tool", "TOKEN, two"), File("data", "TOKEN, two")}, nil,
	),
	NewStack(
		"a directory in the place of a file, and a file in that of a directory", "other-kind",
		[][]Entry{{File("a", "TOKEN"), File("d/x", "TOKEN"), Symlink("s", "a")}, {Dir("a/"), File("a/b", "TOKEN"), File("d", "TOKEN, d"), Symlink("s", "d")}},
		[]Entry{Dir("a"), File("a/b", "TOKEN"), File("d", "TOKEN, d"), Symlink("s", "d")}, nil,
	),
	NewStack(
		"a directory that both layers have", "joined",
		[][]Entry{{Dir("etc/"), File("etc/old", "TOKEN")}, {Dir("etc/"), File("etc/new", "TOKEN")}},
		[]Entry{File("etc/old", "TOKEN"), File("etc/new", "TOKEN")}, nil,
	),
	NewStack(
		"names as GNU tar writes them", "dot-slash",
		[][]Entry{{Dir("./"), Dir("./etc/"), File("./etc/gone", "TOKEN"), File("./etc/kept", "TOKEN")}, {Dir("./"), Dir("./etc/"), File("./etc/.wh.gone", "")}},
		[]Entry{File("etc/kept", "TOKEN")}, nil,
	),
}
