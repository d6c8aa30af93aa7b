package doctor

import (
	"slices"
	"testing"
)

func TestOSReleaseReadsQuotedAndBareValues(t *testing.T) {
	id, name := osRelease("NAME=\"Alpine Linux\"\nID=alpine\nPRETTY_NAME='Alpine Linux v3.20'\n")
	if id != "alpine" || name != "Alpine Linux v3.20" {
		t.Errorf("got %q, %q", id, name)
	}
}

const (
	hybridMounts = `30 24 0:26 / /sys/fs/cgroup ro,nosuid - tmpfs tmpfs ro,mode=755
31 30 0:27 / /sys/fs/cgroup/unified rw,nosuid shared:5 - cgroup2 cgroup2 rw
32 30 0:28 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd
33 30 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
34 30 0:30 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
`
	unifiedMounts = "31 30 0:27 / /sys/fs/cgroup rw,nosuid shared:5 master:2 - cgroup2 cgroup2 rw,nsdelegate\n"
	v1Mounts      = "33 30 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
	// systemd keeps a v1 tree without a controller beside a full v2 tree.
	bookkeeping = unifiedMounts + "32 30 0:28 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd\n"
)

func TestCgroupMode(t *testing.T) {
	for mounts, want := range map[string]string{
		hybridMounts: "hybrid", unifiedMounts: "v2", v1Mounts: "v1", bookkeeping: "v2", "": "",
	} {
		if got := cgroupMode(cgroupMounts(mounts)); got != want {
			t.Errorf("mode %q, want %q, of\n%s", got, want, mounts)
		}
	}
}

func TestV1ControllersAreReadFromTheSuperblock(t *testing.T) {
	got := allV1Controllers(cgroupMounts(hybridMounts))
	if want := []string{"cpu", "cpuacct", "memory"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOwnGroupOfEachHierarchy(t *testing.T) {
	const own = "5:cpu,cpuacct:/a\n4:memory:/b:c\n1:name=systemd:/d\n0::/e\n"
	for controller, want := range map[string]string{"memory": "/b:c", "cpuacct": "/a", "": "/e"} {
		if got, ok := ownGroup(own, controller); !ok || got != want {
			t.Errorf("group of %q is %q, %v, want %q", controller, got, ok, want)
		}
	}
	if got, ok := ownGroup(own, "pids"); ok {
		t.Errorf("group of pids is %q, want none", got)
	}
}

func TestSurroundings(t *testing.T) {
	for name, c := range map[string]struct {
		traces traces
		want   Inside
	}{
		"bare":       {traces{release: "6.8.0-31-generic", cgroup: "0::/init.scope\n"}, Inside{}},
		"docker v1":  {traces{cgroup: "4:memory:/docker/abc\n"}, Inside{Container: "docker"}},
		"docker v2":  {traces{cgroup: "0::/\n", dockerenv: true}, Inside{Container: "docker"}},
		"podman":     {traces{podmanenv: true}, Inside{Container: "podman"}},
		"kubernetes": {traces{cgroup: "0::/kubepods/burstable/pod1\n", dockerenv: true}, Inside{Container: "kubernetes"}},
		"lxc":        {traces{environ: "lxc"}, Inside{Container: "lxc"}},
		"WSL 1":      {traces{release: "4.4.0-19041-Microsoft"}, Inside{WSL: 1}},
		"WSL 2":      {traces{release: "5.15.90.1-microsoft-standard-WSL2"}, Inside{WSL: 2}},
		"gVisor":     {traces{version: gvisorVersion}, Inside{GVisor: true}},
		"Play with Docker": {traces{dockerenv: true, pwdAddress: "play-with-docker.com"},
			Inside{Container: "docker", PlayWithDocker: true}},
	} {
		if got := surroundings(c.traces); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

func TestSmallReaders(t *testing.T) {
	if got := availableMemory("MemTotal: 8 kB\nMemAvailable:   2048 kB\n"); got != 2<<20 {
		t.Errorf("availableMemory = %d", got)
	}
	if got := policyOf("-P FORWARD DROP\n-A FORWARD -j DOCKER-USER\n"); got != "DROP" {
		t.Errorf("policyOf = %q", got)
	}
	if got := cpuFlag("model name : svm\nflags\t\t: fpu vmx sse\n"); got != "vmx" {
		t.Errorf("cpuFlag = %q", got)
	}
	if got := cpuFlag("flags : fpu vmxx sse\n"); got != "" {
		t.Errorf("cpuFlag without either = %q", got)
	}
	if !subordinate("a:1:2\n1000:100000:65536\n", "1000", "kim") || subordinate("kimono:1:2\n", "1000", "kim") {
		t.Error("subordinate does not compare whole names")
	}
}
