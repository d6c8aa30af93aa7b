package shell

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The runtime dies when its poller is closed or replaced under it, but only if
// one of its threads looks there before execve(2): hence many scripts, and a
// garbage collector that never rests.
func TestExecLeavesTheRuntimesDescriptorsAlone(t *testing.T) {
	for _, script := range []string{
		"for i in 1 2 3 4 5 6; do x=$(sh -c :); done; exec 5</etc/passwd; exec echo ready",
		"for i in 1 2 3 4 5 6; do x=$(sh -c :); done; exec 3<&0 4<&0 5<&0 6<&0 7<&0 8<&0 9<&0 10<&0 11<&0 12<&0 63<&0; exec echo ready",
	} {
		file := filepath.Join(t.TempDir(), "script")
		if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
			t.Fatal(err)
		}
		for range 40 {
			c := command(t, file)
			c.Env = append(c.Env, "GOGC=1")
			got, stderr := run(t, c)
			if want := (result{"ready\n", 0}); got != want {
				t.Fatalf("%s: got %+v, want %+v; stderr %s", script, got, want, stderr)
			}
		}
	}
}

func TestRuntimeHasNoDescriptorAScriptCanName(t *testing.T) {
	got, stderr := run(t, command(t, "-c", "for fd in /proc/$$/fd/*; do echo ${fd##*/} $(readlink $fd); done"))
	polls := 0
	for _, line := range strings.Split(strings.TrimSpace(got.Out), "\n") {
		number, file, _ := strings.Cut(line, " ")
		n, err := strconv.Atoi(number)
		if err != nil {
			t.Fatalf("read %q: %v; stderr %s", got.Out, err, stderr)
		}
		if strings.HasPrefix(file, "anon_inode:[event") {
			polls++
			if n < firstRuntime {
				t.Errorf("descriptor %d is the runtime's %s", n, file)
			}
		}
		if n > 2 && n < firstOwn {
			t.Errorf("descriptor %d is %s", n, file)
		}
	}
	if polls != 2 {
		t.Errorf("want an epoll and an eventfd in:\n%s", got.Out)
	}
	got, stderr = run(t, command(t, "-c", "exec 64</etc/passwd"))
	if want := "sh: 64: bad descriptor number\n"; got.Status != 2 || stderr != want {
		t.Errorf("status %d, stderr %q, want %q", got.Status, stderr, want)
	}
}

func TestExecClosesWhatTheScriptClosed(t *testing.T) {
	list := "exec sh -c 'cd /proc/self/fd; for fd in 0 1 2 3 4 5 6; do [ -e $fd ] && echo $fd; done; exit 0'"
	for redirections, want := range map[string]string{
		"":               "0\n1\n2\n",
		"2>&-":           "0\n1\n",
		"0<&- 5</":       "1\n2\n5\n",
		"3</ 3<&- 6>&1":  "0\n1\n2\n6\n",
		"3>&1 1>&2 1>&3": "0\n1\n2\n3\n",
	} {
		if got, stderr := run(t, command(t, "-c", list+" "+redirections)); got != (result{want, 0}) {
			t.Errorf("%q: got %+v, want %q; stderr %s", redirections, got, want, stderr)
		}
	}
}

func TestPipeWithoutFreeNumbersLeaksNone(t *testing.T) {
	script := `open() { set -- /proc/$$/fd/*; echo $#; }
		open; ulimit -Sn 11; for i in 1 2 3 4; do : | :; done; ulimit -Sn 1000; open`
	got, stderr := run(t, command(t, "-c", script))
	counts := strings.Fields(got.Out)
	if len(counts) != 2 || counts[0] != counts[1] {
		t.Errorf("open descriptors before and after: %v", counts)
	}
	if want := strings.Repeat("sh: create pipe: too many open files\n", 4); stderr != want {
		t.Errorf("stderr %q, want %q", stderr, want)
	}
}
