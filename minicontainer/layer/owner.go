// Owner, extended attributes, mode and times, in the one order in which none undoes another:
// writing and chown(2) clear the set-user-ID bit and the file's capabilities, an access control list brings
// group bits of its own, and all of them change the time.

package layer

import (
	"archive/tar"
	"fmt"
	"math"

	"golang.org/x/sys/unix"
)

// attributes are what a file has besides its name and content.
type attributes struct {
	uid, gid uint32 // of the file on the disk
	mode     uint32 // permissions and set-ID bits; a symlink has none
	symlink  bool
	modified unix.Timespec
	extended map[string]string
}

// attributes are those that an entry is to have here.
func (u *unpacker) attributes(h *tar.Header) (a attributes, err error) {
	a.mode, a.symlink = uint32(h.Mode)&0o7777, h.Typeflag == tar.TypeSymlink
	if a.uid, a.gid, err = u.owner(h); err != nil {
		return a, err
	}
	if a.extended, err = archived(h); err != nil {
		return a, err
	}
	if a.modified, err = unix.TimeToTimespec(h.ModTime); err != nil {
		return a, fmt.Errorf("time %v: %w", h.ModTime, err)
	}
	return a, nil
}

// owner maps the entry's owner. The largest number means "as it is" to chown(2), and is nobody's.
func (u *unpacker) owner(h *tar.Header) (uid, gid uint32, err error) {
	if int64(h.Uid) < 0 || int64(h.Gid) < 0 || int64(h.Uid) >= math.MaxUint32 || int64(h.Gid) >= math.MaxUint32 {
		return 0, 0, fmt.Errorf("no such owner %d:%d", h.Uid, h.Gid)
	}
	return mapOwner(u.Owner, uint32(h.Uid), uint32(h.Gid))
}

func mapOwner(f func(uid, gid uint32) (uint32, uint32, error), uid, gid uint32) (uint32, uint32, error) {
	if f == nil {
		return uid, gid, nil
	}
	to, group, err := f(uid, gid)
	if err != nil {
		err = fmt.Errorf("map the owner %d:%d: %w", uid, gid, err)
	}
	return to, group, err
}

// dress gives a file its attributes.
func (u *unpacker) dress(at place, a attributes) error {
	if !u.Rootless {
		if err := unix.Fchownat(at.dir, at.name, int(a.uid), int(a.gid), unix.AT_SYMLINK_NOFOLLOW); err != nil {
			return fmt.Errorf("make %d:%d the owner: %w", a.uid, a.gid, err)
		}
	}
	if err := u.setExtended(at, a.extended); err != nil {
		return err
	}
	if !a.symlink {
		// This call follows symlinks, but what has this name is of our making, and is none.
		if err := unix.Fchmodat(at.dir, at.name, a.mode, 0); err != nil {
			return fmt.Errorf("set mode %o: %w", a.mode, err)
		}
	}
	times := []unix.Timespec{{Nsec: unix.UTIME_OMIT}, a.modified}
	if err := unix.UtimesNanoAt(at.dir, at.name, times, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return fmt.Errorf("set time: %w", err)
	}
	return nil
}
