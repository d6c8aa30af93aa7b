package layer

import "golang.org/x/sys/unix"

// Form is how a directory says that something of a lower layer is gone.
type Form int

const (
	// Plain says nothing. Unpack deletes at once what a whiteout names, all layers going into
	// one directory; for Pack the directory is a whole tree, from which nothing is gone.
	Plain Form = iota
	// Overlay is what overlayfs reads and writes: a character device 0:0 in place of what is gone,
	// and the attribute trusted.overlay.opaque=y on a directory that hides those below it.
	Overlay
	// OverlayUser is the same inside a user namespace, where trusted.* may not be written, and for a mount with
	// the option userxattr: the attribute is user.overlay.opaque.
	OverlayUser
)

// opaqueMark is the attribute of a directory that hides those below it.
func (f Form) opaqueMark() string {
	switch f {
	case Overlay:
		return "trusted.overlay.opaque"
	case OverlayUser:
		return "user.overlay.opaque"
	}
	return ""
}

// isMark tells whether this is an overlay's whiteout. Source: the kernel's filesystems/overlayfs.rst.
func isMark(st *unix.Stat_t) bool {
	return st.Mode&unix.S_IFMT == unix.S_IFCHR && st.Rdev == 0
}
