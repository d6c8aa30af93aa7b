//go:build linux

package grader

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// probeName is the name under which this program, in the fake host, tries what the exercise needs of the
// machine: a user namespace, made by an ordinary user.
const probeName = "minicontainer-userns-probe"

func init() {
	if filepath.Base(os.Args[0]) != probeName {
		return
	}
	if len(os.Args) > 1 {
		os.Exit(0) //nolint:forbidigo // the probe is a program of its own
	}
	cmd := exec.Command("/proc/self/exe", "child")
	cmd.Args[0] = probeName
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	if cmd.Run() != nil {
		os.Exit(1) //nolint:forbidigo // as above
	}
	os.Exit(0) //nolint:forbidigo // as above
}

func plantProbe(b *grade.Bench) string {
	if err := os.Symlink("minibox", b.Path(fakehost.Tools+"/"+probeName)); err != nil {
		panic(err) // of the bench: no verdict
	}
	return probeName
}

var noUserNamespace = grade.Text{
	EN: "this machine lets root make user namespaces, but no ordinary user, and here one has to. `workshop doctor` names the switch.",
	KO: "이 머신에서는 root만 사용자 네임스페이스를 만들 수 있는데, 여기서는 일반 사용자가 만들어야 해요. `workshop doctor`가 어떤 설정 때문인지 알려 줘요.",
}
