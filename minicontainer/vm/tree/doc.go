// Package tree is an image's files as a value: all that its layers come to, without unpacking them.
//
// A container needs its files on the host's file system, with the owners and devices that only root can make. A virtual
// machine does not: its file system is made by us, in a file of ours, and whoever can write bytes can write "owner 0".
// So the archives are read twice, and nothing is unpacked on the way:
//
//	layers ── Read ──▶ Tree: names, owners, modes …      (first pass: the headers)
//	   │                 │ Entries, sorted
//	   │                 ▼
//	   └── Content ──▶ WriteInitramfs, ext4.Write        (second pass: the content of what is left)
//
// Read does in memory what package layer does in a directory, by the same rule: a name is walked in the tree as if in a chroot,
// symlinks and all, up to its last component, and the last component is never followed (walk.go). There is no outside to get to.
//
// What this leaves out: a tree is not changed by what happens in the machine.
//
// Source: the image spec's layer.md; package layer.
package tree
