//go:build linux

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/audit"
	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// newState gives the test a state directory of its own.
func newState(t *testing.T) string {
	t.Helper()
	state := filepath.Join(t.TempDir(), "state")
	t.Setenv(cli.StateEnv, state)
	return state
}

// container is this test binary as minicontainer.
func container(args ...string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Args[0] = "minicontainer"
	cmd.Path, _ = exec.LookPath("minicontainer") //nolint:errcheck // testscript put it on PATH
	return cmd
}

// containersPossible skips where this user can make none.
func containersPossible(t *testing.T) {
	t.Helper()
	if os.Geteuid() == 0 {
		return
	}
	if err := exec.Command("unshare", "--user", "--map-root-user", "true").Run(); err != nil {
		testenv.Root(t)
	}
}

func TestKilledBeforeAnyStepNothingIsLeftAndTheNextRunWorks(t *testing.T) {
	containersPossible(t)
	state := newState(t)
	steps := stepsOf(t, "run", "--rm", "base", "true")
	options := audit.Options{Pid: os.Getpid(), TempDir: filepath.Join(state, "base")}
	before, err := audit.Take(options)
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range append(steps, "") {
		if i%3 != 1 && step != "" && os.Getenv(testenv.SoakEnv) == "" {
			continue // every third; all of them where time is no matter
		}
		killAt(t, step, "run", "--rm", "base", "sleep", "60")
		output(t, container("ps")) // any command removes the control group, which nobody else can
		leaks, err := audit.Settle(before, options, 3*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		if len(leaks) > 0 {
			t.Fatalf("killed before %q:\n%s", step, strings.Join(leaks, "\n"))
		}
	}
	output(t, container("run", "--rm", "base", "true"))
	output(t, container("ps")) // looks at each record, and puts right what is not true
	if left, err := os.ReadDir(filepath.Join(state, "containers")); err != nil || len(left) != 0 {
		t.Errorf("after it containers are left: %v, %v", left, err)
	}
}

func killAt(t *testing.T, step string, args ...string) {
	t.Helper()
	cmd := exec.Command("/proc/self/exe", append([]string{step}, args...)...)
	cmd.Args[0] = stopAtName
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if step == "" {
		waitForSleep(t, cmd.Process.Pid)
	} else if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "here\n" {
		t.Errorf("before %q: %q, %v", step, line, err)
	}
	cmd.Process.Kill() //nolint:errcheck // reaped below
	cmd.Wait()         //nolint:errcheck // killed
}

// waitForSleep waits until pid has a child that sleeps, with the default actions
// for signals that a program in C would have from its first moment.
func waitForSleep(t *testing.T, pid int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid)) //nolint:errcheck // asked again
		threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))      //nolint:errcheck // asked again
		for _, file := range threads {
			more, _ := os.ReadFile(file) //nolint:errcheck // asked again
			children = append(children, more...)
		}
		for _, child := range bytes.Fields(children) {
			if cmdline, err := os.ReadFile(fmt.Sprintf("/proc/%s/cmdline", child)); err == nil && bytes.HasPrefix(cmdline, []byte("sleep\x00")) && isDeaf(string(child)) {
				return
			}
		}
	}
	t.Fatal("the container's program never ran")
}

func isDeaf(pid string) bool {
	status, err := os.ReadFile("/proc/" + pid + "/status")
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(status), "SigCgt:\t")
	mask, err := strconv.ParseUint(strings.SplitN(rest, "\n", 2)[0], 16, 64)
	// Go installs its handlers in the order of their numbers, so with that of URG the
	// others stand; the applet then takes that of TERM away again.
	const term, urg = 1 << (15 - 1), 1 << (23 - 1)
	return err == nil && mask&urg != 0 && mask&term == 0
}

// tell is what a container says of itself, in commands of the base image.
const tell = `id; pwd; hostname; env | sort; ps -o pid,comm | head -2
cut -d' ' -f4- /proc/self/mountinfo; ls -l /dev /dev/pts; ls -1 /; ip -br addr; touch /probe && echo wrote; umask; ulimit -n
ls -l /proc/1/fd | grep -c -- '-> /$'; cat | wc -c`

// Device numbers and times are new for every container.
var changing = regexp.MustCompile(`(?m)(lowerdir=\S+)|([A-Z][a-z]{2} [ 0-9]\d \d\d:\d\d)|^total .*$|\S*/(hosts|hostname|resolv\.conf) /etc/(hosts|hostname|resolv\.conf) .*`)

func TestTheScriptMakesTheSameContainer(t *testing.T) {
	containersPossible(t)
	testenv.Peer(t, "unshare")
	testenv.Peer(t, "ip")
	state := newState(t)
	image, err := base.Open(state)
	if err != nil {
		t.Fatal(err)
	}
	image.Close()
	rootfs, data := filepath.Join(t.TempDir(), "root fs"), t.TempDir()
	if out, err := exec.Command("cp", "-a", image.Root, rootfs).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	runs := map[string][]string{
		"image":          {"--hostname", "a", "-e", "X=it's $HOME", "base"},
		"root directory": {"--hostname", "b", "--read-only", "-v", data + ":/data:ro", "-w", "/data/", rootfs},
		"host network":   {"--hostname", "c", "--network", "host", "-v", "/etc/hostname:/etc/there", "-w", "/new/dir", "base"},
	}
	if os.Geteuid() == 0 {
		runs["another user"] = []string{"--hostname", "d", "-u", "guest", "base"}
	}
	for name, args := range runs {
		t.Run(name, func(t *testing.T) {
			args := append(slices.Clone(args), "sh", "-c", tell)
			want := output(t, container(append([]string{"run"}, args...)...))
			script := output(t, container(append([]string{"run", "--explain=script"}, args...)...))
			got := output(t, exec.Command("sh", "-c", "exec 8</\n"+script)) // what a shell left open must not pass
			if diff := cmp.Diff(changing.ReplaceAllString(want, "~"), changing.ReplaceAllString(got, "~")); diff != "" {
				t.Errorf("run (-) and its script (+) differ:\n%s", diff)
			}
			if !strings.Contains(want, "/proc/sys") || len(want) < 500 {
				t.Errorf("the container told too little to compare:\n%s", want)
			}
		})
	}
}

func output(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if text := stderr.String(); strings.Contains(text, "minicontainer:") || strings.Contains(text, "unshare:") {
		t.Fatalf("%v: %s", err, text)
	}
	return string(out)
}
