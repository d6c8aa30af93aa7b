//go:build linux

package names

import (
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// within calls do on a thread that is in a network namespace. The thread ends with it: one that would come back might not be
// allowed to, as root of a user namespace may not enter the host's network, and goroutines of the host would run on it in the
// container's. What do starts must not be a goroutine that needs the namespace. Source: setns(2), runtime.LockOSThread.
func within(ns *os.File, do func() error) error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread() // and not unlocked, which ends the thread
		if unix.Gettid() == unix.Getpid() {
			// The first thread cannot end before the process. As long as we hold it, another goroutine gets another one.
			err := within(ns, do)
			runtime.UnlockOSThread()
			result <- err
			return
		}
		err := unix.Setns(int(ns.Fd()), unix.CLONE_NEWNET)
		if err == nil {
			err = do()
		}
		result <- err
	}()
	return <-result
}
