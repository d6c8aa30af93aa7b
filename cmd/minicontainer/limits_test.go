//go:build linux

// Limits that hold. These tests run on this machine, whatever it has, and once more in a virtual
// machine that has version 2 and nothing else (guest_test.go).

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
)

// limitable skips where no group can be had.
func limitable(t *testing.T) string {
	t.Helper()
	testenv.RealRoot(t)
	return newState(t)
}

// detached runs a container, which is removed with the test.
func detached(t *testing.T, name string, args ...string) {
	t.Helper()
	output(t, container(append([]string{"run", "-d", "--name", name}, args...)...))
	t.Cleanup(func() {
		if out, err := container("rm", "-f", name).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	})
}

// inspectedState is the State that inspect shows.
func inspectedState(t *testing.T, name string) (state struct {
	Status            string
	OOMKilled, Paused bool
	ExitCode, Pid     int
}) {
	t.Helper()
	var found []struct{ State any }
	found = append(found, struct{ State any }{&state})
	if err := json.Unmarshal([]byte(output(t, container("inspect", name))), &found); err != nil {
		t.Fatal(err)
	}
	return state
}

// usageOf measures a container that runs.
func usageOf(t *testing.T, state, name string) cgroup.Usage {
	t.Helper()
	e := engine.New(state)
	r, err := e.Inspect(name)
	if err != nil {
		t.Fatal(err)
	}
	trees, err := cgroup.Detect()
	if err != nil {
		t.Fatal(err)
	}
	u, err := engine.Usage(trees, r)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

const hog = "head -c 200m /dev/zero | tail -c 200m >/dev/null" // tail keeps what it will print

func TestAMemoryHogIsKilledAndToldAsThat(t *testing.T) {
	limitable(t)
	cmd := container("run", "--rm", "-m", "64m", "--memory-swap", "64m", "base", "sh", "-c", hog)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 137 {
		t.Errorf("the hog ended with %v", err)
	}
	if want := "minicontainer: a process was killed, as the container had used up its 64MiB of memory (-m)\n"; !strings.HasSuffix(string(out), want) {
		t.Errorf("it is told as %q", out)
	}
	detached(t, "hog", "-m", "64m", "--memory-swap", "64m", "base", "sh", "-c", hog)
	output(t, container("wait", "hog"))
	if s := inspectedState(t, "hog"); !s.OOMKilled || s.ExitCode != 137 {
		t.Errorf("inspect tells %+v", s)
	}
	detached(t, "modest", "-m", "64m", "base", "sh", "-c", "head -c 2m /dev/zero | tail -c 2m >/dev/null")
	output(t, container("wait", "modest"))
	if s := inspectedState(t, "modest"); s.OOMKilled || s.ExitCode != 0 {
		t.Errorf("of one within its limit inspect tells %+v", s)
	}
}

// TestWhatDoesNotFitIsSwappedIfTheSumAllows needs a machine with swap; the guest is one.
func TestWhatDoesNotFitIsSwappedIfTheSumAllows(t *testing.T) {
	limitable(t)
	swaps, err := os.ReadFile("/proc/swaps")
	if err != nil || strings.Count(string(swaps), "\n") < 2 {
		t.Skip("this machine has no swap; the guest has")
	}
	const keeps = "head -c 30m /dev/zero | tail -c 30m >/dev/null; echo $?"
	for sum, want := range map[string]string{"90m": "0\n", "32m": "137\n"} {
		cmd := container("run", "--rm", "-m", "32m", "--memory-swap", sum, "base", "sh", "-c", keeps)
		if out, err := cmd.Output(); err != nil || string(out) != want {
			t.Errorf("with --memory-swap %s: %q, %v, want %q", sum, out, err, want)
		}
	}
}

func TestAForkBombIsStoppedAtTheLimit(t *testing.T) {
	const most = 40
	state := limitable(t)
	detached(t, "bomb", "--pids-limit", fmt.Sprint(most), "base", "sh", "-c", "while :; do sleep 1000 & done")
	for deadline := time.Now().Add(time.Minute); ; {
		u := usageOf(t, state, "bomb")
		if u.Pids > most || u.PidsLimit != most {
			t.Fatalf("%d of %d processes", u.Pids, u.PidsLimit)
		}
		if u.PidsRefused > 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("no fork was refused; there are %d processes", u.Pids)
		}
	}
}

// rate is how many processors a container uses, over enough periods of its quota.
func rate(t *testing.T, state, name string) float64 {
	t.Helper()
	before, at := usageOf(t, state, name), time.Now()
	<-time.After(1500 * time.Millisecond)
	after := usageOf(t, state, name)
	return float64(after.CPU-before.CPU) / float64(time.Since(at))
}

// TestABurnerIsHeldAtHalfAProcessorAndAtLessAfterAnUpdate: more than its quota it never gets; as much only if the machine
// has it, so that is asked several times.
func TestABurnerIsHeldAtHalfAProcessorAndAtLessAfterAnUpdate(t *testing.T) {
	state := limitable(t)
	detached(t, "burner", "--cpus", "0.5", "base", "sh", "-c", "while :; do :; done")
	held := func(least, most float64) {
		t.Helper()
		const tries = 8
		for i := 1; ; i++ {
			got := rate(t, state, "burner")
			if got > most {
				t.Fatalf("it used %.2f processors, of %.2f", got, most)
			}
			if got >= least {
				return
			}
			if i == tries {
				t.Fatalf("it got %.2f processors, and should have had %.2f", got, least)
			}
		}
	}
	held(0.4, 0.6)
	if u := usageOf(t, state, "burner"); u.Periods == 0 || u.Throttled == 0 || u.CPULimit != 0.5 {
		t.Errorf("throttled in %d periods, for %v, limit %.2f", u.Periods, u.Throttled, u.CPULimit)
	}
	output(t, container("update", "--cpus", "0.2", "burner"))
	rate(t, state, "burner") // what was left of the old quota
	held(0.15, 0.27)
}

