//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// A child has the namespace from birth; no thread of this program is moved.
func newNetwork() (*os.File, error) {
	cmd := exec.Command("/bin/sleep", "100")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return os.Open(fmt.Sprintf("/proc/%d/ns/net", cmd.Process.Pid))
}
