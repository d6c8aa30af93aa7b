//go:build linux

package networktest

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// Whoever is killed at whatever step of connecting: the next commands put it right, and nothing of the container is left.
func TestKilledAtAnyStepOfConnectingTheNextCommandPutsItRight(t *testing.T) {
	needRoot(t)
	newMachine(t)
	plain := stepsOf(t, "run", "--rm", "-d", "--network", "none", "base", "true")
	for name, run := range map[string][]string{
		"foreground": {"run", "--rm", "--name", "web"},
		"detached":   {"run", "-d", "--name", "web"},
	} {
		run = append(run, "--network", "shop", "--network", "office", "-p", "8080:80", "-p", "127.0.0.1:5353:53/udp", "base", "true")
		t.Run(name, func(t *testing.T) {
			newMachine(t)
			steps := slices.DeleteFunc(stepsOf(t, run...), func(s string) bool { return slices.Contains(plain, s) })
			removeAll(t)
			later := stepsOf(t, run...)
			if len(steps) < 25 {
				t.Fatalf("only these steps of connecting were seen: %q", steps)
			}
			removeAll(t)
			for offset, victim := range []string{"command", "shim"} {
				for i, step := range steps {
					// Every fifth, the shim's between the command's; all of them where time is no matter.
					const each = 5
					if victim == "shim" && name != "detached" || i%each != 2*offset && os.Getenv(testenv.SoakEnv) == "" {
						continue
					}
					if !slices.Contains(later, step) {
						newMachine(t) // a step of the first container only
					}
					if stopAndKill(t, step, victim, run) {
						judgeNext(t, fmt.Sprintf("%s killed before %q", victim, step), run)
					}
				}
			}
		})
	}
}

// newMachine is one on which no container has been connected since it started, with two networks.
func newMachine(t *testing.T) {
	t.Helper()
	removeAll(t)
	mc(t, "network", "prune")
	mc(t, "network", "create", "--ipv6", "shop")
	mc(t, "network", "create", "office")
}

// judgeNext looks whether the next commands find all in order.
func judgeNext(t *testing.T, after string, run []string) {
	t.Helper()
	removeAll(t)
	if found := mc(t, "system", "check"); found != "all is as it should be\n" {
		t.Errorf("%s: left after ps and rm: %s", after, found)
	}
	nothingOfAContainer(t, after)
	if out, said, err := try(run...); err != nil || said != "" {
		t.Fatalf("%s: the next run: %v: %s%s", after, err, out, said)
	}
	removeAll(t)
	nothingOfAContainer(t, after+", and run again")
}

// removeAll removes all containers by the commands that a person has.
func removeAll(t *testing.T) {
	t.Helper()
	if ids := strings.Fields(mc(t, "ps", "-aq")); len(ids) > 0 {
		mc(t, append([]string{"rm", "-f"}, ids...)...)
	}
}

// nothingOfAContainer looks for what belongs to a container, when there is none: networks may be there. A cable whose other end is in
// a namespace that has just ended takes a moment.
func nothingOfAContainer(t *testing.T, after string) {
	t.Helper()
	left := remains(t)
	for start := time.Now(); len(left) > 0 && time.Since(start) < 3*time.Second; left = remains(t) {
		time.Sleep(10 * time.Millisecond)
	}
	if len(left) > 0 {
		t.Fatalf("%s: left behind: %s", after, strings.Join(left, ", "))
	}
}

func remains(t *testing.T) (left []string) {
	t.Helper()
	links, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range links {
		if strings.HasPrefix(l.Name, "mv") {
			left = append(left, "cable "+l.Name)
		}
	}
	state := os.Getenv(cli.StateEnv)
	s, err := network.Open(state).Table().Look()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Ports {
		left = append(left, fmt.Sprintf("rule of port %d", p.HostPort))
	}
	return append(append(left, files(t, filepath.Join(state, "networks"))...), namespaces(t)...)
}

