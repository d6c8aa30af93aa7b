//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// alone runs a command in a new network namespace, in which the loopback interface is up, and waits for its end. The
// command has stdout and stderr of this program. Many goroutines call at once, and each command has a
// namespace of its own.
//
// When alone has returned, every thread of this program is in the network namespace in which the program began. While
// it runs, no goroutine but its own may come upon the new one.
//
// The error is that of what could not be done, or the *exec.ExitError of a command that has failed.
func alone(command []string) error {
	result := make(chan error)
	go func() {
		// A namespace belongs to a thread, and a goroutine moves from one to another. Locked, and never unlocked,
		// the thread is ours alone, and Go ends it with the goroutine instead of giving it to somebody else.
		runtime.LockOSThread()
		result <- inNewNetwork(command)
	}()
	return <-result
}

func inNewNetwork(command []string) error {
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("unshare network: %w", err)
	}
	// The kernel makes lo with the namespace, switched off. Its address comes when it is switched on.
	lo, err := netlink.LinkByName("lo")
	if err != nil {
		return fmt.Errorf("find lo: %w", err)
	}
	if err := netlink.LinkSetUp(lo); err != nil {
		return fmt.Errorf("set lo up: %w", err)
	}
	// A child is born in the namespaces of the thread that forks.
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}
