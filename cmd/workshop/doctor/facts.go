package doctor

import "time"

// Facts is what was found, without an opinion. The zero value of a field means
// "not there" or "could not be read".
type Facts struct {
	Arch         string // GOARCH's word: amd64, arm64
	KernelBits   int    // 32 or 64, from uname(2)'s machine field
	Kernel       Version
	KernelText   string // uname -r
	Distribution string // PRETTY_NAME of /etc/os-release
	DistroID     string // ID of /etc/os-release
	Libc         string // glibc, musl, or empty
	GoVersion    string // what the go command on PATH calls itself; empty: none
	Inside       Inside

	UID        int
	Namespaces Trial // a child in new mount, pid, uts and ipc namespaces mounts /proc
	UserNS     Trial // the same child, in a new user namespace as well
	Restraints Restraints
	SubUID     bool // /etc/subuid names us
	NewUIDMap  bool // newuidmap is on PATH

	Cgroup Cgroup

	Overlay       Trial
	NestedOverlay Trial  // an overlay whose upperdir lies on an overlay
	StateDir      string // where images and containers will be kept
	NoOverlay     string // why image files are copied there: unmountable or unwritable; "" if an overlay joins them

	Bridge, Veth, NFTables Trial
	IPForward              string // net.ipv4.ip_forward

	DockerCLI     string // path of the docker command
	DockerSocket  bool
	ForwardPolicy string // DROP, ACCEPT, or empty where it cannot be read

	KVM  KVM
	QEMU string // path of the emulator for this architecture

	DiskFree    uint64 // bytes under StateDir
	MemoryFree  uint64 // bytes, MemAvailable
	CPUs        int
	HasTerminal bool
	Locale      string
	Now         time.Time
}

// Trial is the outcome of an attempt. Cause is the kernel's word for why not.
type Trial struct {
	OK    bool
	Cause string
}

// Inside says what this Linux itself runs in.
type Inside struct {
	Container      string // docker, podman, lxc, kubernetes, or empty
	WSL            int    // 0, 1 or 2
	GVisor         bool
	PlayWithDocker bool
}

// Restraints are the settings that can forbid a user namespace. A number that
// does not exist on this kernel is -1.
type Restraints struct {
	UnprivilegedClone int // kernel.unprivileged_userns_clone: Debian's switch, 0 forbids
	MaxUserNS         int // user.max_user_namespaces: 0 forbids
	AppArmor          int // kernel.apparmor_restrict_unprivileged_userns: 1 forbids
	Seccomp           bool
}

// Cgroup is which of the two hierarchies hold what, and whether a container can have limits in them.
type Cgroup struct {
	Mode       string    // v1, v2, hybrid, or empty
	V1, V2     []string  // controllers
	Places     []string  // directories in which a container's group with limits would be made; none if it cannot
	Refused    []Refusal // why not
	Remount    string    // the command that makes read-only hierarchies writable; empty if none is read-only
	CountsSwap bool
}

// Refusal is a controller that a container cannot have, with the place and the reason.
type Refusal struct{ Controller, Reason string }

// KVM is whether Linux guests can run on it; see judgeKVM.
type KVM struct {
	Present bool
	Cause   string // why /dev/kvm does not open; empty: it opens
	CPUFlag string // vmx, svm, or empty
}
