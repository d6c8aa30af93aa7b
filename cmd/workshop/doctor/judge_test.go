package doctor

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

// healthy is a current distribution on a server of one's own, as root.
func healthy() Facts {
	works := Trial{OK: true}
	return Facts{
		Arch: "amd64", KernelBits: 64, Kernel: Version{6, 8}, KernelText: "6.8.0-31-generic",
		Distribution: "Ubuntu 24.04 LTS", DistroID: "ubuntu", Libc: "glibc", GoVersion: "go1.24.1",
		Namespaces: works, UserNS: works,
		Restraints: Restraints{UnprivilegedClone: -1, MaxUserNS: 60000, AppArmor: 0},
		SubUID:     true, NewUIDMap: true,
		Cgroup:  Cgroup{Mode: "v2", V2: []string{"cpu", "memory", "pids", "io"}, Places: []string{"/sys/fs/cgroup"}, CountsSwap: true},
		Overlay: works, NestedOverlay: Trial{Cause: "mount overlay: invalid argument"}, StateDir: "/var/lib/minicontainer",
		Bridge: works, Veth: works, NFTables: works, IPForward: "1",
		KVM: KVM{Present: true, CPUFlag: "vmx"}, QEMU: "/usr/bin/qemu-system-x86_64",
		DiskFree: 20 << 30, MemoryFree: 2 << 30, CPUs: 2, HasTerminal: true, Locale: "ko_KR.UTF-8",
		Now: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC),
	}
}

// refuse takes the place for groups away.
func refuse(f *Facts, reason string) {
	f.Cgroup.Places, f.Cgroup.Refused = nil, []Refusal{{"memory", "version 2: /sys/fs/cgroup " + reason}}
}

func find(t *testing.T, groups []Group, id string) Check {
	t.Helper()
	for _, g := range groups {
		for _, c := range g.Checks {
			if c.ID == id {
				return c
			}
		}
	}
	t.Fatalf("no check %q", id)
	return Check{}
}

func TestHealthyMachineHasNothingToMend(t *testing.T) {
	groups := Judge(healthy())
	if !CanRun(groups) {
		t.Error("cannot run")
	}
	for _, g := range groups {
		for _, c := range g.Checks {
			if c.Status == StatusWarn || c.Status == StatusBad || !c.Remedy.IsZero() {
				t.Errorf("%s: %s, %q, remedy %q", c.ID, c.Status, c.Found.In(say.English), c.Remedy.In(say.English))
			}
		}
	}
}

func TestEveryCheckSaysWhatWhyAndWhichLesson(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range []Facts{healthy(), {}} {
		for _, g := range Judge(f) {
			for _, c := range g.Checks {
				seen[c.ID] = true
				if c.Found.IsZero() || c.Why.IsZero() || len(c.Lessons) == 0 || c.Status == "" {
					t.Errorf("%s is incomplete: %+v", c.ID, c)
				}
				if c.Status == StatusBad && c.Remedy.IsZero() {
					t.Errorf("%s is bad without a remedy", c.ID)
				}
			}
		}
	}
	if len(seen) < 20 {
		t.Errorf("only %d checks", len(seen))
	}
}

