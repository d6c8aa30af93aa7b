//go:build linux

package main

import (
	"fmt"
	"os"
)

// limitProcessors is told what it does wrong, or unusually, by the name of its folder.
func limitProcessors(_ int, group string, thousandths int64) error {
	return os.WriteFile(group, []byte(fmt.Sprint(thousandths*100)), 0)
}
