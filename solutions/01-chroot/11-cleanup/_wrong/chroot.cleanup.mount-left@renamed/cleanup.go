//go:build linux

package main

import (
	"os"
)

func cleanUp(root string) error {
	return os.Rename(root, root+".trash")
}
