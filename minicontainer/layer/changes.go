// What has changed: docker diff.
//
// The old tree may be a stack of layers, of which a directory shows the union (merged). The new one is told by a
// directory of its own: an overlay's upper directory holds only what was touched, and marks for what is
// gone; a whole tree holds all, and what it does not hold is gone. The latter is what an opaque directory means
// too, so that one walk does for both.
//
// As docker has it: a directory is changed if its owner or mode is, or if something in it is; its time and size do not
// count. A file is changed if its time is, or its size, type, owner, mode or extended attributes. A file
// whose bytes are others with the same size and time, to the nanosecond, is not found out.

package layer

import (
	"fmt"
	"path"
	"sort"

	"golang.org/x/sys/unix"
)

// Kind is what has happened to a path.
type Kind int

const (
	Changed Kind = iota
	Added
	Deleted
)

// String is the letter of docker diff: C, A, D.
func (k Kind) String() string { return string("CAD"[k]) }

// Change is one line of docker diff.
type Change struct {
	Kind Kind
	Path string // absolute, as in the container
}

// Changes tells what an overlay's upper directory, which holds the marks of this form, changes of the lower ones,
// which are given top first, as in lowerdir=. Parents come before what is in them, names sorted. A directory above a
// change is Changed itself, but the root is not told of; of a deleted directory, nothing in it is.
func Changes(upper string, form Form, lowers []string) ([]Change, error) {
	return changes(upper, form, lowers, false)
}

// Compare tells the same of two whole trees.
func Compare(before, after string) ([]Change, error) {
	return changes(after, Plain, []string{before}, true)
}

func changes(upper string, form Form, lowers []string, whole bool) ([]Change, error) {
	r, err := openRoot(upper)
	if err != nil {
		return nil, err
	}
	defer r.close()
	before, err := openMerged(form, lowers)
	if err != nil {
		return nil, err
	}
	defer before.close()
	d := &differ{form: form}
	_, err = d.directory(place{r.parent, "."}, "/", before, whole)
	return d.found, err
}

type differ struct {
	form  Form
	list  lister
	found []Change
}

// directory finds the changes in a directory and tells whether there are any. whole: what it does not hold is gone.
func (d *differ) directory(at place, name string, before *merged, whole bool) (bool, error) {
	upper, err := openDir(at.dir, at.name)
	if err != nil {
		return false, fmt.Errorf("compare %s: %w", shown(name), err)
	}
	defer upper.Close()
	names, err := upper.Readdirnames(-1)
	if err != nil {
		return false, fmt.Errorf("compare %s: %w", shown(name), err)
	}
	if whole {
		all, err := before.names()
		if err != nil {
			return false, fmt.Errorf("compare %s: %w", shown(name), err)
		}
		names = append(names, all...)
	}
	found := false
	for _, child := range unique(names) {
		changed, err := d.child(place{parent{dir: int(upper.Fd())}, child}, path.Join(name, child), before, whole)
		if err != nil {
			return false, err
		}
		found = found || changed
	}
	return found, nil
}

// child finds the changes of one name, and below it.
func (d *differ) child(at place, name string, before *merged, whole bool) (bool, error) {
	old, err := before.child(at.name)
	if err != nil {
		return false, fmt.Errorf("compare %s: %w", shown(name), err)
	}
	defer old.close()
	st, err := at.stat()
	if err == unix.ENOENT || err == nil && d.form != Plain && isMark(&st) { //nolint:errorlint // a bare errno
		if old.there {
			d.found = append(d.found, Change{Deleted, name})
		}
		return old.there, nil
	}
	if err != nil {
		return false, fmt.Errorf("compare %s: %w", shown(name), err)
	}
	return d.pair(at, name, &st, old, whole)
}

// pair compares a file that is there with the one that was.
func (d *differ) pair(at place, name string, st *unix.Stat_t, old *merged, whole bool) (changed bool, err error) {
	kind := Changed
	switch {
	case !old.there:
		kind, changed = Added, true
	case otherStat(&old.st, st):
		changed = true
	default:
		if changed, err = d.otherAttributes(at, old); err != nil {
			return false, fmt.Errorf("compare %s: %w", shown(name), err)
		}
	}
	// The directory stands before what is in it, and goes again if it is as it was.
	before := len(d.found)
	d.found = append(d.found, Change{kind, name})
	if isDirectory(st) {
		// All that is in an opaque directory is in this one.
		below, err := d.directory(at, name, old, whole || d.form != Plain && isOpaque(at, d.form))
		if err != nil {
			return false, err
		}
		changed = changed || below
	}
	if !changed {
		d.found = d.found[:before]
	}
	return changed, nil
}

func otherStat(a, b *unix.Stat_t) bool {
	if a.Mode != b.Mode || a.Uid != b.Uid || a.Gid != b.Gid || a.Rdev != b.Rdev {
		return true
	}
	return !isDirectory(a) && (a.Mtim != b.Mtim || a.Size != b.Size)
}

// otherAttributes compares the extended attributes, the overlay's own excepted.
func (d *differ) otherAttributes(at place, old *merged) (bool, error) {
	now, err := d.list.read(at)
	if err != nil {
		return false, err
	}
	then, err := d.list.read(old.at)
	if err != nil {
		return false, err
	}
	for _, all := range []map[string]string{now, then} {
		for name := range all {
			if ofOverlay(name) {
				delete(all, name)
			}
		}
	}
	if len(now) != len(then) {
		return true, nil
	}
	for name, value := range now {
		if was, had := then[name]; !had || was != value {
			return true, nil
		}
	}
	return false, nil
}

// unique sorts names and drops those that are there twice.
func unique(names []string) []string {
	sort.Strings(names)
	n := 0
	for i, name := range names {
		if i == 0 || name != names[i-1] {
			names[n] = name
			n++
		}
	}
	return names[:n]
}
