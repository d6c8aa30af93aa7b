// An archive becomes a directory, entry by entry, in the order they come in:
//
//	name ── cleanName ──▶ meaningOf ──▶ a whiteout: hide, hideAll
//	                          └───────▶ a file: parents ──▶ create ──▶ dress
//	                                                          └ a directory: at the end, finish
//
// An entry replaces what has its name, except that a directory joins the one that is there. Nothing
// that exists is ever opened for writing.

package layer

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// Devices is what becomes of the device nodes in an archive.
type Devices int

const (
	MakeDevices    Devices = iota // made; that they cannot be is an error
	RefuseDevices                 // an error
	ReplaceDevices                // an empty file with the name, mode and times of the device
)

// UnpackOptions say how Unpack does it. The zero value is root's: all is as archived.
type UnpackOptions struct {
	Form Form
	// Owner gives the owner a file gets for the one in the archive. Its error names the entry. nil: as archived.
	Owner func(uid, gid uint32) (uint32, uint32, error)
	// Rootless: the caller may not give files away, so that all of them stay the caller's; attributes
	// that only root may set are left out (Summary.Dropped), and devices are replaced (ReplaceDevices).
	Rootless bool
	Devices  Devices
	// Lowers are the directories of the layers below, top first, for Overlay and OverlayUser. A directory that the
	// archive goes through without having it as an entry is made like the one they have; without one, root's, 0755.
	// Without them an opaque root hides nothing, and a whiteout of a name that is nowhere below leaves a mark.
	Lowers []string
	// MaxBytes limits the sizes of all files together, MaxEntries their number. 0: no limit.
	MaxBytes, MaxEntries int64
}

// Summary counts what Unpack has done.
type Summary struct {
	Entries  int64 // in the archive
	Bytes    int64 // of files, holes included
	Replaced int   // devices, of which an empty file was made
	Dropped  int   // extended attributes that the file system, or a caller without rights, could not keep
}

// Unpack unpacks an archive, not compressed, into the directory, which is there. With Plain it
// may hold lower layers, else it is empty. A whiteout never hides what the same archive adds, whichever comes first.
//
// Errors read "unpack ENTRY: cause". After one the directory holds a part of the archive, to be removed; outside of it
// nothing is touched, ever. The archive is read to its end, not only to the end of its last entry,
// so that a digest taken on the way is one of all of it. An archive without an end mark is accepted (umoci writes such).
// Nothing is synced to the disk. Needs /proc and Linux 5.6.
func Unpack(archive io.Reader, dir string, o UnpackOptions) (Summary, error) {
	u, err := newUnpacker(dir, o)
	if err != nil {
		return Summary{}, err
	}
	defer u.close()
	if err := u.entries(tar.NewReader(archive)); err != nil {
		return u.done, err
	}
	if err := u.drain(archive); err != nil {
		return u.done, fmt.Errorf("read the end of the archive: %w", err)
	}
	return u.done, u.finish()
}

type unpacker struct {
	UnpackOptions
	root   *root
	below  *merged // the lower layers
	done   Summary
	header *tar.Header          // the entry that is being unpacked
	late   map[uint64]directory // by inode, what is to be set at the end
	ours   map[made]bool        // what this archive has added to lower layers; nil if there are none
	list   lister
	buffer []byte

	hidesAll bool     // the root is opaque
	marks    []string // the names that whiteouts have hidden
}

func newUnpacker(dir string, o UnpackOptions) (*unpacker, error) {
	names, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	u := &unpacker{UnpackOptions: o, late: map[uint64]directory{}, buffer: make([]byte, 256<<10)}
	if len(names) > 0 {
		u.ours = map[made]bool{}
	}
	if o.Rootless && o.Devices == MakeDevices {
		u.Devices = ReplaceDevices
	}
	if u.below, err = openMerged(o.Form, o.Lowers); err != nil {
		return nil, err
	}
	if u.root, err = openRoot(dir); err != nil {
		u.below.close()
	}
	return u, err
}

func (u *unpacker) close() {
	u.root.close()
	u.below.close()
}

func (u *unpacker) entries(archive *tar.Reader) error {
	last := "the beginning"
	for {
		h, err := archive.Next()
		if err == io.EOF { //nolint:errorlint // the end itself, as archive/tar documents it
			return nil
		}
		if err != nil {
			if last == "the beginning" && errors.Is(err, tar.ErrHeader) {
				err = errors.New("it is no tar archive")
			}
			return fmt.Errorf("read archive after %s: %w", shown(last), err)
		}
		if err := u.entry(h, archive); err != nil {
			return fmt.Errorf("unpack %s: %w", shown(h.Name), err)
		}
		last = h.Name
	}
}

// entry unpacks one. What an archive says of all its entries (a global header: git writes the commit's
// hash there) is of no use to a layer, and is passed over by all tools.
func (u *unpacker) entry(h *tar.Header, data io.Reader) error {
	if h.Typeflag == tar.TypeXGlobalHeader {
		return u.count(&tar.Header{})
	}
	if err := u.count(h); err != nil {
		return err
	}
	u.header = h
	name, err := cleanName(h.Name)
	if err != nil {
		return err
	}
	about, name, err := meaningOf(name)
	if err != nil {
		return err
	}
	switch about {
	case hidesName:
		return u.hide(name)
	case hidesAll:
		return u.hideAll(name)
	case leftover:
		return nil
	}
	if name == "." && h.Typeflag != tar.TypeDir {
		return errors.New("only a directory can be the root")
	}
	p, err := u.parents(name)
	if err != nil {
		return err
	}
	return u.create(in(p, name), name, data)
}

// make calls create, and once more when it has removed what was in the way. errThere: it is as it should be.
func (u *unpacker) make(at place, create func() error) (replaced bool, err error) {
	err = create()
	if err == unix.EEXIST { //nolint:errorlint // a bare errno
		if err = u.root.remove(at); err == nil {
			replaced, err = true, create()
		}
	}
	if u.ours != nil && (err == nil || errors.Is(err, errThere)) {
		u.ours[made{at.ino, at.name}] = true
	}
	if err != nil {
		return replaced, err
	}
	return replaced, disinherit(at)
}
