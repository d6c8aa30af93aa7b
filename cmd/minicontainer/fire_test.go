//go:build linux

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// TestTheImageStoreSurvivesKills has eight commands at a time work on one store, half of which are killed at some moment.
// What is left verifies, and a container that runs all the while loses nothing. With MINICONTAINER_SOAK it takes a minute.
func TestTheImageStoreSurvivesKills(t *testing.T) {
	testenv.RealRoot(t)
	state := newState(t)
	containersPossible(t)
	dir := t.TempDir()
	archive, dockerfile := filepath.Join(dir, "small.tar"), filepath.Join(dir, "Dockerfile")
	if err := os.WriteFile(dockerfile, []byte("FROM base\nARG N\nRUN echo $N >/built; rm /etc/motd\nCOPY Dockerfile /\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	output(t, container("run", "--name", "seed", "base", "sh", "-c", "echo hi >/hello; rm -r /home"))
	t.Cleanup(func() { container("rm", "-f", "seed").Run() }) //nolint:errcheck // the audit looks
	output(t, container("commit", "seed", "small:1"))
	output(t, container("save", "-o", archive, "small:1"))
	detached(t, "reader", "small:1", "sleep", "1000")

	last := time.Now().Add(4 * time.Second)
	if os.Getenv("MINICONTAINER_SOAK") != "" {
		last = time.Now().Add(time.Minute)
	}
	var all sync.WaitGroup
	for worker := range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			random := rand.New(rand.NewPCG(uint64(worker), 1))
			for time.Now().Before(last) {
				harass(random, commandOnImages(random, archive, dir))
			}
		}()
	}
	all.Wait()

	container("system", "check").Run() //nolint:errcheck // what it repairs is no concern; that it has, is
	if said := output(t, container("system", "check")); said != "all is as it should be\n" {
		t.Errorf("after the repair: %s", said)
	}
	if damaged, err := engine.New(state).Images().Verify(); err != nil || len(damaged) > 0 {
		t.Errorf("the store: %v, %v", damaged, err)
	}
	if said := output(t, container("exec", "reader", "sh", "-c", "cat /hello; ls /home || ls /bin/minibox")); said != "hi\n/bin/minibox\n" {
		t.Errorf("the container reads %q", said)
	}
	output(t, container("load", "-i", archive))
	if said := output(t, container("run", "--rm", "small:1", "cat", "/hello")); said != "hi\n" {
		t.Errorf("a new container reads %q", said)
	}
}

// commandOnImages is one of many that change the store.
func commandOnImages(random *rand.Rand, archive, context string) []string {
	name := fmt.Sprintf("made:%d", random.IntN(4))
	commands := []string{
		"load -i " + archive, "tag small:1 " + name, "rmi -f " + name, "rmi -f " + name, "image prune -a", "commit seed " + name,
		"run --rm --pull never " + name + " cat /hello", "run --rm base true", "images", "layers small:1",
		fmt.Sprintf("build -q -t %s --build-arg N=%d %s", name, random.IntN(4), context),
		"system check", "save -o " + context + "/saved" + name[5:] + ".tar " + name,
	}
	return strings.Fields(commands[random.IntN(len(commands))])
}

// harass runs a command, and kills every second one some time after it began.
func harass(random *rand.Rand, args []string) {
	cmd := container(args...)
	cmd.Stdout, cmd.Stderr = nil, nil
	if err := cmd.Start(); err != nil {
		return
	}
	if random.IntN(2) == 0 {
		killer := time.AfterFunc(time.Duration(random.IntN(120))*time.Millisecond, func() { cmd.Process.Kill() }) //nolint:errcheck // it may have ended
		defer killer.Stop()
	}
	cmd.Wait() //nolint:errcheck // any status will do
}
