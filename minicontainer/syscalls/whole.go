package syscalls

import (
	"errors"

	"golang.org/x/sys/unix"
)

// Whole calls list again when the kernel says that what it was listing has changed meanwhile, so that the list may be neither the
// old one nor the new one. Source: netlink(7), NLM_F_DUMP_INTR, which package netlink tells as EINTR.
func Whole[T any](list func() ([]T, error)) (result []T, err error) {
	const often = 50
	for try := 0; try < often; try++ {
		if result, err = list(); !errors.Is(err, unix.EINTR) {
			break
		}
	}
	return result, err
}
