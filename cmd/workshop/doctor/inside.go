package doctor

import "strings"

// traces are the places where surroundings give themselves away.
type traces struct {
	release    string // uname -r
	version    string // /proc/version
	cgroup     string // /proc/1/cgroup
	environ    string // the variable "container" of process 1, if readable
	dockerenv  bool   // /.dockerenv
	podmanenv  bool   // /run/.containerenv
	pwdAddress string // $PWD_HOST_FQDN, set on Play with Docker's nodes
}

// surroundings reads the traces. They are customs, not promises: a container is
// nothing the kernel knows of, so there is no call that would answer.
func surroundings(t traces) Inside {
	var in Inside
	in.PlayWithDocker = t.pwdAddress != ""
	in.GVisor = strings.Contains(strings.ToLower(t.version), "gvisor") || t.version == gvisorVersion
	in.WSL = wslVersion(t.release)
	switch {
	case strings.Contains(t.cgroup, "/kubepods"):
		in.Container = "kubernetes"
	case t.podmanenv:
		in.Container = "podman"
	case t.dockerenv || strings.Contains(t.cgroup, "/docker/"):
		in.Container = "docker"
	case t.environ != "":
		in.Container = t.environ
	}
	return in
}

// gvisorVersion is what gVisor's kernel, the same for every release of it, says.
const gvisorVersion = "Linux version 4.4.0 #1 SMP Sun Jan 10 15:06:54 PST 2016\n"

// wslVersion tells the two apart by Microsoft's own spelling of the release.
func wslVersion(release string) int {
	switch {
	case strings.HasSuffix(release, "-Microsoft"):
		return 1
	case strings.Contains(strings.ToLower(release), "microsoft"):
		return 2
	}
	return 0
}
