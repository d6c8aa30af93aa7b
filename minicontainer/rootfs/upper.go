package rootfs

import "golang.org/x/sys/unix"

// CanBeUpper tells whether an overlay can write into the directory. It must be able to leave
// its marks there as extended attributes, which network file systems and FAT do not
// have; and it refuses to write into another overlay, which is what a container of
// Docker's has for a disk. Source: the kernel's filesystems/overlayfs.rst, "Upper layer".
func CanBeUpper(dir string, userXattr bool) bool {
	var st unix.Statfs_t
	if unix.Statfs(dir, &st) != nil || st.Type == unix.OVERLAYFS_SUPER_MAGIC {
		return false
	}
	mark := "trusted.overlay.probe"
	if userXattr {
		mark = "user.overlay.probe"
	}
	if unix.Setxattr(dir, mark, []byte("y"), 0) != nil {
		return false
	}
	return unix.Removexattr(dir, mark) == nil
}
