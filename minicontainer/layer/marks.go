// Marks that hide nothing.
//
// overlayfs looks for marks where it merges directories. A directory that is in the upper layer only, or opaque, is not
// merged with anything, and a mark in it shows as a name that is listed and cannot be opened.
// Archives have such whiteouts: beside an opaque one, or of a file that came and went in one step.

package layer

import (
	"path"

	"golang.org/x/sys/unix"
)

// dropIdleMarks removes the marks in directories that are not merged, as far as can be told.
func (u *unpacker) dropIdleMarks() error {
	merges := map[string]bool{".": true}
	for _, name := range u.marks {
		dir := path.Dir(name)
		if _, known := merges[dir]; !known {
			var err error
			if merges[dir], err = u.merges(dir); err != nil {
				return err
			}
		}
		if !merges[dir] {
			if err := u.dropMark(dir, name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (u *unpacker) dropMark(dir, name string) error {
	p, err := u.root.directory(dir)
	if err != nil {
		return err
	}
	at := in(p, name)
	st, err := at.stat()
	if err != nil || !isMark(&st) {
		return ignore(err, unix.ENOENT) // replaced by a later entry
	}
	return unix.Unlinkat(at.dir, at.name, 0)
}

// merges tells whether an overlay has lower directories to merge with dir: lower layers that nobody has told of have
// them, and what a later entry has replaced is of no interest.
func (u *unpacker) merges(dir string) (bool, error) {
	opaque, gone := u.opaqueAbove(dir)
	if opaque || gone || u.Lowers == nil {
		return gone || !opaque, nil
	}
	found, done, err := u.below.find(dir)
	defer done()
	return err == nil && len(found.dirs) > 0, err
}

// opaqueAbove tells whether dir or one above it is opaque, or is no directory.
func (u *unpacker) opaqueAbove(dir string) (opaque, gone bool) {
	for ; dir != "."; dir = path.Dir(dir) {
		p, err := u.root.directory(dir)
		if err != nil || isOpaque(place{p, "."}, u.Form) {
			return err == nil, err != nil
		}
	}
	return false, false
}
