package vm

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

// Disk is a file of the host that is a disk of the guest.
type Disk struct {
	Name string // the guest finds it as /dev/disk/by-id/virtio-NAME
	File string // its blocks, as they are

	// Snapshot leaves the file as it is: what the guest changes goes to a file that QEMU makes in TMPDIR and that has no name.
	Snapshot bool
}

// MakeDisk makes an empty disk. The file is sparse: it takes room on the host where the
// guest has written.
func MakeDisk(file string, size int64) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("make disk: %w", err)
	}
	if err := errors.Join(f.Truncate(size), f.Close()); err != nil {
		return fmt.Errorf("make disk %s: %w", file, err)
	}
	return nil
}

// MakeSwapDisk makes a disk that the guest can swap to, as mkswap(8) does: the first page says
// what it is, and how many pages there are.
//
//	1024  version, last page, bad pages   4096-10  "SWAPSPACE2"
//
// Source: the kernel's include/linux/swap.h, union swap_header.
func MakeSwapDisk(file string, size int64) error {
	if err := MakeDisk(file, size); err != nil {
		return err
	}
	const page, infoAt, signature = 4096, 1024, "SWAPSPACE2"
	header := make([]byte, page)
	binary.LittleEndian.PutUint32(header[infoAt:], 1)
	binary.LittleEndian.PutUint32(header[infoAt+4:], uint32(size/page-1))
	copy(header[page-len(signature):], signature)
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("make swap disk: %w", err)
	}
	_, err = f.WriteAt(header, 0)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("make swap disk: %w", err)
	}
	return nil
}
