package shell

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What dash and busybox do not share, and what only this shell says.
func TestScripts(t *testing.T) {
	for _, c := range []struct {
		name, script string
		want         result
		stderr       string // must contain
	}{
		{"not found", "nosuch", result{"", 127}, "sh: nosuch: not found\n"},
		{"not executable", "/etc/passwd", result{"", 126}, "permission denied"},
		{"a directory", "/etc", result{"", 126}, "is a directory"},
		{"missing interpreter", "echo '#!/none/x' >f; chmod +x f; ./f", result{"", 127}, "interpreter is missing: /none/x"},
		{"broken program", `printf '\177ELFxxxx' >f; chmod +x f; ./f`, result{"", 126}, "exec format error"},
		{"missing file", "cat </none", result{"", 2}, "open /none: no such file or directory"},
		{"arrays are refused", "a=(1 2)", result{"", 2}, "arrays are not supported"},
		{"syntax error", "echo a\nif", result{"a\n", 2}, "sh: "},
		{"double brackets", `x='a b'; [[ $x == a* && ! $x == "a*" ]] && echo yes`, result{"yes\n", 0}, ""},
		{"here string", "cat <<<\"$((1+1)) x\"", result{"2 x\n", 0}, ""},
		{"arithmetic command", "i=0; while ((i < 3)); do ((i++)); done; echo $i; for ((j=0; j<2; j++)); do echo $j; done", result{"3\n0\n1\n", 0}, ""},
		{"case changes", "x=abc; echo ${x^} ${x^^}; y=ABC; echo ${y,,}", result{"Abc ABC\nabc\n", 0}, ""},
		{"indirect", "a=b; b=c; echo ${!a}", result{"c\n", 0}, ""},
		{"time", "time true", result{"", 0}, "real\t"},
		{"parameter missing", "echo ${x:?no x}", result{"", 2}, "sh: x: no x\n"},
		{"state does not leak", "(env; sh -c env) | grep SH_STATE; { env; } | grep SH_STATE; echo end", result{"end\n", 0}, ""},
		{"subshell shows the parent's command line", `{ tr '\0' ' ' </proc/$(sh -c 'echo $PPID')/cmdline; } | cut -c1-5`, result{"sh -c\n", 0}, ""},
		{"soft limit of files", "ulimit -Sn 100; (ulimit -n; sh -c 'ulimit -Sn')", result{"100\n100\n", 0}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, stderr := run(t, command(t, "-c", c.script))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s\nstderr: %s", diff, stderr)
			}
			if !strings.Contains(stderr, c.stderr) {
				t.Errorf("stderr %q, want %q in it", stderr, c.stderr)
			}
		})
	}
}

func TestScriptFromStandardInputLeavesTheRest(t *testing.T) {
	c := command(t, "-s", "arg")
	c.Stdin = strings.NewReader("read x\nfirst line\necho \"$x $1\"\ncat\nrest\n")
	got, stderr := run(t, c)
	if want := (result{"first line arg\nrest\n", 0}); got != want {
		t.Errorf("got %+v, want %+v; stderr %s", got, want, stderr)
	}
}

func TestOptionsOnTheCommandLine(t *testing.T) {
	for _, c := range []struct {
		args []string
		want result
	}{
		{[]string{"-ec", "false; echo never"}, result{"", 1}},
		{[]string{"-o", "pipefail", "-c", "false | true"}, result{"", 1}},
		{[]string{"-u", "-c", "echo $1 $0", "name", "arg"}, result{"arg name\n", 0}},
		{[]string{"-n", "-c", "echo never"}, result{"", 0}},
		{[]string{"+e", "-c", "false; echo on"}, result{"on\n", 0}},
		{[]string{"-Q"}, result{"", 2}},
		{[]string{"-c"}, result{"", 2}},
		{[]string{"/none"}, result{"", 127}},
	} {
		if got, stderr := run(t, command(t, c.args...)); got != c.want {
			t.Errorf("sh %q: got %+v, want %+v; stderr %s", c.args, got, c.want, stderr)
		}
	}
}

// An inherited descriptor is the script's; one it closes is closed for good.
func TestInheritedDescriptors(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	c := command(t, "-c", "echo through >&3; exec 3>&-; sleep 100 & echo $!; wait")
	c.ExtraFiles = []*os.File{w}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	lines := bufio.NewReader(r)
	if line, err := lines.ReadString('\n'); line != "through\n" || err != nil {
		t.Errorf("read %q, %v", line, err)
	}
	if _, err := lines.ReadString('\n'); err == nil {
		t.Error("descriptor 3 is still open")
	}
	pid, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	exec.Command("kill", strings.TrimSpace(pid)).Run()
	c.Wait()
}

