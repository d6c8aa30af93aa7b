package doctor

import "testing"

func TestOSReleaseReadsQuotedAndBareValues(t *testing.T) {
	id, name := osRelease("NAME=\"Alpine Linux\"\nID=alpine\nPRETTY_NAME='Alpine Linux v3.20'\n")
	if id != "alpine" || name != "Alpine Linux v3.20" {
		t.Errorf("got %q, %q", id, name)
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
