//go:build linux

// Hints: what to do about an error, keyed by the state that was found, not by the
// number the kernel gave. Every hint of the commands is in this file.

package cli

import (
	"errors"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

var execHints = map[string]string{
	sandbox.NoSuchCommand: "the command must exist inside the container; `run … ls /bin` shows what does",
	sandbox.NoInterpreter: "the file is there; the loader (or the script's interpreter) it asks for is not. Copy that into the root as well, or link the program statically",
	sandbox.OtherMachine:  "a container brings files, not another machine: the program must be built for this one (`uname -m`)",
	sandbox.NotAProgram:   "a script needs a first line such as #!/bin/sh",
}

var rootHints = map[rootfs.Reason]string{
	rootfs.Missing:  "a name that begins with /, ./ or ../ is a directory; `minicontainer run base` needs none",
	rootfs.NotADir:  "a root file system is a directory; unpack an archive first: mkdir R && tar -C R -xf FILE",
	rootfs.Symlink:  "name the directory itself: whoever can change the link would choose what becomes the root",
	rootfs.Empty:    "there is no program in it to run; try `minicontainer run base`, or fill it: mmdebstrap --variant=minbase stable DIR",
	rootfs.HostRoot: "a container needs a root of its own, or its mounts would land on the host's",
}

// Hint is the line to print below the error, or "".
func Hint(err error) string {
	var exec *sandbox.ExecError
	var refusal *rootfs.Refusal
	var step *plan.StepError
	switch {
	case errors.As(err, &exec):
		return execHints[exec.State]
	case containerHint(err) != "":
		return containerHint(err)
	case !procMounted():
		return "this needs the kernel's /proc: mount -t proc proc /proc"
	case errors.As(err, &refusal):
		return rootHints[refusal.Reason]
	case errors.Is(err, rootfs.ErrNoUser):
		return "a number needs no entry there: -u 1000"
	case errors.Is(err, image.ErrNoImage):
		return "`minicontainer images` lists those that are here, `minicontainer pull NAME` fetches one; a directory needs a / in front (./NAME)"
	case registryHint(err) != "":
		return registryHint(err)
	case errors.Is(err, ErrNoLimit):
		return delegationHint()
	case errors.Is(err, sandbox.ErrUnmapped):
		return "an ordinary user has one id to give, and it is root in the container. More are given in /etc/subuid and /etc/subgid, and mapped by newuidmap (package uidmap); or leave out -u"
	case errors.Is(err, unix.ENOSYS):
		return "the kernel is too old, or a seccomp filter hides the call; `workshop doctor` tells what is missing"
	case errors.As(err, &step) || errors.Is(err, unix.EPERM) || errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EUSERS):
		return privilegeHint()
	}
	return ""
}

// registryHint is for what a registry says, or does not.
func registryHint(err error) string {
	var answer *registry.Error
	if !errors.As(err, &answer) {
		return ""
	}
	switch {
	case errors.Is(err, registry.ErrUnauthorized), errors.Is(err, registry.ErrDenied):
		return "minicontainer login " + answer.Registry
	case errors.Is(err, registry.ErrPlain):
		return "if everybody on the way may read and change it: --insecure-registry " + answer.Registry
	case errors.Is(err, registry.ErrTooMany):
		return "wait a while; who logs in may often ask more: minicontainer login " + answer.Registry
	case errors.Is(err, registry.ErrUnreachable):
		return "without a network: the image base is built in; `minicontainer load` and `import` read others from files"
	}
	return ""
}

// containerHint is for errors about containers that are, or are not, there.
func containerHint(err error) string {
	for cause, hint := range containerHints {
		if errors.Is(err, cause) {
			return hint
		}
	}
	return ""
}

var containerHints = map[error]string{
	record.ErrNotFound:   "`minicontainer ps -a` lists all containers",
	engine.ErrNotRunning: "`minicontainer start NAME` starts it again",
	record.ErrAmbiguous:  "give more of the id, or the name; `minicontainer ps -a` shows both",
	record.ErrNameInUse:  "choose another name, or remove that container: minicontainer rm NAME",
	record.ErrNewer:      "use the program that wrote it, or one that is as new",
	engine.ErrRunning:    "stop it first, or use rm -f",
	engine.ErrNotText:    "with --rm, in the foreground, nothing is kept and any bytes will do",
}

func procMounted() bool {
	_, err := os.Stat("/proc/self")
	return err == nil
}

// Restrictions of user namespaces that a machine's owner can set, where to read
// them, and the value that forbids.
var userNamespaceSwitches = []struct{ file, forbids, hint string }{
	{"/proc/sys/kernel/unprivileged_userns_clone", "0", "this machine forbids user namespaces to ordinary users (kernel.unprivileged_userns_clone=0): run as root, or have root set it to 1"},
	{"/proc/sys/user/max_user_namespaces", "0", "this machine allows no user namespaces (user.max_user_namespaces=0): run as root, or have root raise it"},
	{"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "AppArmor lets ordinary users make user namespaces only for listed programs (kernel.apparmor_restrict_unprivileged_userns=1): run as root, or have root set it to 0"},
}

// privilegeHint says what stands between the caller and a container.
func privilegeHint() string {
	if os.Geteuid() != 0 {
		for _, s := range userNamespaceSwitches {
			if value, err := os.ReadFile(s.file); err == nil && strings.TrimSpace(string(value)) == s.forbids {
				return s.hint
			}
		}
		return "`workshop doctor` tells what an ordinary user can do on this machine"
	}
	if !hasCapability(unix.CAP_SYS_ADMIN) {
		return "this root lacks CAP_SYS_ADMIN, as in an unprivileged container: start that one with --privileged"
	}
	return ""
}

func hasCapability(number uint) bool {
	var data [2]unix.CapUserData
	head := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	if unix.Capget(&head, &data[0]) != nil {
		return true
	}
	return data[number/32].Effective&(1<<(number%32)) != 0
}
