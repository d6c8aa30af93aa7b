package sandbox

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/audit"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// startAndStopAt is a program that starts a container and stops for ever before
// the named step, or, for "", after the start. It says "here" when it has got there.
func startAndStopAt(root, step string) int {
	s := full(root, "sleep")
	if os.Geteuid() == 0 {
		s.Process.User = specs.User{UID: 0}
	}
	stop := func() {
		fmt.Println("here")
		select {} // until somebody kills us
	}
	go func() {
		time.Sleep(time.Minute)
		os.Exit(3)
	}()
	_, err := Start(Container{Spec: s, DieWithCaller: true}, IO{Watch: func(name, _ string) {
		if name == step {
			stop()
		}
	}})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	stop()
	return 0
}

func TestKilledBeforeAnyStepNothingIsLeft(t *testing.T) {
	testenv.Root(t)
	root := probeRoot(t)
	names, err := StepNames(Container{Spec: full(root, "sleep"), DieWithCaller: true})
	if err != nil {
		t.Fatal(err)
	}
	options := audit.Options{Pid: os.Getpid()}
	before, err := audit.Take(options)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range append(names, "") {
		killAt(t, root, step)
		leaks, err := audit.Settle(before, options, 3*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		if len(leaks) > 0 {
			t.Fatalf("killed before %q:\n%s", step, strings.Join(leaks, "\n"))
		}
	}
}

// killAt runs startAndStopAt and kills it, and only it, when it is there.
func killAt(t *testing.T, root, step string) {
	t.Helper()
	cmd := exec.Command("/proc/self/exe", root, step)
	cmd.Args[0] = "start-and-stop-at"
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "here\n" {
		t.Errorf("before %q: %q, %v", step, line, err)
	}
	cmd.Process.Kill() //nolint:errcheck // reaped below
	cmd.Wait()         //nolint:errcheck // killed
}
