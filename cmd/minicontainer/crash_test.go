//go:build linux

package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/audit"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// hexID is what differs between the steps of two containers: their ids, and their processes.
var hexID = regexp.MustCompile(`[0-9a-f]{64}`)

func plainStep(name string) string { return hexID.ReplaceAllString(name, "ID") }

// stepsOf are the steps of a command line that ends well, each once.
func stepsOf(t *testing.T, args ...string) []string {
	t.Helper()
	var steps []string
	seen := map[string]bool{}
	rehearsal := &cli.Program{Name: "minicontainer", Stdout: devNull(t), Stderr: os.Stderr, BeforeStep: func(name string) {
		if name = plainStep(name); !seen[name] {
			seen[name] = true
			steps = append(steps, name)
		}
	}}
	if code := rehearsal.Run(args); code != 0 {
		t.Fatalf("rehearsal of %v ended with %d", args, code)
	}
	return steps
}

func devNull(t *testing.T) *os.File {
	t.Helper()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { null.Close() })
	return null
}

// Whoever is killed at whatever step: the next commands tell the truth, and nothing is left.
func TestKilledAtAnyStepOfALifeTheNextCommandPutsItRight(t *testing.T) {
	containersPossible(t)
	for name, run := range map[string][]string{
		"kept":                 {"run", "--name", "web", "base", "true"},
		"detached":             {"run", "-d", "--name", "web", "base", "true"},
		"detached and removed": {"run", "-d", "--rm", "--name", "web", "base", "true"},
	} {
		t.Run(name, func(t *testing.T) {
			state := newState(t)
			steps := stepsOf(t, run...)
			if !strings.Contains(strings.Join(steps, "\n"), "pivot root\n") || len(steps) < 30 {
				t.Fatalf("only these steps were seen: %q", steps)
			}
			clean(t)
			for offset, victim := range []string{"command", "shim"} {
				for i, step := range steps {
					// Every seventh, the shim's between the command's; all of them where time is no matter.
					const each = 7
					if victim == "shim" && run[1] != "-d" || i%each != offset%each && os.Getenv(testenv.SoakEnv) == "" {
						continue
					}
					killLifeAt(t, state, step, victim, run)
				}
			}
		})
	}
}

// clean removes all containers by the commands that a person has.
func clean(t *testing.T) {
	t.Helper()
	ids := strings.Fields(output(t, container("ps", "-aq")))
	if len(ids) == 0 {
		return
	}
	out, err := container(append([]string{"rm", "-f"}, ids...)...).CombinedOutput()
	if err != nil && !strings.Contains(string(out), "no such container") { // it may have removed itself
		t.Fatalf("rm -f: %v: %s", err, out)
	}
}

func killLifeAt(t *testing.T, state, step, victim string, run []string) {
	t.Helper()
	options := audit.Options{Pid: os.Getpid()}
	before, err := audit.Take(options)
	if err != nil {
		t.Fatal(err)
	}
	if !stopAndKill(t, state, step, victim, run) {
		clean(t) // there was no shim to kill yet
		return
	}
	for _, line := range strings.Split(output(t, container("ps", "-a", "--format", "json")), "\n") {
		if strings.Contains(line, `"State":"running"`) && !reallyRuns(state) {
			t.Errorf("%s killed before %q: ps says that it runs: %s", victim, step, line)
		}
	}
	clean(t)
	if found := output(t, container("system", "check")); found != "all is as it should be\n" {
		t.Errorf("%s killed before %q: left after ps and rm: %s", victim, step, found)
	}
	for _, dir := range []string{"containers", "names"} {
		if entries, err := os.ReadDir(filepath.Join(state, dir)); len(entries) > 0 {
			t.Errorf("%s killed before %q: %s holds %v, %v", victim, step, dir, entries, err)
		}
	}
	if leaks, err := audit.Settle(before, options, 3*time.Second); err != nil || len(leaks) > 0 {
		t.Fatalf("%s killed before %q: %v, left behind:\n%s", victim, step, err, strings.Join(leaks, "\n"))
	}
	if out, err := container("run", "--rm", "--name", "web", "base", "echo", "again").CombinedOutput(); string(out) != "again\n" {
		t.Fatalf("%s killed before %q: the next run: %v: %s", victim, step, err, out)
	}
}

