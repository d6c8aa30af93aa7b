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
	"syscall"
)

const networkName = "workshop: bench in its own network"

// PublishedPorts is how many ports are published already when the start of one more container is measured.
const PublishedPorts = 500

// Network measures connections against docker's bridge, and what a start costs when many ports are published already. It builds
// our program from the checkout at root.
//
// It takes place in network namespaces of its own, where dockerd runs beside us:
//
//	outside 192.0.2.2 ──── 192.0.2.1 host: ours and docker's      host without anything      host with 500 published ports
func Network(ctx context.Context, out io.Writer, root string, runs int) error {
	return inWorld(ctx, out, root, networkName, strconv.Itoa(runs), strconv.Itoa(PublishedPorts))
}

// inWorld builds our program and has the inner half of that name measure it, in namespaces of its own.
func inWorld(ctx context.Context, out io.Writer, root, inner string, args ...string) (err error) {
	dir, err := os.MkdirTemp("/tmp", "bench-") // docker's sockets may have paths of 104 characters
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary directory
	if err := build(ctx, root, dir, "minicontainer"); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "/proc/self/exe")
	cmd.Args = append([]string{inner, dir}, args...)
	cmd.Stdout, cmd.Stderr = out, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Unshareflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWNET}
	err = cmd.Run()
	for _, state := range []string{"beside", "fresh", "many"} { // of an inner half that was killed, too
		if removal := removeStore(filepath.Join(dir, state)); err == nil {
			err = removal
		}
	}
	return err
}

// measureNetwork is the inner half.
func measureNetwork(dir, runs, ports string) error {
	n, err := strconv.Atoi(runs)
	if err != nil || n < 1 {
		return fmt.Errorf("read number of runs %q", runs)
	}
	published, err := strconv.Atoi(ports)
	if err != nil {
		return fmt.Errorf("read number of ports %q", ports)
	}
	w, err := newWorld(dir)
	if err != nil {
		return err
	}
	defer w.end()
	if err := w.measureFlows(os.Stdout, n); err != nil {
		return err
	}
	const starts = 3 // rounds of starts for one of flows, as these differ more from round to round
	return w.measureStarts(os.Stdout, starts*n, published)
}

// world is where it takes place.
type world struct {
	dir     string
	outside *room
	fresh   *room // a host without anything, and
	many    *room // one with many published ports
	docker  *daemon
}

// room is a network namespace, which lives as long as a process that waits in it.
type room struct{ *exec.Cmd }

func newRoom() (*room, error) {
	cmd := exec.Command("cat") // until its input ends
	if _, err := cmd.StdinPipe(); err != nil {
		return nil, err
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Unshareflags: syscall.CLONE_NEWNET}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("make network: %w", err)
	}
	r := &room{cmd}
	if _, err := r.run("ip", "link", "set", "lo", "up"); err != nil {
		r.end()
		return nil, err
	}
	return r, nil
}

// words are a command line that works in the room; one that is nil is here.
func (r *room) words(args ...string) []string {
	if r == nil {
		return args
	}
	return append([]string{"nsenter", "--net=/proc/" + strconv.Itoa(r.Process.Pid) + "/ns/net"}, args...)
}

func (r *room) run(args ...string) (string, error) {
	args = r.words(args...)
	out, err := exec.Command(args[0], args[1:]...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%v: %w: %s", args, err, out)
	}
	return string(out), nil
}

func (r *room) end() {
	if r != nil {
		r.Process.Kill() //nolint:errcheck // it may have ended
		r.Wait()         //nolint:errcheck // killed
	}
}

// hostAddress is where the outside finds the host.
const hostAddress = "192.0.2.1"

func newWorld(dir string) (w *world, err error) {
	w = &world{dir: dir}
	defer func() {
		if err != nil {
			w.end()
		}
	}()
	for _, r := range []**room{&w.outside, &w.fresh, &w.many} {
		if *r, err = newRoom(); err != nil {
			return w, err
		}
	}
	script := fmt.Sprintf(`set -e
ip link set lo up
ip link add wan type veth peer name lan netns %d
ip address add %s/24 dev wan
ip link set wan up
nsenter --net=/proc/%[1]d/ns/net sh -c 'ip address add 192.0.2.2/24 dev lan; ip link set lan up'`, w.outside.Process.Pid, hostAddress)
	if _, err = (*room)(nil).run("sh", "-c", script); err != nil {
		return w, err
	}
	w.docker, err = startDaemon(dir)
	return w, err
}

func (w *world) end() {
	w.docker.end()
	for _, r := range []*room{w.outside, w.fresh, w.many} {
		r.end()
	}
}

// ours is a command line of our program, with a state directory.
func (w *world) ours(at *room, state string, args ...string) []string {
	words := []string{"env", "MINICONTAINER_ROOT=" + filepath.Join(w.dir, state), filepath.Join(w.dir, "minicontainer")}
	return at.words(append(words, args...)...)
}
