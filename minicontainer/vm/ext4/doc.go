// Package ext4 writes a file system: a file that is a disk with ext4 on it, made of a tree's files, by any user and without mkfs.
//
// A disk image is only this: blocks of 4 KiB, numbered; inodes, which say what a file is and in which blocks its content lies;
// directories, which are files that list names and the numbers of inodes; and, for whoever wants to add something, bitmaps of
// what is taken. It is cut into groups of 32768 blocks, as many as one block has bits, each of which has all of that:
//
//	block 0                   32768                     65536
//	├─────────────────────────┼─────────────────────────┼─────────────────────────┤
//	│ group 0                 │ group 1                 │ group 2                 │ …
//	└─────────────────────────┴─────────────────────────┴─────────────────────────┘
//	   ╱                      ╲
//	  superblock │ descriptors │ block  │ inode  │ inode            │ blocks of files, directories,
//	             │ of all      │ bitmap │ bitmap │ table            │ extents, attributes …
//	             │ groups      │        │        │ 256 bytes each   │
//	  1 block      1 or more     1        1        some               the rest
//	  └─ groups 0, 1 and powers of 3, 5, 7 ─┘
//
//	superblock.go   what the file system is, and where to begin
//	group.go        where a group has its bitmaps and its table
//	bitmap.go       which blocks and inodes are taken
//	inode.go        a file without its name
//	extent.go       where the content is: "from block 0 on, 100 blocks, at 4711"
//	directory.go    names
//	attribute.go    extended attributes, and access control lists in acl.go
//	files.go        which file gets which inode
//	layout.go       where all of it goes; allocate.go gives out the blocks
//
// Everything has its place before the first byte is written, as the sizes of the files are known. So blocks and inodes are given
// out one after the other, nothing is ever moved, and the content may come in any order.
//
// What this leaves out, each of which a real mkfs would put in:
//   - a journal. It brings a file system back after a power cut; this one is thrown away with its guest.
//   - checksums of the metadata (metadata_csum). They find disks that forget; this disk is a file, made a moment ago.
//   - lost+found, where fsck(8) would put what has lost its name. No fsck is run on what is thrown away, and with it the guest
//     would have a directory that the image has not.
//   - an index of large directories (dir_index), room to grow (resize_inode), and attributes larger than a block.
//
// Source: the kernel's Documentation/filesystems/ext4.
package ext4
