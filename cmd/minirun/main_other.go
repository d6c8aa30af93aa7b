//go:build !linux

// Command minirun runs OCI bundles; on this system it says what is missing.
package main

import (
	"fmt"
	"os"
	"runtime"
)

func main() {
	fmt.Fprintf(os.Stderr, "minirun: a container is a Linux process, and this is %s; `workshop doctor` tells the three ways to a Linux\n", runtime.GOOS)
	os.Exit(1)
}
