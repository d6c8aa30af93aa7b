// A tree as text, so that two can be compared by a digest: a container's, a virtual machine's, and the image's that both
// are made of. It is the text that package compare/probe makes of a file system it runs in.

package tree

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"golang.org/x/sys/unix"
)

// WriteListing writes a line for each entry, in their order: quoted path, kind as ls(1) shows it, permissions in octal, user,
// group, and then of a regular file the size and the sha256 of its content, of a symlink the quoted target, of a device
// its number as st_rdev has it. Excluded paths are left out, with all below them. Times are, too.
func (t *Tree) WriteListing(w io.Writer, excluded ...string) error {
	sums := map[*File]string{}
	err := t.Content(func(e Entry, r io.Reader) error {
		h := sha256.New()
		if _, err := io.Copy(h, r); err != nil {
			return fmt.Errorf("list %s: %w", shown(e.Path), err)
		}
		sums[e.File] = hex.EncodeToString(h.Sum(nil))
		return nil
	})
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	for _, e := range t.Entries() {
		if !isBelow(e.Path, excluded) {
			fmt.Fprintln(out, line(e, sums[e.File]))
		}
	}
	return out.Flush()
}

func line(e Entry, sum string) string {
	said := fmt.Sprintf("%q %s %04o %d %d", e.Path, letters[e.Kind()], e.Permissions(), e.UID, e.GID)
	switch e.Kind() {
	case unix.S_IFREG:
		said += fmt.Sprintf(" %d %s", e.Size, sum)
	case unix.S_IFLNK:
		said += fmt.Sprintf(" %q", e.Target)
	case unix.S_IFCHR, unix.S_IFBLK:
		said += fmt.Sprintf(" %d", unix.Mkdev(e.Major, e.Minor))
	}
	return said
}

var letters = map[uint32]string{
	unix.S_IFREG: "-", unix.S_IFDIR: "d", unix.S_IFLNK: "l", unix.S_IFIFO: "p", unix.S_IFCHR: "c", unix.S_IFBLK: "b",
}

func isBelow(path string, excluded []string) bool {
	for _, e := range excluded {
		if path == e || strings.HasPrefix(path, e+"/") {
			return true
		}
	}
	return false
}
