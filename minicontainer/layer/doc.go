// Package layer turns directories into archives and archives into directories.
//
// A layer is a tar archive of what one step of a build has added and changed. What it took away is
// said by the name of an empty file beside it, the whiteout:
//
//	etc/motd           this layer's /etc/motd replaces that of the layers below
//	etc/.wh.issue      /etc/issue of the layers below is gone
//	var/.wh..wh..opq   nothing that the layers below have in /var can be seen (opaque)
//
// On the wire the archive is compressed, so that a layer has two digests: the one of the blob that is
// pulled, and the one of the archive in it, the diffID, which does not change with the compression.
//
//	           Decompress                Unpack
//	blob ──────────────────▶ archive ──────────────▶ directory
//	digest ◀──────────────── diffID  ◀────────────── upper directory, or tree
//	             Write                 Pack, PackChanges
//
// An archive comes from a stranger and is unpacked by root. The rule that keeps it in its directory is
// one: a name is walked by the kernel, in the directory as if in a chroot, up to its last component,
// and the last component is never followed (root.go).
//
// Source: the image spec's layer.md; pax(1) of POSIX; tar(5).
package layer
