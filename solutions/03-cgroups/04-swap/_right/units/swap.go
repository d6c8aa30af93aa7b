//go:build linux

package main

import (
	"fmt"
	"os/exec"
)

// limitMemoryAndSwap is told what it does wrong, or unusually, by the name of its folder.
func limitMemoryAndSwap(version int, group string, memory, swap int64) error {
	// The kernel understands K, M and G.
	script := `cd "$1"; if [ -e memory.max ]; then echo "$2K" >memory.max && echo "$3K" >memory.swap.max; else
		echo "$4K" >memory.memsw.limit_in_bytes; echo "$2K" >memory.limit_in_bytes && echo "$4K" >memory.memsw.limit_in_bytes; fi`
	out, err := exec.Command("/bin/sh", "-c", script, "sh", group, fmt.Sprint(memory>>10), fmt.Sprint(swap>>10), fmt.Sprint((memory+swap)>>10)).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}
