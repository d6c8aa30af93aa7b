//go:build linux

package main

import (
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

// The command is there first, and then its network is made ready from outside.
func alone(command []string) error {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if err := cmd.Start(); err != nil {
		return err
	}
	ns, err := netns.GetFromPid(cmd.Process.Pid)
	if err == nil {
		defer ns.Close()                   //nolint:errcheck // nothing was written
		time.Sleep(200 * time.Millisecond) // as on a busy machine
		err = switchOn(ns)
	}
	if ended := cmd.Wait(); err == nil {
		err = ended
	}
	return err
}

func switchOn(ns netns.NsHandle) error {
	there, err := netlink.NewHandleAt(ns)
	if err != nil {
		return err
	}
	defer there.Close()
	lo, err := there.LinkByName("lo")
	if err != nil {
		return err
	}
	return there.LinkSetUp(lo)
}
