//go:build linux

package main

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// removeGroup tries the group alone.
func removeGroup(group string) error {
	var err error
	for range 200 {
		if err = os.Remove(group); err == nil || errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return err
}