// Each case changes one thing about a healthy machine and says what becomes of it.
func TestJudge(t *testing.T) {
	refused := Trial{Cause: "clone: operation not permitted"}
	for _, c := range []struct {
		name   string
		change func(*Facts)
		check  string
		status Status
		found  string // in what was found
		remedy string // in what to type
		runs   bool
	}{
		{"kernel before containers", func(f *Facts) { f.Kernel, f.KernelText = Version{3, 2}, "3.2.0" },
			"kernel", StatusBad, "older than 3.10", "newer distribution", false},
		{"kernel 4.4 costs later features", func(f *Facts) { f.Kernel, f.KernelText = Version{4, 4}, "4.4.0" },
			"kernel", StatusBad, "cgroup v2 (4.5)", "newer distribution", false},
		{"kernel 5.10 lacks rootless overlay", func(f *Facts) { f.Kernel, f.KernelText = Version{5, 10}, "5.10.0" },
			"kernel", StatusWarn, "rootless overlay (6.6", "newer", true},
		{"WSL 1", func(f *Facts) { f.Inside.WSL = 1 }, "kernel", StatusBad, "not a Linux kernel", "wsl --set-version", false},
		{"WSL 2", func(f *Facts) { f.Inside.WSL = 2 }, "inside", StatusInfo, "WSL 2", "", true},
		{"gVisor", func(f *Facts) { f.Inside.GVisor = true }, "inside", StatusWarn, "gVisor", "own kernel", true},
		{"Play with Docker", func(f *Facts) { f.Inside = Inside{PlayWithDocker: true, Container: "docker"} },
			"inside", StatusInfo, "few hours", "", true},
		{"32-bit", func(f *Facts) { f.Arch, f.KernelBits = "arm", 32 }, "bits", StatusBad, "32-bit", "64-bit", false},
		{"Debian's Go 1.19", func(f *Facts) { f.GoVersion, f.DistroID = "go1.19.8", "debian" },
			"go", StatusWarn, "invalid go version '1.23.0'", "bookworm-backports", true},
		{"Go 1.22 fetches a newer one", func(f *Facts) { f.GoVersion = "go1.22.2" }, "go", StatusWarn, "internet", "snap", true},
		{"no Go on Alpine", func(f *Facts) { f.GoVersion, f.DistroID = "", "alpine" }, "go", StatusWarn, "no Go", "apk add go", true},
		{"no Go on something else", func(f *Facts) { f.GoVersion, f.DistroID = "", "arch" }, "go", StatusWarn, "no Go", "go.dev/dl", true},
		{"root without rights", func(f *Facts) { f.Namespaces, f.UserNS = refused, refused },
			"rights", StatusBad, "in name only", "--privileged", false},
		{"rootless", func(f *Facts) { f.UID = 1000 }, "rights", StatusOK, "uid 1000, rootless", "", true},
		{"neither root nor user namespaces", func(f *Facts) { f.UID, f.UserNS = 1000, refused },
			"rights", StatusBad, "neither", "sudo", false},
		{"Ubuntu's AppArmor", func(f *Facts) { f.UID, f.UserNS, f.Restraints.AppArmor = 1000, refused, 1 },
			"userns", StatusWarn, "apparmor_restrict_unprivileged_userns is 1", "apparmor_restrict_unprivileged_userns=0", false},
		{"Debian's old switch", func(f *Facts) { f.UID, f.UserNS, f.Restraints.UnprivilegedClone = 1000, refused, 0 },
			"userns", StatusWarn, "unprivileged_userns_clone is 0", "unprivileged_userns_clone=1", false},
		{"no user namespaces at all", func(f *Facts) { f.UserNS, f.Restraints.MaxUserNS = refused, 0 },
			"userns", StatusWarn, "max_user_namespaces is 0", "max_user_namespaces=15000", true},
		{"Docker's seccomp filter", func(f *Facts) { f.UID, f.UserNS, f.Restraints.Seccomp = 1000, refused, true },
			"namespaces", StatusBad, "operation not permitted", "--privileged", false},
		{"rootless without newuidmap", func(f *Facts) { f.UID, f.NewUIDMap = 1000, false },
			"subuid", StatusWarn, "no newuidmap", "apt install uidmap", true},
		{"cgroup v1 only", func(f *Facts) { f.Cgroup.Mode, f.Cgroup.V1, f.Cgroup.V2 = "v1", f.Cgroup.V2, nil },
			"cgroup", StatusOK, "v1 only", "", true},
		{"no cgroups", func(f *Facts) { f.Cgroup = Cgroup{} }, "cgroup", StatusWarn, "no cgroup", "mount -t cgroup2", true},
		{"memory controller switched off", func(f *Facts) { f.Cgroup.V2 = []string{"cpu", "pids"} },
			"controllers", StatusWarn, "absent: memory", "cgroup_enable=memory", true},
		{"cgroup read-only for root", func(f *Facts) {
			refuse(f, "is mounted read-only")
			f.Cgroup.Remount = "mount -o remount,bind,rw /sys/fs/cgroup"
		}, "delegation", StatusWarn, "memory: version 2: /sys/fs/cgroup is mounted read-only", "mount -o remount,bind,rw /sys/fs/cgroup (", true},
		{"controllers that root is not handed down", func(f *Facts) { refuse(f, "has no memory controller") },
			"delegation", StatusWarn, "has no memory controller", "cgroup.subtree_control", true},
		{"cgroup v2 not delegated to a user", func(f *Facts) { refuse(f, "may not be written"); f.UID = 1000 },
			"delegation", StatusWarn, "may not be written", "systemd-run --user --scope -p Delegate=yes", true},
		{"cgroup v1 and a user", func(f *Facts) { refuse(f, "may not be written"); f.UID, f.Cgroup.Mode = 1000, "v1" },
			"delegation", StatusWarn, "may not be written", "sudo", true},
		{"a place for a group", func(f *Facts) {}, "delegation", StatusOK, "in /sys/fs/cgroup", "", true},
		{"swap not accounted for", func(f *Facts) { f.Cgroup.CountsSwap = false },
			"swap", StatusWarn, "not counted", "swapaccount=1", true},
		{"no overlay", func(f *Facts) { f.Overlay = Trial{Cause: "mount overlay: no such device"} },
			"overlay", StatusWarn, "no such device", "modprobe overlay", true},
		{"overlay on overlay refused", func(f *Facts) {}, "overlay-on-overlay", StatusInfo, "refused", "", true},
		{"image files joined", func(f *Facts) {}, "image-files", StatusOK, "overlay in /var/lib/minicontainer", "", true},
		{"no overlay for us", func(f *Facts) { f.NoOverlay = "unmountable" },
			"image-files", StatusWarn, "copied", "modprobe overlay", true},
		{"state on overlay", func(f *Facts) { f.NoOverlay = "unwritable" },
			"image-files", StatusWarn, "/var/lib/minicontainer", "volume", true},
		{"no bridge", func(f *Facts) { f.Bridge = refused }, "bridge", StatusWarn, "not permitted", "modprobe bridge", true},
		{"no nftables", func(f *Facts) { f.NFTables = refused }, "nftables", StatusWarn, "not permitted", "nf_tables", true},
		{"Docker drops what it does not know", func(f *Facts) { f.DockerSocket, f.ForwardPolicy = true, "DROP" },
			"forward-policy", StatusWarn, "DROP", "DOCKER-USER", true},
		{"forwarding off", func(f *Facts) { f.IPForward = "0" }, "ip-forward", StatusInfo, "off", "ip_forward=1", true},
		{"KVM that is emulated", func(f *Facts) { f.KVM.CPUFlag = "" }, "kvm", StatusInfo, "no vmx or svm", "", true},
		{"KVM closed to us", func(f *Facts) { f.KVM.Cause = "permission denied" }, "kvm", StatusInfo, "permission denied", "kvm", true},
		{"KVM on arm64 shows no flag", func(f *Facts) { f.Arch, f.KVM.CPUFlag = "arm64", "" }, "kvm", StatusOK, "works", "", true},
		{"no QEMU", func(f *Facts) { f.QEMU = "" }, "qemu", StatusWarn, "no emulator", "qemu-system-x86", true},
		{"full disk", func(f *Facts) { f.DiskFree = 100 << 20 }, "disk", StatusWarn, "100 MiB", "df -h", true},
		{"no UTF-8", func(f *Facts) { f.Locale = "" }, "terminal", StatusWarn, "POSIX", "C.UTF-8", true},
		{"clock of a snapshot", func(f *Facts) { f.Now = time.Unix(0, 0) }, "clock", StatusWarn, "1970", "date -s", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := healthy()
			c.change(&f)
			groups := Judge(f)
			got := find(t, groups, c.check)
			if got.Status != c.status {
				t.Errorf("status %s, want %s", got.Status, c.status)
			}
			if found := got.Found.In(say.English); !strings.Contains(found, c.found) {
				t.Errorf("found %q, want %q in it", found, c.found)
			}
			if remedy := got.Remedy.In(say.English); !strings.Contains(remedy, c.remedy) || c.remedy == "" && remedy != "" {
				t.Errorf("remedy %q, want %q in it", remedy, c.remedy)
			}
			if CanRun(groups) != c.runs {
				t.Errorf("CanRun is %v, want %v", !c.runs, c.runs)
			}
		})
	}
}

func TestParseVersionReadsDistributionKernels(t *testing.T) {
	for release, want := range map[string]Version{
		"6.1.0-18-amd64": {6, 1}, "5.15.90.1-microsoft-standard-WSL2": {5, 15}, "3.10.0-1160.el7.x86_64": {3, 10}, "6.8-rc1": {6, 8},
	} {
		if got, err := ParseVersion(release); err != nil || got != want {
			t.Errorf("ParseVersion(%q) = %v, %v, want %v", release, got, err, want)
		}
	}
	if _, err := ParseVersion("linux"); err == nil {
		t.Error(`ParseVersion("linux") gives no error`)
	}
}

func TestMissingFeaturesGrowWithAge(t *testing.T) {
	if got := missing(Version{6, 6}); len(got) != 0 {
		t.Errorf("5.14 misses %v", got)
	}
	if got := missing(Version{3, 10}); len(got) != len(features) {
		t.Errorf("3.10 misses %d features, want all %d", len(got), len(features))
	}
	if !slices.IsSortedFunc(features, func(a, b feature) int {
		if a.since.Before(b.since) {
			return -1
		}
		return 1
	}) {
		t.Error("features are not in the order of their kernels")
	}
}
