//go:build linux

package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/base"
)

const lifeName = "workshop: bench of containers' lives"

// Crowd is how many containers run already when the start of one more is measured.
const Crowd = 500

// Life measures what a person waits for against docker: a container from start to exit, on the default network; the same, and the list
// of containers, when a crowd of them runs; and the memory of what stays beside each container. It builds our program
// from the checkout at root. Where it takes place is told at Network.
func Life(ctx context.Context, out io.Writer, root string, runs int) error {
	return inWorld(ctx, out, root, lifeName, strconv.Itoa(runs), strconv.Itoa(Crowd))
}

// measureLife is the inner half.
func measureLife(dir, runs, crowd string) error {
	n, err := strconv.Atoi(runs)
	if err != nil || n < 1 {
		return fmt.Errorf("read number of runs %q", runs)
	}
	many, err := strconv.Atoi(crowd)
	if err != nil {
		return fmt.Errorf("read number of containers %q", crowd)
	}
	image, err := base.Open(filepath.Join(dir, "base"))
	if err != nil {
		return err
	}
	defer image.Close() //nolint:errcheck // only a lock was held
	w, err := newWorld(dir)
	if err != nil {
		return err
	}
	defer w.end()
	if err := w.docker.load(image.Root, "base"); err != nil {
		return err
	}
	if err := w.compareRuns(os.Stdout, n); err != nil {
		return err
	}
	if err := w.measureMemory(os.Stdout, image.Root); err != nil {
		return err
	}
	return w.measureCrowd(os.Stdout, n, many)
}

func (w *world) compareRuns(out io.Writer, runs int) error {
	results, err := Race([]Contestant{
		{Name: "docker run --rm base true", Command: w.docker.run("--rm", "base", "true"), Missing: w.docker.missing()},
		{Name: "minicontainer run --rm base true", Command: w.ours(w.fresh, "fresh", "run", "--rm", "base", "true")},
	}, runs)
	if err == nil {
		Table(out, "start to exit, on a bridge", results)
	}
	return err
}

// measureCrowd has as many containers run in one room, on its bridge, and none in the other.
func (w *world) measureCrowd(out io.Writer, runs, crowd int) error {
	for range crowd {
		if _, err := (*room)(nil).run(w.ours(w.many, "many", "run", "-d", "base", "sleep", "1000000")...); err != nil {
			return err
		}
	}
	one := func(at *room, state string) []string { return w.ours(at, state, "run", "--rm", "base", "true") }
	results, err := Race([]Contestant{
		{Name: "run --rm base true, none runs", Command: one(w.fresh, "fresh")},
		{Name: fmt.Sprintf("run --rm base true, %d run", crowd), Command: one(w.many, "many")},
		{Name: "ps, none runs", Command: w.ours(w.fresh, "fresh", "ps")},
		{Name: fmt.Sprintf("ps, %d run", crowd), Command: w.ours(w.many, "many", "ps")},
	}, runs)
	if err != nil {
		return err
	}
	Table(out, "minicontainer", results)
	pids, err := (*room)(nil).run("sh", "-c", plainWords(w.ours(w.many, "many", "ps", "-q"))+" | xargs "+
		plainWords(w.ours(w.many, "many", "inspect", "-f", "{{.State.ShimPid}}")))
	if err != nil {
		return err
	}
	var sum uint64
	for _, pid := range strings.Fields(pids) {
		kib, err := pss("/proc/" + pid)
		if err != nil {
			return err
		}
		sum += kib
	}
	fmt.Fprintf(out, "\n%d shims together: %d MiB, each %d KiB (PSS)\n", crowd, sum>>10, sum/uint64(max(crowd, 1)))
	return nil
}

// plainWords quotes a command line for a shell.
func plainWords(words []string) string {
	var quoted []string
	for _, word := range words {
		quoted = append(quoted, "'"+strings.ReplaceAll(word, "'", `'\''`)+"'")
	}
	return strings.Join(quoted, " ")
}

