//go:build linux

package main

import (
	"os"
	"os/exec"
	"runtime"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

// The thread is brought back before it is given back.
func alone(command []string) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	home, err := netns.Get()
	if err != nil {
		return err
	}
	defer home.Close()
	away, err := netns.New()
	if err != nil {
		return err
	}
	defer away.Close()
	lo, err := netlink.LinkByName("lo")
	if err == nil {
		err = netlink.LinkSetUp(lo)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err == nil {
		err = cmd.Start()
	}
	if back := netns.Set(home); back != nil {
		panic(back)
	}
	if err != nil {
		return err
	}
	return cmd.Wait()
}
