//go:build linux

package grade

import (
	"slices"
	"strings"
)

// canaries are files of the fake host that no exercise asks to touch.
var canaries = []string{"/etc/hostname", "/etc/passwd", "/home/diary", "/work/keep/notes"}

func (b *Bench) plantCanaries() {
	for _, path := range canaries[2:] {
		b.Write(path, "do not delete\n", 0o644)
	}
}

// condition is what can be broken of a host: its mounts and its files.
type condition struct{ mounts, files []string }

func (b *Bench) look() condition {
	var c condition
	for _, m := range b.Host.First().Mounts() {
		c.mounts = append(c.mounts, m.Point)
	}
	for _, path := range canaries {
		if text, ok := b.Read(path); ok {
			c.files = append(c.files, path+": "+text)
		}
	}
	return c
}

// damage says what the fake host has lost since the beginning, or "".
func (b *Bench) damage() string {
	if !b.Host.Alive() {
		return "the fake host's first process is gone, and everything with it"
	}
	now := b.look()
	var lost []string
	for _, point := range missing(b.before.mounts, now.mounts) {
		lost = append(lost, "mount "+point)
	}
	for _, file := range missing(b.before.files, now.files) {
		path, _, _ := strings.Cut(file, ": ")
		lost = append(lost, "file "+path)
	}
	const most = 4
	if len(lost) > most {
		lost = append(lost[:most], "…")
	}
	if len(lost) == 0 {
		return ""
	}
	return "gone from the host: " + strings.Join(lost, ", ")
}

// TakeAsGiven makes the fake host as it is now the beginning that damage, Mounted and Unmounted compare
// with: what the judge itself has mounted is nobody's mistake.
func (b *Bench) TakeAsGiven() { b.before = b.look() }

// Mounted are the mount points that the fake host has now and did not have at the
// beginning: what a program left behind, or what leaked out of its mount namespace.
func (b *Bench) Mounted() []string {
	return missing(b.look().mounts, b.before.mounts)
}

// Unmounted are the mount points that the fake host had at the beginning and has no more.
func (b *Bench) Unmounted() []string {
	return missing(b.before.mounts, b.look().mounts)
}

// missing are the elements of all that rest lacks, counted.
func missing(all, rest []string) []string {
	rest = slices.Clone(rest)
	var gone []string
	for _, one := range all {
		if i := slices.Index(rest, one); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
			continue
		}
		gone = append(gone, one)
	}
	return gone
}
