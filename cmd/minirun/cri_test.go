//go:build linux

// Kubernetes' side: its node agent talks CRI to containerd, and containerd calls this program for each container of a pod.

package main

import (
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// criTools is where .ci/peers puts critest, the validation suite for what speaks CRI.
const criTools = "/var/cache/minicontainer/critest"

// podsAtLeast is how many specs this place can judge: fewer would mean that the suite did not run.
const podsAtLeast = 52

// TestPodsRunByMinirun has the suite make pods and containers by containerd, with this program as the runtime. All is on the loopback
// of a network namespace: a registry with the two images, containerd, and the suite.
func TestPodsRunByMinirun(t *testing.T) {
	p := newPlace(t)
	if _, err := os.Stat(criTools); err != nil {
		testenv.Missing(t, "peers", criTools+" is not there (.ci/peers builds it)")
	}
	for _, name := range []string{"containerd", "docker-registry", "umoci", "skopeo"} {
		testenv.Peer(t, name)
	}
	p.static()
	p.write("registry.yml", "version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\nstorage: {filesystem: {rootdirectory: "+p.dir+"/registry}}\nhttp: {addr: '127.0.0.1:5000'}\n")
	p.write("containerd.toml", strings.ReplaceAll(podsContainerd, "DIR", p.dir))
	p.write("images.yml", "defaultTestContainerImage: 127.0.0.1:5000/box:1\nwebServerTestImage: 127.0.0.1:5000/box:1\n")
	if err := os.Mkdir(filepath.Join(p.dir, "cni"), 0o755); err != nil {
		t.Fatal(err)
	}
	p.write("cni/10.conflist", podsNetwork)
	out, err := p.suite()
	passed, failed := readReport(t, p.dir+"/report.xml", string(out))
	for name, message := range failed {
		t.Errorf("%s:\n%s", name, message)
	}
	if passed < podsAtLeast {
		t.Errorf("%d specs passed, want %d (%v):\n%s", passed, podsAtLeast, err, out)
	}
	t.Logf("%d specs passed", passed)
}

// static replaces the runtime by a build that runs among any files: exec executes it in containers that have no C library.
func (p place) static() {
	p.t.Helper()
	if err := os.Remove(p.runtime); err != nil {
		p.t.Fatal(err)
	}
	cmd := exec.Command("go", "build", "-o", p.runtime, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		p.t.Fatal(err, string(out))
	}
}

// suite runs all in namespaces that end with it.
func (p place) suite() ([]byte, error) {
	cmd := exec.Command(testenv.Peer(p.t, "unshare"), "--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child", "--mount-proc", "--propagation", "private",
		"sh", "-euc", podsScript)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "TMPDIR="+p.dir, "CRITEST="+criTools, "SKIP="+podsLeftOut, "PGREP="+podsPgrep, "BUSYBOX="+testenv.Peer(p.t, "busybox"))
	return cmd.CombinedOutput()
}

// podsLeftOut are specs that this place cannot judge: they need the internet, or security modules that the kernel has not, or take images
// away from under the others, or mask a file of a shell that needs none.
const podsLeftOut = "multi-arch|image with|public|seccomp|AppArmor|SELinux|apparmor|portforward|port mapping|pull|listImage|removed|same|MaskedPaths"

// podsPgrep is what the suite calls in its containers, and Debian's busybox has not.
const podsPgrep = `#!/bin/sh
for p in /proc/[0-9]*; do
	read -r name <$p/comm && case $name in *$1*) echo ${p#/proc/} ;; esac
done`

const podsScript = `
mount -t tmpfs run /run
mount -t tmpfs lib /var/lib
ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward
docker-registry serve registry.yml >registry.log 2>&1 &
containerd -c containerd.toml >containerd.log 2>&1 &
mkdir -p box/bin box/etc box/proc box/tmp
cp "$BUSYBOX" box/bin/busybox
for name in $(box/bin/busybox --list); do
	[ $name = busybox ] || ln box/bin/busybox box/bin/$name # a spec masks one of them
done
printf '%s\n' "$PGREP" >box/bin/pgrep
printf '#!/bin/sh\ncat /proc/sysvipc/shm\n' >box/bin/ipcs
chmod 755 box/bin/pgrep box/bin/ipcs
printf 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >box/etc/passwd
echo 'root:x:0:' >box/etc/group
umoci init --layout images
umoci new --image images:box
umoci insert --image images:box box /
umoci config --image images:box --config.env PATH=/bin
umoci config --image images:box --tag pause --config.entrypoint tail --config.entrypoint -f --config.entrypoint /dev/null
for name in box pause; do
	until skopeo copy -q --insecure-policy --dest-tls-verify=false oci:images:$name docker://127.0.0.1:5000/$name:1; do sleep 0.1; done
done
until [ -S containerd.sock ]; do sleep 0.1; done
"$CRITEST" --runtime-endpoint "unix://$PWD/containerd.sock" --image-endpoint "unix://$PWD/containerd.sock" --test-images-file images.yml \
	--ginkgo.no-color --ginkgo.junit-report report.xml --ginkgo.skip "$SKIP"
`

const podsContainerd = `version = 2
root = "DIR/root"
state = "DIR/state"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.aufs", "io.containerd.internal.v1.opt"]
[grpc]
address = "DIR/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "127.0.0.1:5000/pause:1"
restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "/usr/lib/cni"
conf_dir = "DIR/cni"
[plugins."io.containerd.grpc.v1.cri".containerd]
default_runtime_name = "minirun"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.minirun]
runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.minirun.options]
BinaryName = "DIR/minirun"
`

const podsNetwork = `{"cniVersion": "0.4.0", "name": "pods", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.77.0.0/16"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
`

// readReport counts the specs that passed, and returns by name what those say that failed for another reason than an image.
func readReport(t *testing.T, path, out string) (passed int, failed map[string]string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var report struct {
		Cases []struct {
			Name    string `xml:"name,attr"`
			Status  string `xml:"status,attr"`
			Failure string `xml:"failure"`
		} `xml:"testsuite>testcase"`
	}
	if err := xml.Unmarshal(text, &report); err != nil {
		t.Fatal(err)
	}
	failed = map[string]string{}
	for _, c := range report.Cases {
		name := strings.TrimSpace(c.Name)
		switch {
		case c.Status == "passed" && strings.Contains(name, "[It]"):
			passed++
		case c.Status == "passed" || c.Status == "skipped" || strings.Contains(c.Failure, "failed to pull"):
		default:
			failed[name] = fmt.Sprintf("%s\n%s", c.Status, c.Failure)
		}
	}
	return passed, failed
}