func TestAPausedContainerStandsStillAndCanBeEnded(t *testing.T) {
	state := limitable(t)
	detached(t, "busy", "base", "sh", "-c", "while :; do :; done")
	output(t, container("pause", "busy"))
	if s := inspectedState(t, "busy"); !s.Paused || s.Status != "paused" {
		t.Errorf("inspect tells %+v", s)
	}
	if ps := output(t, container("ps")); !strings.Contains(ps, "(Paused)") {
		t.Errorf("ps tells\n%s", ps)
	}
	before := usageOf(t, state, "busy").CPU
	<-time.After(300 * time.Millisecond)
	if after := usageOf(t, state, "busy").CPU; after != before {
		t.Errorf("while it was paused it used %v", after-before)
	}
	if out, err := container("exec", "busy", "true").CombinedOutput(); err == nil || !strings.Contains(string(out), "is paused") {
		t.Errorf("exec: %v, %s", err, out)
	}
	output(t, container("unpause", "busy"))
	for deadline := time.Now().Add(10 * time.Second); usageOf(t, state, "busy").CPU == before; {
		if time.Now().After(deadline) {
			t.Fatal("it does not go on")
		}
	}
	output(t, container("pause", "busy"))
	output(t, container("stop", "-t", "0", "busy"))
	if s := inspectedState(t, "busy"); s.Paused || s.Status != "exited" {
		t.Errorf("after the stop inspect tells %+v", s)
	}
}

func TestALimitIsChangedWhileTheContainerRunsAndKept(t *testing.T) {
	state := limitable(t)
	detached(t, "web", "-m", "64m", "--memory-swap", "64m", "base", "sleep", "1000")
	for _, limit := range []struct {
		flag  string
		bytes uint64
	}{{"128m", 128 << 20}, {"32m", 32 << 20}} {
		output(t, container("update", "-m", limit.flag, "--memory-swap", limit.flag, "web"))
		if got := usageOf(t, state, "web").MemoryLimit; got != limit.bytes {
			t.Errorf("after update -m %s the limit is %d", limit.flag, got)
		}
	}
	output(t, container("restart", "-t", "0", "web"))
	if got := usageOf(t, state, "web").MemoryLimit; got != 32<<20 {
		t.Errorf("after a restart the limit is %d", got)
	}
	out, err := container("update", "--cpuset-cpus", "77", "web").CombinedOutput()
	if err == nil || !strings.Contains(string(out), `write "77" to `) || !strings.Contains(string(out), "cpuset.cpus") {
		t.Errorf("a processor that is not there: %v, %s", err, out)
	}
}

// TestAChildThatForksAtOnceIsNeverOutside: inside, the group is "/", and any other one a path that leads out of it.
func TestAChildThatForksAtOnceIsNeverOutside(t *testing.T) {
	limitable(t)
	starts := 30
	switch {
	case vmtest.Inside(): // which takes its time
		starts = 5
	case os.Getenv(testenv.SoakEnv) != "":
		starts = 1000
	}
	for range starts {
		out := output(t, container("run", "--rm", "base", "sh", "-c", "cat /proc/self/cgroup & cat /proc/self/cgroup; wait"))
		for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
			if !strings.HasSuffix(line, ":/") {
				t.Fatalf("a process was in %s of\n%s", line, out)
			}
		}
	}
}

func TestAContainerCanOpenNoDiskOfTheMachine(t *testing.T) {
	limitable(t)
	out := output(t, container("run", "--rm", "base", "sh", "-c",
		"mknod disk b 7 0 && head -c 1 disk; mknod kmsg c 1 11 && head -c 1 kmsg; head -c 1 /dev/zero | wc -c; echo x >/dev/null && echo written"))
	if !strings.HasSuffix(out, "1\nwritten\n") {
		t.Errorf("the devices that lead nowhere: %q", out)
	}
	cmd := container("run", "--rm", "base", "sh", "-c", "mknod disk b 7 0 && head -c 1 disk; mknod kmsg c 1 11 && head -c 1 kmsg")
	if text, err := cmd.CombinedOutput(); err == nil || strings.Count(strings.ToLower(string(text)), "operation not permitted") != 2 {
		t.Errorf("a disk and the kernel's log: %v, %s", err, text)
	}
}

func TestStatsAndTopShowWhatRuns(t *testing.T) {
	limitable(t)
	detached(t, "web", "-m", "64m", "base", "sleep", "1000")
	var row struct{ Name, MemUsage, PIDs, CPUPerc string }
	if err := json.Unmarshal([]byte(output(t, container("stats", "--no-stream", "--format", "json"))), &row); err != nil {
		t.Fatal(err)
	}
	if row.Name != "web" || !strings.HasSuffix(row.MemUsage, " / 64MiB") || row.PIDs == "0" || !strings.HasSuffix(row.CPUPerc, "%") {
		t.Errorf("stats shows %+v", row)
	}
	pid := inspectedState(t, "web").Pid
	if top := output(t, container("top", "web")); !strings.Contains(top, fmt.Sprint(pid)) || !strings.Contains(top, "sleep 1000") {
		t.Errorf("the first process is %d, and top shows\n%s", pid, top)
	}
}
