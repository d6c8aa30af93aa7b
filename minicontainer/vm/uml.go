// User-mode Linux: a kernel that is an ordinary program. Its processor is the host's, used by a process; its memory is a file;
// its system calls are caught by ptrace(2), as a debugger does. No hypervisor, no emulation, no /dev/kvm; each system call
// of a guest's program costs two switches of processes instead.
//
// Source: the kernel's Documentation/virt/uml/user_mode_linux_howto_v2.rst.

package vm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/vm/guest"
)

// UserMode is a machine whose kernel is a program.
type UserMode struct {
	Program   string // the kernel; see FindUserMode
	Initramfs string
	Memory    int    // MiB
	Dir       string // for files of its own, of which it makes some
}

// UserModeEnv names the program that is a kernel; Debian's package user-mode-linux has it as linux.uml.
const UserModeEnv = "MINICONTAINER_UML"

// FindUserMode finds the kernel that is a program.
func FindUserMode() (string, error) {
	if named := os.Getenv(UserModeEnv); named != "" {
		if _, err := os.Stat(named); err != nil {
			return "", fmt.Errorf("find User-mode Linux: %w", err)
		}
		return named, nil
	}
	path, err := exec.LookPath("linux.uml")
	if err != nil {
		return "", errors.New("find User-mode Linux: linux.uml is not installed (Debian: user-mode-linux)")
	}
	return path, nil
}

// Args is the kernel's command line, which is a program's here.
func (u UserMode) Args() []string {
	return []string{
		u.Program, fmt.Sprintf("mem=%dM", u.Memory), "initrd=" + u.Initramfs, "rdinit=" + guest.Init,
		"con=null", "con0=fd:0,fd:1", // the console is our pipes; no xterm for the others
		"uml_dir=" + u.Dir, "quiet", "panic=-1",
	}
}

// Line is the command as a person would type it.
func (u UserMode) Line() string { return plan.Quote(u.Args()...) }

// Run has the program be the machine; see Hardware.
func (u UserMode) Run(ctx context.Context, in, out *os.File) error {
	return runProgram(ctx, u.Args(), in, out)
}
