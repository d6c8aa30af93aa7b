//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// docker starts a daemon of its own, with its processes, mounts and interfaces in namespaces that end with the
// test, and returns its client.
func docker(t *testing.T) func(args ...string) *exec.Cmd {
	t.Helper()
	testenv.RealRoot(t)
	client, daemon := testenv.Peer(t, "docker"), testenv.Peer(t, "dockerd")
	dir, err := os.MkdirTemp("/tmp", "docker") // its sockets' paths may have 104 characters
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	empty := filepath.Join(dir, "empty.json")
	if err := os.WriteFile(empty, []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	socket := "unix://" + dir + "/d.sock"
	cmd := exec.Command("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private", daemon,
		"--data-root", dir+"/data", "--exec-root", dir+"/exec", "--pidfile", dir+"/pid", "--host", socket, "--config-file", empty, "--bridge", "none", "--iptables=false")
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	cmd.Env = append(os.Environ(), "TMPDIR="+dir) // a slow containerd writes its stacks there
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()          //nolint:errcheck // how it ends does not matter
	t.Cleanup(func() { cmd.Process.Kill(); <-ended }) //nolint:errcheck // it may have ended
	call := func(args ...string) *exec.Cmd {
		return exec.Command(client, append([]string{"-H", socket}, args...)...)
	}
	for deadline := time.Now().Add(time.Minute); call("version").Run() != nil; {
		select {
		case <-ended:
		case <-time.After(50 * time.Millisecond):
			if time.Now().Before(deadline) {
				continue
			}
		}
		text, _ := os.ReadFile(log.Name())
		t.Fatalf("dockerd does not answer:\n%s", text)
	}
	return call
}

// TestDockerAndWeLoadEachOthersImages: an image that has been through docker is the same one, by its id and by its files.
func TestDockerAndWeLoadEachOthersImages(t *testing.T) {
	docker := docker(t)
	state := newState(t)
	must(t, container("run", "--name", "seed", "base", "sh", "-c", "echo hi >/hello; ln /hello /again; chmod 4711 /hello; rm /etc/motd; rm -r /var; mkdir /var"))
	must(t, container("commit", "-c", "ENV A=b", "seed", "whale:1"))
	must(t, container("rm", "seed"))
	ours := image.Open(state)
	mine, err := ours.Find("whale:1")
	if err != nil {
		t.Fatal(err)
	}
	archive := filepath.Join(t.TempDir(), "ours.tar")
	must(t, container("save", "-o", archive, "whale:1"))

	must(t, docker("load", "-q", "-i", archive))
	if id := strings.TrimSpace(output(t, docker("image", "inspect", "-f", "{{.Id}}", "whale:1"))); id != mine.ID.String() {
		t.Errorf("docker's id is %s, ours %s", id, mine.ID)
	}
	must(t, docker("tag", "whale:1", "whale:docker"))
	back := filepath.Join(t.TempDir(), "theirs.tar")
	must(t, docker("save", "-o", back, "whale:docker"))
	must(t, container("load", "-i", back))
	theirs, err := ours.Find("whale:docker")
	if err != nil || theirs.ID != mine.ID {
		t.Fatalf("it came back as %s: %v", theirs.ID, err)
	}
	compareTrees(t, flat(t, ours, mine), flat(t, ours, theirs))
	if got := output(t, container("run", "--rm", "whale:docker", "sh", "-c", "cat /again; echo $A; ls /etc/motd 2>/dev/null")); got != "hi\nb\n" {
		t.Errorf("it runs as %q", got)
	}
}

// TestAnImageThatDockerMadeRunsHere loads what docker itself has packed.
func TestAnImageThatDockerMadeRunsHere(t *testing.T) {
	docker := docker(t)
	newState(t)
	files := filepath.Join(t.TempDir(), "files.tar")
	must(t, container("run", "--name", "seed", "base", "sh", "-c", "echo from docker >/hello"))
	must(t, container("export", "-o", files, "seed"))
	must(t, container("rm", "seed"))
	must(t, docker("import", "-c", `CMD ["cat","/hello"]`, files, "made/there:2"))
	archive := filepath.Join(t.TempDir(), "theirs.tar")
	must(t, docker("save", "-o", archive, "made/there:2"))
	must(t, container("load", "-i", archive))
	if got := output(t, container("run", "--rm", "made/there:2")); got != "from docker\n" {
		t.Errorf("it runs as %q", got)
	}
}