// measureMemory measures the process that stays beside a container that runs: ours, docker's and podman's.
func (w *world) measureMemory(out io.Writer, root string) error {
	fmt.Fprint(out, "\n| what stays beside one container | PSS, KiB |\n|---|---|\n")
	here := (*room)(nil)
	if _, err := here.run(w.ours(w.fresh, "fresh", "run", "-d", "--name", "one", "base", "sleep", "1000000")...); err != nil {
		return err
	}
	pid, err := here.run(w.ours(w.fresh, "fresh", "inspect", "-f", "{{.State.ShimPid}}", "one")...)
	if err != nil {
		return err
	}
	ours, err := pss("/proc/" + strings.TrimSpace(pid))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "| our shim | %d |\n", ours)
	if _, err := here.run(w.ours(w.fresh, "fresh", "rm", "-f", "one")...); err != nil {
		return err
	}
	for _, peer := range []struct {
		name    string
		measure func() (uint64, error)
	}{{"containerd-shim, below docker", w.docker.shim}, {"conmon, below podman", func() (uint64, error) { return w.conmon(root) }}} {
		kib, err := peer.measure()
		if err != nil {
			fmt.Fprintf(out, "| %s | %v |\n", peer.name, err)
			continue
		}
		fmt.Fprintf(out, "| %s | %d |\n", peer.name, kib)
	}
	return nil
}

// pss is a process's memory, and its share of what others have mapped, too, in KiB. Source: proc_pid_smaps(5).
func pss(dir string) (uint64, error) {
	text, err := os.ReadFile(filepath.Join(dir, "smaps_rollup"))
	if err != nil {
		return 0, err
	}
	return pssOf(string(text))
}

func pssOf(rollup string) (uint64, error) {
	for _, line := range strings.Split(rollup, "\n") {
		if words := strings.Fields(line); len(words) > 1 && words[0] == "Pss:" {
			return strconv.ParseUint(words[1], 10, 64)
		}
	}
	return 0, fmt.Errorf("no line of Pss in %.60q", rollup)
}

// shim measures the parent of a container's first process, which is numbered in the daemon's PID namespace.
func (d *daemon) shim() (uint64, error) {
	if d == nil {
		return 0, fmt.Errorf("%s", d.missing())
	}
	if _, err := (*room)(nil).run(d.run("-d", "--name", "one", "base", "sleep", "1000000")...); err != nil {
		return 0, err
	}
	defer d.call("rm", "-f", "one") //nolint:errcheck // it ends with the daemon
	pid, err := d.call("inspect", "-f", "{{.State.Pid}}", "one")
	if err != nil {
		return 0, err
	}
	child, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", d.Process.Pid))
	if err != nil {
		return 0, err
	}
	text, err := (*room)(nil).run("nsenter", "--target", strings.TrimSpace(string(child)), "--mount", "--pid", "sh", "-c",
		`cat /proc/$(sed -n 's/^PPid:\t//p' /proc/$0/status)/smaps_rollup`, strings.TrimSpace(pid))
	if err != nil {
		return 0, err
	}
	return pssOf(text)
}

// conmon measures podman's.
func (w *world) conmon(root string) (uint64, error) {
	podman, err := exec.LookPath("podman")
	if err != nil {
		return 0, fmt.Errorf("podman is not installed")
	}
	dir := filepath.Join(w.dir, "p")
	words := func(args ...string) []string {
		return append([]string{"env", "HOME=" + dir, "XDG_RUNTIME_DIR=" + dir, podman, "--root", dir + "/store", "--runroot", dir + "/run", "--tmpdir", dir + "/tmp",
			"--storage-driver", "vfs", "--runtime", "runc", "--cgroup-manager", "cgroupfs", "--events-backend", "file"}, args...)
	}
	here := (*room)(nil)
	if err := os.Mkdir(dir, 0o700); err != nil {
		return 0, err
	}
	// No more than the machine may have to give.
	if _, err := here.run(words("run", "-d", "--name", "one", "--network", "none", "--cap-drop", "ALL", "--ulimit", "nofile=1024:4096", "--ulimit", "nproc=4096:4096",
		"--security-opt", "seccomp=unconfined", "--rootfs", root, "sleep", "1000000")...); err != nil {
		return 0, err
	}
	defer here.run(words("rm", "-f", "-t", "0", "one")...) //nolint:errcheck // nothing else can be done
	pid, err := here.run(words("inspect", "-f", "{{.State.ConmonPid}}", "one")...)
	if err != nil {
		return 0, err
	}
	return pss("/proc/" + strings.TrimSpace(pid))
}
