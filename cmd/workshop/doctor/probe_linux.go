// Probes: attempts in a child process.
//
//	parent                              child (this program again, /proc/self/exe)
//	clone(new namespaces) ───────────▶  argv[0] == probeName: RunIfProbe
//	                                    attempt; write the cause, nothing if it worked
//	read the cause  ◀─────────────────  exit: the kernel removes the namespaces,
//	                                    and every mount and link in them
//
// The child's mount namespace is made private first: systemd mounts / shared, and a
// mount made in the child would otherwise appear on the host.

package doctor

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// probe is one attempt and the namespaces it happens in.
type probe struct {
	name       string
	namespaces uintptr
	attempt    func() error
}

var (
	probeWorld         = probe{"world", unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC, mountProc}
	probeOverlay       = probe{"overlay", unix.CLONE_NEWNS, mountOverlay}
	probeNestedOverlay = probe{"overlay-on-overlay", unix.CLONE_NEWNS, mountNestedOverlay}
	probeBridge        = probe{"bridge", unix.CLONE_NEWNET, makeBridge}
	probeVeth          = probe{"veth", unix.CLONE_NEWNET, makeVeth}
	probeNFTables      = probe{"nftables", unix.CLONE_NEWNET, makeTable}
)

var probes = []probe{probeWorld, probeOverlay, probeNestedOverlay, probeBridge, probeVeth, probeNFTables}

// probeName is the child's argv[0]: a name nobody types.
const probeName = "workshop-probe"

// probeLimit ends an attempt that hangs, as a module load can.
const probeLimit = 5 * time.Second

// RunIfProbe runs the attempt and exits if this process is a probe's child. It
// must be the first call of main, and of a test binary's TestMain.
func RunIfProbe() {
	if len(os.Args) != 2 || os.Args[0] != probeName {
		return
	}
	for _, p := range probes {
		if p.name == os.Args[1] {
			report(p.attempt())
		}
	}
	os.Exit(2)
}

func report(err error) {
	if err != nil {
		fmt.Print(err)
		os.Exit(1)
	}
	os.Exit(0)
}

// try makes the attempt in fresh namespaces; withUser adds a user namespace in
// which the child is root, the way a rootless container starts.
func try(p probe, withUser bool) Trial {
	return tryFor(p, withUser, probeLimit)
}

func tryFor(p probe, withUser bool, limit time.Duration) Trial {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "/proc/self/exe", p.name)
	cmd.Args[0] = probeName
	cmd.WaitDelay = time.Second
	cmd.SysProcAttr = attributes(p.namespaces, withUser)
	var cause bytes.Buffer
	cmd.Stdout = &cause
	err := cmd.Run()
	switch {
	case err == nil:
		return Trial{OK: true}
	case ctx.Err() != nil:
		return Trial{Cause: "no answer in " + limit.String()}
	case cause.Len() > 0:
		return Trial{Cause: strings.TrimSpace(cause.String())}
	}
	return Trial{Cause: "clone: " + causeOf(err)}
}

func attributes(namespaces uintptr, withUser bool) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Cloneflags: namespaces, Pdeathsig: unix.SIGKILL}
	if withUser {
		attr.Cloneflags |= unix.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	return attr
}
