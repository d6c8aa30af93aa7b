//go:build linux

package main

import (
	"errors"
	"os"
)

// newNetwork makes a network namespace and returns it as an open file, as which it stays alive although no process
// is in it. Many goroutines may call it at once, and each call makes another namespace.
//
// When it has returned, every thread of this program is in the network namespace in which the program began, and
// the file is all that is left open.
func newNetwork() (*os.File, error) {
	// TODO: make a network namespace, and leave no thread in it.
	return nil, errors.New("newNetwork is not written yet")
}
