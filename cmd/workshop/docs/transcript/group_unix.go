//go:build unix

package transcript

import (
	"os/exec"
	"syscall"
)

// killGroup makes the time limit end the command's children with it: the signal
// goes to the process group, which sh leads.
func killGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
