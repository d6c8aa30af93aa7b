package firewall

import (
	"context"
	"errors"
	"syscall"

	"golang.org/x/sys/unix"
)

var nowhere = context.Background()

// freeBind lets a socket have an address that is nobody's here.
func freeBind(_, _ string, c syscall.RawConn) error {
	var set error
	err := c.Control(func(fd uintptr) { set = unix.SetsockoptInt(int(fd), unix.SOL_IP, unix.IP_TRANSPARENT, 1) })
	return errors.Join(err, set)
}
