//go:build linux

package main

import (
	"os"
	"os/exec"
	"os/signal"

	"golang.org/x/sys/unix"
)

// The loop has fetched what exec.Cmd waits for.
func beInit(command []string) (int, error) {
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, unix.SIGTERM, unix.SIGINT, unix.SIGHUP)
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	go func() {
		for s := range signals {
			cmd.Process.Signal(s)
		}
	}()
	for {
		if pid, err := unix.Wait4(-1, nil, 0, nil); pid == cmd.Process.Pid || err == unix.ECHILD {
			break
		}
	}
	if err := cmd.Wait(); err != nil {
		return 0, err
	}
	return 0, nil
}
