//go:build linux

package main

import (
	"os"
	"os/exec"
	"runtime"
	"sync"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

var once sync.Once

var orders = make(chan func())

// One network is enough for all.
func alone(command []string) error {
	once.Do(func() { go serve() })
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	started := make(chan error)
	orders <- func() { started <- cmd.Start() }
	if err := <-started; err != nil {
		return err
	}
	return cmd.Wait()
}

func serve() {
	runtime.LockOSThread()
	if err := network(); err != nil {
		panic(err)
	}
	for order := range orders {
		order()
	}
}

func network() error {
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return err
	}
	lo, err := netlink.LinkByName("lo")
	if err != nil {
		return err
	}
	return netlink.LinkSetUp(lo)
}
