package testenv

import (
	"errors"
	"fmt"
	"runtime"

	"golang.org/x/sys/unix"
)

// OwnMounts calls body on a thread that has a mount namespace of its own, private
// to it. The thread ends with body, and the namespace with it, so
// that no other goroutine is ever scheduled into it. body may call t.Errorf, and
// t.Fatal, which end it early.
func OwnMounts(body func()) error {
	result := make(chan error)
	go func() {
		err := errors.New("the body ended early")
		defer func() { result <- err }()
		// Not unlocked again: a locked goroutine takes its thread with it when it ends.
		runtime.LockOSThread()
		if unix.Gettid() == unix.Getpid() {
			// Except the first thread, which cannot end before the process, and is the
			// one that /proc/self speaks of. As long as we hold it, another goroutine
			// gets another thread.
			err = OwnMounts(body)
			runtime.UnlockOSThread()
			return
		}
		if unshareErr := unshareMounts(); unshareErr != nil {
			err = unshareErr
			return
		}
		body()
		err = nil
	}()
	return <-result
}

func unshareMounts() error {
	// Threads of one process share working directory and root; a thread that does
	// cannot have a mount namespace of its own. Source: unshare(2), CLONE_FS.
	if err := unix.Unshare(unix.CLONE_FS | unix.CLONE_NEWNS); err != nil {
		return fmt.Errorf("unshare mounts: %w", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_PRIVATE|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	return nil
}

// OwnNetwork calls body on a thread that has a network namespace of its own, in which loopback is up, as OwnMounts does for
// mounts. A process that body starts is in it, too; other goroutines are not.
func OwnNetwork(body func()) error {
	result := make(chan error)
	go func() {
		err := errors.New("the body ended early")
		defer func() { result <- err }()
		runtime.LockOSThread() // and not unlocked again, see OwnMounts
		if unix.Gettid() == unix.Getpid() {
			err = OwnNetwork(body)
			runtime.UnlockOSThread()
			return
		}
		if unshareErr := UnshareNetwork(); unshareErr != nil {
			err = unshareErr
			return
		}
		body()
		err = nil
	}()
	return <-result
}

// UnshareNetwork gives the calling thread a network namespace of its own, in which loopback is up. The thread is to end locked.
func UnshareNetwork() error {
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("unshare network: %w", err)
	}
	sock, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("bring up lo: %w", err)
	}
	defer unix.Close(sock) //nolint:errcheck // nothing was written to it
	lo, err := unix.NewIfreq("lo")
	if err == nil {
		lo.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
		err = unix.IoctlIfreq(sock, unix.SIOCSIFFLAGS, lo)
	}
	if err != nil {
		return fmt.Errorf("bring up lo: %w", err)
	}
	return nil
}
