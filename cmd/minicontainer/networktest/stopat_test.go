//go:build linux

package networktest

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// stopAtName is the program name under which this binary runs a command line up to a named step and stops there for ever.
const stopAtName = "minicontainer-that-stops"

// listName is the one under which it runs a command line and prints the names of the steps.
const listName = "minicontainer-that-lists"

// runWatched is a command line with what is called before each step of it.
func runWatched(before func(step string), args []string) int {
	time.AfterFunc(time.Minute, func() { os.Exit(3) })
	program := &cli.Program{Name: "minicontainer", Stdin: os.Stdin, Stdout: os.Stderr, Stderr: os.Stderr, BeforeStep: before}
	return program.Run(args)
}

func stopAt(step string, args []string) int {
	return runWatched(func(name string) {
		if plainStep(name) == step {
			fmt.Println("here")
			select {} // until somebody kills us
		}
	}, args)
}

func list(args []string) int {
	return runWatched(func(name string) { fmt.Println(plainStep(name)) }, args)
}

// chance is what differs between the steps of two starts: ids, cables, addresses, processes, ports that are chosen.
var chance = regexp.MustCompile(`[0-9a-f]{64}|\bmv[0-9a-f]{13}\b|\bmc-[0-9a-f]{12}\b|\b10\.\d+\.\d+\.\d+\b|\bfd[0-9a-f:]+\b|\b\d{2,}\b`)

func plainStep(name string) string { return chance.ReplaceAllString(name, "X") }

// stepsOf are the steps of a command line that ends well, each once.
func stepsOf(t *testing.T, args ...string) (steps []string) {
	t.Helper()
	cmd := command(args...)
	cmd.Args[0] = listName
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("steps of %v: %v", args, err)
	}
	seen := map[string]bool{}
	for _, name := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		if !seen[name] {
			steps = append(steps, name)
		}
		seen[name] = true
	}
	return steps
}

// stopAndKill runs the command line up to a step and kills the command there, or its shim. It tells whether there was one to kill.
func stopAndKill(t *testing.T, step, victim string, args []string) bool {
	t.Helper()
	cmd := exec.Command("/proc/self/exe", append([]string{step}, args...)...)
	cmd.Args[0] = stopAtName
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()         //nolint:errcheck // killed
	defer cmd.Process.Kill() //nolint:errcheck // it may be dead already
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "here\n" {
		t.Fatalf("before %q: %q, %v", step, line, err)
	}
	shims := shims(t)
	if victim == "command" {
		cmd.Process.Kill() //nolint:errcheck // reaped above
		for _, s := range shims {
			awaitEnd(t, s.Process) // it gives up, or the container ends
		}
		return true
	}
	for _, s := range shims {
		kill(s.Process)
		awaitEnd(t, s.Process)
	}
	return len(shims) > 0
}

func shims(t *testing.T) []shim.Found {
	t.Helper()
	list, err := shim.Find(os.Getenv(cli.StateEnv))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func kill(p record.Process) {
	if h, err := p.Open(); err == nil {
		defer h.Close()
		h.Signal(9) //nolint:errcheck // it may have ended
	}
}

func awaitEnd(t *testing.T, p record.Process) {
	t.Helper()
	if h, err := p.Open(); err == nil {
		defer h.Close()
		if !h.Wait(10 * time.Second) {
			t.Errorf("process %d goes on", p.PID)
		}
	}
}
