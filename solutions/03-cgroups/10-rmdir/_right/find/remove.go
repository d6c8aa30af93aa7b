//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"time"
)

// removeGroup has find(1) do the walking, deepest first.
func removeGroup(group string) error {
	if _, err := os.Stat(group); err != nil {
		return nil
	}
	var said []byte
	for range 30 {
		var err error
		if said, err = exec.Command("/bin/sh", "-c", "find \"$0\" -depth -type d | while read -r g; do rmdir \"$g\" || exit 1; done", group).CombinedOutput(); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.New(string(said))
}
