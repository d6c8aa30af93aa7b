//go:build linux

package networktest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// whale is a dockerd in this network namespace, with iptables, a bridge of its own, and everything else apart from the machine.
type whale struct {
	dir     string
	daemon  *exec.Cmd
	ended   chan struct{}
	image   string
	parents string // the control group of its containers
}

// newWhale starts one that knows our base image by the name base.
func newWhale(t *testing.T) *whale {
	t.Helper()
	testenv.Peer(t, "docker")
	testenv.Peer(t, "iptables-save")
	dir, err := os.MkdirTemp("/tmp", "whale") // its sockets' paths may have 104 characters
	if err != nil {
		t.Fatal(err)
	}
	w := &whale{dir: dir, image: "base", parents: fmt.Sprintf("minicontainer-whale-%d", os.Getpid())}
	t.Cleanup(func() {
		os.RemoveAll(dir)
		removeGroups(t, w.parents)
	})
	if err := os.WriteFile(filepath.Join(dir, "empty.json"), []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	w.start(t)
	t.Cleanup(func() {
		w.stop(t)
		forgetWhale(t)
	})
	files := filepath.Join(dir, "base.tar")
	mc(t, "run", "--network", "none", "--name", "seed", "base", "true")
	mc(t, "export", "-o", files, "seed")
	mc(t, "rm", "seed")
	w.must(t, "import", files, w.image)
	return w
}

// start returns when it answers.
func (w *whale) start(t *testing.T) {
	t.Helper()
	log, err := os.Create(filepath.Join(w.dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	w.daemon = exec.Command("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private", testenv.Peer(t, "dockerd"),
		"--data-root", w.dir+"/data", "--exec-root", w.dir+"/exec", "--pidfile", w.dir+"/pid", "--host", "unix://"+w.dir+"/d.sock",
		"--config-file", w.dir+"/empty.json", "--iptables=true", "--bip", "172.31.99.1/24", "--cgroup-parent", "/"+w.parents)
	w.daemon.Env = append(os.Environ(), "TMPDIR="+w.dir) // a slow containerd writes its stacks there
	w.daemon.Stdout, w.daemon.Stderr = log, log
	if err := w.daemon.Start(); err != nil {
		t.Fatal(err)
	}
	w.ended = make(chan struct{})
	go func(daemon *exec.Cmd, ended chan struct{}) {
		daemon.Wait() //nolint:errcheck // how it ends does not matter
		close(ended)
	}(w.daemon, w.ended)
	for deadline := time.Now().Add(time.Minute); w.call("version").Run() != nil; {
		select {
		case <-w.ended:
		case <-time.After(50 * time.Millisecond):
			if time.Now().Before(deadline) {
				continue
			}
		}
		text, _ := os.ReadFile(log.Name())
		t.Fatalf("dockerd does not answer:\n%s", text)
	}
}

// stop ends it as a machine that shuts down does: its containers end, and its rules stay.
func (w *whale) stop(t *testing.T) {
	t.Helper()
	if ids := strings.Fields(w.must(t, "ps", "-q")); len(ids) > 0 {
		w.must(t, append([]string{"kill"}, ids...)...)
	}
	// The daemon, and not unshare, which so is there to reap it.
	pid := w.daemon.Process.Pid
	child, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", pid))      //nolint:errcheck // it may have ended
	if number, err := strconv.Atoi(strings.TrimSpace(string(child))); err == nil { // one
		unix.Kill(number, unix.SIGKILL) //nolint:errcheck // as above
	} else {
		w.daemon.Process.Kill() //nolint:errcheck // as above
	}
	<-w.ended
	// With a number of the old namespace, which in the new one is another process's.
	for _, file := range []string{"pid", "exec/containerd/containerd.pid"} {
		os.Remove(filepath.Join(w.dir, file))
	}
}

// forgetWhale takes away what dockerd leaves on a host.
func forgetWhale(t *testing.T) {
	t.Helper()
	for _, line := range []string{"ip link del docker0", "nft flush ruleset"} {
		if out, err := exec.Command("sh", "-c", line).CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", line, err, out)
		}
	}
}

func (w *whale) call(args ...string) *exec.Cmd {
	return exec.Command("docker", append([]string{"-H", "unix://" + w.dir + "/d.sock"}, args...)...)
}

func (w *whale) must(t *testing.T, args ...string) string {
	t.Helper()
	cmd := w.call(args...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("docker %s: %v: %s", strings.Join(args, " "), err, said.String())
	}
	return string(out)
}

// run is docker run. Docker gives containers a capability that a machine may not have to give.
func (w *whale) run(t *testing.T, args ...string) string {
	t.Helper()
	return w.must(t, append([]string{"run", "--cap-drop", "SYS_RESOURCE"}, args...)...)
}

// web starts a container of docker's that answers with a page on port 9090 of the host.
func (w *whale) web(t *testing.T, name, page string) {
	t.Helper()
	w.run(t, "-d", "--name", name, "-p", "9090:80", w.image, "sh", "-c", "mkdir /www; echo "+page+" >/www/index.html; exec httpd -f -h /www")
}

// removeGroups removes a control group in all trees.
func removeGroups(t *testing.T, path string) {
	t.Helper()
	g, err := cgroup.Find(path)
	if err == nil {
		err = g.Remove()
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

var packetCounts = regexp.MustCompile(`\[\d+:\d+\]|(?m)^#.*\n`)

// rulesOf are docker's rules, without what they have counted, and those of them that are ours.
func rulesOf(t *testing.T, table string) (theirs, ours string) {
	t.Helper()
	out, err := exec.Command("iptables-save").CombinedOutput()
	if err != nil {
		t.Fatalf("iptables-save: %v: %s", err, out)
	}
	for _, line := range strings.SplitAfter(packetCounts.ReplaceAllString(string(out), ""), "\n") {
		if strings.Contains(line, table) {
			ours += line
		} else {
			theirs += line
		}
	}
	return theirs, ours
}

func ourRules(t *testing.T, table string) string {
	t.Helper()
	out, err := exec.Command(testenv.Peer(t, "nft"), "list", "table", "inet", table).CombinedOutput()
	if err != nil {
		t.Fatalf("nft: %v: %s", err, out)
	}
	return string(out)
}

// TestDockerdAndWeLiveOnOneMachine: dockerd's policy is to drop what it does not know, and it does not know us.
func TestDockerdAndWeLiveOnOneMachine(t *testing.T) {
	freshly(t, func() {
		docker := newWhale(t)
		t.Cleanup(func() { mc(t, "rm", "-f", "web"); mc(t, "network", "prune") })
		before, _ := rulesOf(t, "minicontainer")
		if !strings.Contains(before, ":FORWARD DROP") || !strings.Contains(before, ":DOCKER-USER") {
			t.Fatalf("dockerd has no rules: this shows nothing:\n%s", before)
		}

		web(t, "web", "ours", "-p", "8080:80")
		_, table := names(t)
		theirs, added := rulesOf(t, table)
		if diff := cmp.Diff(before, theirs); diff != "" {
			t.Errorf("we have changed docker's rules:\n%s", diff)
		}
		if strings.Count(added, "-A DOCKER-USER") != strings.Count(added, "\n") || added == "" {
			t.Errorf("ours among them, all in the chain that docker leaves to others:\n%s", added)
		}
		mine := ourRules(t, table)
		docker.web(t, "whale", "theirs")
		if diff := cmp.Diff(mine, ourRules(t, table)); diff != "" {
			t.Errorf("docker has changed our rules:\n%s", diff)
		}
		bothReachAndAreReached(t, docker)

		docker.stop(t)
		page, err := get(t, outside, "http://"+hostAddress+":8080/")
		want(t, "outside, without dockerd", "ours", page, err)
		docker.start(t)
		docker.must(t, "start", "whale")
		// Nothing of ours has been started meanwhile.
		bothReachAndAreReached(t, docker)
		if _, after := rulesOf(t, table); after != added {
			t.Errorf("our rules among docker's:\n%sthen\n%s", added, after)
		}

		docker.must(t, "rm", "-f", "whale")
		mc(t, "rm", "-f", "web")
		mc(t, "network", "prune")
		theirs, left := rulesOf(t, table)
		if diff := cmp.Diff(before, theirs); diff != "" || left != "" {
			t.Errorf("after network prune, ours in docker's chains: %q; of docker's:\n%s", left, diff)
		}
	})
}

// TestDockerdThatComesLaterLosesNothingWhenWeGo: it finds forwarding on, which we have set, and relies on it.
func TestDockerdThatComesLaterLosesNothingWhenWeGo(t *testing.T) {
	freshly(t, func() {
		t.Cleanup(func() { mc(t, "network", "prune") })
		web(t, "web", "ours", "-p", "8080:80")
		docker := newWhale(t)
		docker.web(t, "whale", "theirs")
		bothReachAndAreReached(t, docker)
		mc(t, "rm", "-f", "web")
		mc(t, "network", "prune")
		if out := docker.must(t, "exec", "whale", "ping", "-c", "1", "-W", "2", outsideAddress); !strings.Contains(out, " 0% packet loss") {
			t.Errorf("docker's container, after network prune: %s", out)
		}
	})
}

func bothReachAndAreReached(t *testing.T, docker *whale) {
	t.Helper()
	const ping, fetch = "ping -c 1 -W 2 " + outsideAddress + " >/dev/null && echo arrived", "wget -q -T 5 -O - http://" + hostAddress
	// First from outside, which asks again until they listen.
	for port, page := range map[string]string{"8080": "ours", "9090": "theirs"} {
		got, err := get(t, outside, "http://"+hostAddress+":"+port+"/")
		want(t, "outside, port "+port, page, got, err)
		got, err = get(t, here(t), "http://127.0.0.1:"+port+"/")
		want(t, "localhost, port "+port, page, got, err)
	}
	for who, run := range map[string]func(script string) string{
		"ours":   func(script string) string { return mc(t, "exec", "web", "sh", "-c", script) },
		"theirs": func(script string) string { return docker.must(t, "exec", "whale", "sh", "-c", script) },
	} {
		want(t, who+" to the outside", "arrived\n", run(ping), nil)
		want(t, who+" to our published port", "ours\n", run(fetch+":8080/"), nil)
		want(t, who+" to their published port", "theirs\n", run(fetch+":9090/"), nil)
	}
}
