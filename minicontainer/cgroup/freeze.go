package cgroup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// ErrNoFreezer is the cause where a group cannot be stopped as a whole.
var ErrNoFreezer = errors.New("the group is in no tree that can freeze it")

// Freeze stops every process of the group, wherever it is in its program, and returns when all
// stand still. What they forked in the meantime stands still, too. Source: cgroup-v2.rst, "cgroup.freeze" (Linux
// 5.2); cgroup-v1/freezer-subsystem.rst.
func (g *Group) Freeze() error {
	f := g.freezer()
	if f.file == "" {
		return fmt.Errorf("freeze control group: %w", ErrNoFreezer)
	}
	if err := (Value{File: f.file, Text: f.freeze}).Do(); err != nil {
		return err
	}
	err := retry(func() error {
		// Version 1 has to be told again for who was on the way into the kernel.
		if err := (Value{File: f.file, Text: f.freeze}).Do(); err != nil {
			return err
		}
		if !f.done() {
			return fmt.Errorf("freeze control group %s: %w", filepath.Dir(f.file), unix.EBUSY)
		}
		return nil
	})
	if err != nil {
		return errors.Join(err, g.Thaw())
	}
	return nil
}

// Thaw lets the processes go on. A group that is not frozen is left as it is.
func (g *Group) Thaw() error {
	f := g.freezer()
	if f.file == "" {
		return nil
	}
	err := Value{File: f.file, Text: f.thaw}.Do()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// thawAll is Thaw for the group and all below it, each of which may have been frozen by itself: by a program in it. A
// process of version 2 dies frozen, so there only the group is of interest.
func (g *Group) thawAll() error {
	for _, p := range g.parts {
		if p.version == 1 && slices.Contains(p.controllers, "freezer") {
			if err := Walk(p.dir, ThawAt, func(int, string) {}); err != nil && !gone(err) {
				return err
			}
		}
	}
	return g.Thaw()
}

// Frozen tells whether the group was told to stand still.
func (g *Group) Frozen() bool {
	f := g.freezer()
	if f.file == "" {
		return false
	}
	text := words(f.file)
	return len(text) == 1 && text[0] != f.thaw
}

// freezer is the file that stops a group, and its words.
type freezer struct {
	file, freeze, thaw string
	done               func() bool
}

// freezer prefers version 2, whose frozen processes can still be killed.
func (g *Group) freezer() freezer {
	for _, p := range g.parts {
		file := filepath.Join(p.dir, "cgroup.freeze")
		if _, err := os.Stat(file); p.version == 2 && err == nil {
			events := filepath.Join(p.dir, "cgroup.events")
			return freezer{file, "1", "0", func() bool { n, err := counter(events, "frozen"); return err == nil && n == 1 }}
		}
	}
	for _, p := range g.parts {
		if p.version == 1 && slices.Contains(p.controllers, "freezer") {
			file := filepath.Join(p.dir, "freezer.state")
			return freezer{file, "FROZEN", "THAWED", func() bool { return strings.Join(words(file), "") == "FROZEN" }}
		}
	}
	return freezer{}
}