// files are those that belong to a container: an address, a place, a claim, or the draft of one.
func files(t *testing.T, root string) (left []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		dir, name := filepath.Split(strings.TrimPrefix(path, root+"/"))
		switch {
		case err != nil || d.IsDir():
			return err
		case strings.HasSuffix(dir, "/leases/") && name != ".last" && name != ".next", strings.HasSuffix(dir, "/endpoints/"), strings.HasPrefix(dir, ".ports/") && name != ".lock":
			left = append(left, "file "+dir+name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return left
}

// namespaces are networks of processes that descend from this one, other than its own.
func namespaces(t *testing.T) (left []string) {
	t.Helper()
	own, err := os.Readlink("/proc/self/ns/net")
	links, globErr := filepath.Glob("/proc/[0-9]*/ns/net")
	if err != nil || globErr != nil {
		t.Fatal(err, globErr)
	}
	for _, link := range links {
		pid := strings.Split(link, "/")[2]
		if ns, err := os.Readlink(link); err == nil && ns != own && descends(pid) {
			left = append(left, "network of process "+pid)
		}
	}
	return left
}

func descends(pid string) bool {
	for pid != "0" && pid != "" {
		if pid == strconv.Itoa(os.Getpid()) {
			return true
		}
		stat, err := os.ReadFile("/proc/" + pid + "/stat")
		if err != nil {
			return false
		}
		pid = strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))[1]
	}
	return false
}

// TestManyStartsWithKillsInBetweenLeaveNothing: any number of commands and shims end at any moment.
func TestManyStartsWithKillsInBetweenLeaveNothing(t *testing.T) {
	needRoot(t)
	mc(t, "network", "create", "shop")
	const seed = 7
	chance := rand.New(rand.NewSource(seed)) //nolint:gosec // to be repeated
	var starts sync.WaitGroup
	for i := 0; i < many(); i++ {
		cmd := command("run", "-d", "--name", fmt.Sprintf("c%d", i), "--network", "shop", "-p", fmt.Sprintf("%d:80", 20000+i), "base", "sleep", "1000")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if chance.Intn(3) == 0 {
			after := time.Duration(chance.Intn(1500)) * time.Millisecond
			time.AfterFunc(after, func() { cmd.Process.Kill() }) //nolint:errcheck // it may have ended
		}
		starts.Add(1)
		go func() {
			defer starts.Done()
			cmd.Wait() //nolint:errcheck // killed, perhaps
		}()
		if running := shims(t); len(running) > 0 && chance.Intn(3) == 0 {
			kill(running[chance.Intn(len(running))].Process)
		}
	}
	starts.Wait()
	for i, s := range shims(t) {
		if i%3 == 0 {
			kill(s.Process)
			awaitEnd(t, s.Process)
		}
	}
	mc(t, "system", "check")
	if found := mc(t, "system", "check"); found != "all is as it should be\n" {
		t.Errorf("after one system check: %s", found)
	}
	everyAddressHasItsContainer(t)
	removeAll(t)
	nothingOfAContainer(t, "after rm -f of all")
}

// everyAddressHasItsContainer compares what runs with what is leased.
func everyAddressHasItsContainer(t *testing.T) {
	t.Helper()
	running := strings.Fields(mc(t, "ps", "-q", "--no-trunc"))
	if len(running) == 0 {
		t.Error("none runs: this shows nothing")
	}
	store := network.Open(os.Getenv(cli.StateEnv))
	shop, err := store.Get("shop")
	if err != nil {
		t.Fatal(err)
	}
	leases, err := store.Leases(shop)
	if err != nil {
		t.Fatal(err)
	}
	for at, id := range leases {
		if !slices.Contains(running, id) {
			t.Errorf("%v is leased to %.12s, which does not run", at, id)
		}
	}
	if len(leases) != len(running) {
		t.Errorf("%d containers run with %d addresses", len(running), len(leases))
	}
}
