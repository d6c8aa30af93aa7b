// Gathering, continued: storage, network, virtual machines.

package doctor

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

func gatherStorage(f *Facts) {
	f.Overlay = try(probeOverlay, f.UID != 0)
	f.NestedOverlay = try(probeNestedOverlay, f.UID != 0)
	f.StateDir = stateDir()
	place := nearest(f.StateDir)
	f.NoOverlay = noOverlay[rootfs.Below{UserNamespace: rootfs.InUserNamespace()}.WhyCopy(place)]
	var fs unix.Statfs_t
	if unix.Statfs(place, &fs) == nil {
		f.DiskFree = fs.Bavail * uint64(fs.Bsize)
	}
}

// noOverlay has the facts' words, which other systems know as well, for those of the package that decides.
var noOverlay = map[rootfs.NoOverlay]string{rootfs.Unmountable: "unmountable", rootfs.Unwritable: "unwritable"}

// stateDir is where containers and images are kept; "/" where that is not known
// because there is no home.
func stateDir() string {
	dir, err := cli.StateDir()
	if err != nil {
		return "/"
	}
	return dir
}

// nearest returns the closest directory above path that exists already.
func nearest(path string) string {
	for !exists(path) && path != "/" && path != "." {
		path = filepath.Dir(path)
	}
	return path
}

func gatherNetwork(f *Facts) {
	f.Bridge = try(probeBridge, f.UID != 0)
	f.Veth = try(probeVeth, f.UID != 0)
	f.NFTables = try(probeNFTables, f.UID != 0)
	f.IPForward = strings.TrimSpace(read("/proc/sys/net/ipv4/ip_forward"))
	f.DockerCLI = lookPath("docker")
	f.DockerSocket = isSocket("/var/run/docker.sock")
	// Without Docker the question is not worth asking: reading the rules makes an
	// old iptables load the very module that holds them.
	if f.DockerSocket && f.UID == 0 {
		f.ForwardPolicy = policyOf(answer(2*time.Second, "iptables", "-S", "FORWARD"))
	}
}

func isSocket(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&os.ModeSocket != 0
}

func gatherMachines(f *Facts) {
	f.KVM.Present = exists("/dev/kvm")
	if f.KVM.Present {
		f.KVM.Cause = openCause("/dev/kvm")
	}
	f.KVM.CPUFlag = cpuFlag(read("/proc/cpuinfo"))
	f.QEMU = lookPath("qemu-system-" + qemuArch(runtime.GOARCH))
}

func openCause(path string) string {
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err == nil {
		unix.Close(fd)
		return ""
	}
	return causeOf(err)
}

// causeOf returns the kernel's word for an error, without what we tried.
func causeOf(err error) string {
	var errno unix.Errno
	if errors.As(err, &errno) {
		return errno.Error()
	}
	return err.Error()
}

// qemuArch is QEMU's word for Go's.
func qemuArch(goarch string) string {
	switch goarch {
	case "amd64":
		return "x86_64"
	case "arm64":
		return "aarch64"
	}
	return goarch
}