func reallyRuns(state string) bool {
	shims, err := shim.Find(state)
	return err == nil && len(shims) > 0
}

// stopAndKill runs the command line up to a step and kills the command, or its shim, there.
func stopAndKill(t *testing.T, state, step, victim string, run []string) bool {
	t.Helper()
	cmd := exec.Command("/proc/self/exe", append([]string{step}, run...)...)
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
	shims, err := shim.Find(state)
	if err != nil {
		t.Fatal(err)
	}
	if victim == "shim" {
		if len(shims) != 1 {
			return false
		}
		end(t, shims[0].Process)
		return true
	}
	cmd.Process.Kill() //nolint:errcheck // reaped below
	for _, s := range shims {
		waitFor(t, s.Process) // it gives up, or the container ends
	}
	return true
}

func end(t *testing.T, p record.Process) {
	t.Helper()
	h, err := p.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if err := h.Signal(9); err != nil || !h.Wait(10*time.Second) {
		t.Fatalf("kill shim: %v", err)
	}
}

func waitFor(t *testing.T, p record.Process) {
	t.Helper()
	if h, err := p.Open(); err == nil {
		defer h.Close()
		if !h.Wait(10 * time.Second) {
			t.Errorf("the shim %d goes on without its command", p.PID)
		}
	}
}

// Many containers one after the other, and many at once, leave nothing: no process, no mount, no
// namespace.
func TestManyContainersLeaveNothing(t *testing.T) {
	containersPossible(t)
	newState(t)
	inRow, atOnce := 20, 10
	if os.Getenv(testenv.SoakEnv) != "" {
		inRow, atOnce = 200, 50
	}
	before := namespaces(t)
	for i := 0; i < inRow; i++ {
		name := "row-" + strconv.Itoa(i)
		output(t, container("run", "-d", "--name", name, "base", "sleep", "1000"))
		output(t, container("stop", "-t", "0", name))
	}
	results := make(chan error)
	for i := 0; i < atOnce; i++ {
		go func() {
			_, err := container("run", "-d", "--name", "once-"+strconv.Itoa(i), "base", "sleep", "1000").Output()
			results <- err
		}()
	}
	for i := 0; i < atOnce; i++ {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	if running := strings.Fields(output(t, container("ps", "-q"))); len(running) != atOnce {
		t.Errorf("%d containers run, want %d", len(running), atOnce)
	}
	if all := strings.Fields(output(t, container("ps", "-aq"))); len(all) != inRow+atOnce {
		t.Errorf("%d containers are there, want %d", len(all), inRow+atOnce)
	}
	clean(t)
	deadline := time.Now().Add(3 * time.Second)
	after := namespaces(t)
	for ; after > before && time.Now().Before(deadline); after = namespaces(t) {
		time.Sleep(10 * time.Millisecond) // the kernel frees a network late
	}
	if after > before {
		t.Errorf("%d namespaces more than before", after-before)
	}
}

// namespaces counts those that processes of this test are in.
func namespaces(t *testing.T) int {
	t.Helper()
	links, err := filepath.Glob("/proc/[0-9]*/ns/*")
	if err != nil {
		t.Fatal(err)
	}
	distinct := map[string]bool{}
	for _, link := range links {
		if ns, err := os.Readlink(link); err == nil && ours(link) {
			distinct[ns] = true
		}
	}
	return len(distinct)
}

// ours tells whether the process of /proc/PID/ns/… descends from this one: others on the machine
// have namespaces that come and go.
func ours(link string) bool {
	for pid := strings.Split(link, "/")[2]; pid != "0" && pid != ""; {
		if pid == strconv.Itoa(os.Getpid()) {
			return true
		}
		stat, err := os.ReadFile("/proc/" + pid + "/stat")
		if err != nil {
			return false
		}
		fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
		pid = fields[1]
	}
	return false
}