// A program started directly is a child of the shell itself, without a shell
// in between.
func TestSimpleCommandsCostOneProcess(t *testing.T) {
	script := `sh -c 'echo $PPID' | cat; sh -c 'echo $PPID' & wait; echo $(sh -c 'echo $PPID'); echo $$`
	got, stderr := run(t, command(t, "-c", script))
	pids := strings.Fields(got.Out)
	if len(pids) != 4 || pids[0] != pids[3] || pids[1] != pids[3] || pids[2] != pids[3] {
		t.Errorf("parents and shell: %v; stderr %s", pids, stderr)
	}
}

func TestUntrappedSignalEndsTheShell(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGUSR1} {
		c := command(t, "-c", "trap 'echo no' "+map[bool]string{true: "USR2", false: "USR1"}[sig == syscall.SIGUSR1]+"; trap 'echo t' TERM; trap - TERM; echo ready; while :; do sleep 0.05; done")
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
			t.Fatalf("read %q, %v", line, err)
		}
		c.Process.Signal(sig)
		c.Wait()
		if ws := c.ProcessState.Sys().(syscall.WaitStatus); !ws.Signaled() || ws.Signal() != sig {
			t.Errorf("%v: shell ended with %v", sig, c.ProcessState)
		}
	}
}

// init runs a script as PID 1 of a new PID namespace with its own /proc.
func initProcess(t *testing.T, script string) *exec.Cmd {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("a PID namespace needs root")
	}
	unshare := peer(t, "unshare")
	dir := t.TempDir()
	link := filepath.Join(dir, "sh")
	if err := os.Symlink(self(t), link); err != nil {
		t.Fatal(err)
	}
	c := command(t, "-c", script)
	c.Path, c.Args = unshare, append([]string{"unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private", link}, c.Args[1:]...)
	return c
}

func TestPid1IgnoresWhatItHasNoTrapFor(t *testing.T) {
	got, stderr := run(t, initProcess(t, `sh -c 'kill -TERM 1; kill -INT 1; kill -USR1 1; kill -KILL 1'; echo alive $$; trap 'echo trapped; exit 7' TERM; sh -c 'kill -TERM 1'; echo never`))
	if want := (result{"alive 1\ntrapped\n", 7}); got != want {
		t.Errorf("got %+v, want %+v; stderr %s", got, want, stderr)
	}
}

func TestPid1DropsATrapCompletely(t *testing.T) {
	got, stderr := run(t, initProcess(t, `trap 'echo no' TERM; trap - TERM; sh -c 'kill -TERM 1'; echo alive; exit 4`))
	if want := (result{"alive\n", 4}); got != want {
		t.Errorf("got %+v, want %+v; stderr %s", got, want, stderr)
	}
}

func TestPid1ReapsOrphans(t *testing.T) {
	script := `sh -c 'mkfifo q; (sh -c "echo \$\$ >pid; read x <q") & sleep 0.1'
		orphan=$(cat pid); echo parent $(cut -d" " -f4 /proc/$orphan/stat); echo >q
		while [ -e /proc/$orphan ]; do sleep 0.01; done; echo reaped`
	got, stderr := run(t, initProcess(t, script))
	if want := (result{"parent 1\nreaped\n", 0}); got != want {
		t.Errorf("got %+v, want %+v; stderr %s", got, want, stderr)
	}
}

func TestPid1TrapWhileWaiting(t *testing.T) {
	got, stderr := run(t, initProcess(t, `trap 'echo stop; kill $child; exit 0' TERM; sleep 100 & child=$!; sh -c 'sleep 0.05; kill -TERM 1' & wait $child; echo never`))
	if want := (result{"stop\n", 0}); got != want {
		t.Errorf("got %+v, want %+v; stderr %s", got, want, stderr)
	}
}

// Without /proc a subshell is found by the path the shell was started by.
func TestSubshellWithoutProc(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("a root directory of its own needs root")
	}
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	binary, err := os.ReadFile(self(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "bin/sh"), binary, 0o755); err != nil {
		t.Fatal(err)
	}
	c := command(t, "-c", "x=1; (echo sub $x) | { read y; echo $y; }; false & wait $!; echo $?; echo out >/file; read z </file; echo $z")
	c.Path, c.Args[0], c.Dir = "/bin/sh", "/bin/sh", "/"
	c.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
	got, stderr := run(t, c)
	if want := (result{"sub 1\n1\nout\n", 0}); got != want {
		t.Errorf("got %+v, want %+v; stderr %s", got, want, stderr)
	}
}
