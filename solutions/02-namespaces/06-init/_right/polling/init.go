//go:build linux

package main

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

// Looks for ends ten times a second.
func beInit(command []string) (int, error) {
	sig := make(chan os.Signal, 100)
	signal.Notify(sig, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)

	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	status := make(chan int, 1)
	go func() {
		for {
			for {
				var ws syscall.WaitStatus
				w, err := syscall.Wait4(-1, &ws, syscall.WNOHANG, nil)
				if w <= 0 || err != nil {
					break
				}
				if w == cmd.Process.Pid {
					if ws.Signaled() {
						status <- 128 + int(ws.Signal())
					} else {
						status <- ws.ExitStatus()
					}
				}
			}
			time.Sleep(100 * time.Millisecond)
		}
	}()
	for {
		select {
		case s := <-sig:
			cmd.Process.Signal(s)
		case st := <-status:
			return st, nil
		}
	}
}
