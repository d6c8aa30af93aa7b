package syscalls

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// SealedCopy copies the file into anonymous memory that nobody can change any
// more, its owner included, and anybody who has it may execute it by its FDPath. The
// caller closes it. Source: memfd_create(2), fcntl(2) "File Sealing".
func SealedCopy(path string) (*os.File, error) {
	src, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	fd, err := unix.MemfdCreate("minicontainer", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return nil, err
	}
	dst := os.NewFile(uintptr(fd), "minicontainer")
	if _, err := io.Copy(dst, src); err != nil {
		dst.Close()
		return nil, err
	}
	const seals = unix.F_SEAL_SEAL | unix.F_SEAL_SHRINK | unix.F_SEAL_GROW | unix.F_SEAL_WRITE
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, seals); err != nil {
		dst.Close()
		return nil, err
	}
	return dst, nil
}
