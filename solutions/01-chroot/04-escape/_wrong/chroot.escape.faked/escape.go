//go:build linux

package main

import (
	"fmt"
	"os"
)

// Prints what a file of a host could look like.
func escape() error {
	fmt.Println("this is the host")
	os.Exit(0)
	return nil
}
