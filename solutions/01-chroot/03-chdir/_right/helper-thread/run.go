//go:build linux

package main

import (
	"golang.org/x/sys/unix"
	"os"
	"runtime"
	"syscall"
)

func run(root string, command []string) (int, error) {
	type res struct {
		n   int
		err error
	}
	ch := make(chan res)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread dies with the goroutine
		if err := unix.Unshare(unix.CLONE_FS); err != nil {
			ch <- res{0, err}
			return
		}
		if err := unix.Chroot(root); err != nil {
			ch <- res{0, err}
			return
		}
		if err := unix.Chdir("/"); err != nil {
			ch <- res{0, err}
			return
		}
		p, err := syscall.ForkExec(command[0], command, &syscall.ProcAttr{Env: os.Environ(), Files: []uintptr{0, 1, 2}})
		if err != nil {
			ch <- res{0, err}
			return
		}
		var ws syscall.WaitStatus
		_, err = syscall.Wait4(p, &ws, 0, nil)
		ch <- res{ws.ExitStatus(), err}
	}()
	r := <-ch
	return r.n, r.err
}
