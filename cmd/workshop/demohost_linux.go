// A host to throw away, for a demo that would change the network of the real one.

package main

import (
	"fmt"
	"runtime"

	"golang.org/x/sys/unix"
)

// onOwnHost calls play on a thread in a network and a mount namespace of its own, in which this machine's state of containers and
// networks is hidden. What play starts is there, too. The thread ends with it: nothing else may run on it.
func onOwnHost(play func() error) error {
	done := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // and not unlocked, which ends the thread
		err := makeOwnHost()
		if err == nil {
			err = play()
		}
		done <- err
	}()
	return <-done
}

// makeOwnHost does what lesson 5 has a reader type: unshare --net --mount, and two empty directories.
func makeOwnHost() error {
	if err := unix.Unshare(unix.CLONE_NEWNS | unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("make a host for the demo: %w; it needs root", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_PRIVATE|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("make a host for the demo: keep its mounts apart: %w", err)
	}
	for _, dir := range []string{"/run", "/var/lib"} {
		if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "mode=755"); err != nil {
			return fmt.Errorf("make a host for the demo: hide %s: %w", dir, err)
		}
	}
	return nil
}
