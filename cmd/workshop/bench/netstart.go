//go:build linux

package bench

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

// measureStarts measures a container that does nothing, with a network and a published port, from start to exit.
func (w *world) measureStarts(out io.Writer, runs, ports int) error {
	root := filepath.Join(w.dir, "tiny")
	program, err := exitProgram()
	if err == nil {
		err = os.Mkdir(root, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(root, "exit"), program, 0o755)
	}
	if err != nil {
		return err
	}
	if err := w.docker.load(root, "tiny"); err != nil {
		return err
	}
	if err := w.publishMany(ports); err != nil {
		return err
	}
	start := func(at *room, state string, flags ...string) []string {
		return w.ours(at, state, append(append([]string{"run", "--rm"}, flags...), root, "/exit")...)
	}
	connected := []string{"--network", "bench", "-p", "8080:80"}
	results, err := Race([]Contestant{
		{Name: "minicontainer run --network -p", Command: start(w.fresh, "fresh", connected...)},
		{Name: fmt.Sprintf("the same, %d ports published", ports), Command: start(w.many, "many", connected...)},
		{Name: "minicontainer run --network none", Command: start(w.fresh, "fresh", "--network", "none")},
		{Name: "docker run --network -p", Command: w.docker.run(append([]string{"--rm"}, append(connected, "tiny", "/exit")...)...), Missing: w.docker.missing()},
	}, runs)
	if err == nil {
		Table(out, "start to exit", results)
	}
	return err
}

// publishMany makes the network in both rooms, and publishes so many ports in one of them.
func (w *world) publishMany(ports int) error {
	here := (*room)(nil)
	if _, err := here.run(w.ours(w.fresh, "fresh", "network", "create", "bench")...); err != nil {
		return err
	}
	if _, err := here.run(w.ours(w.many, "many", "network", "create", "bench")...); err != nil {
		return err
	}
	const each, first = 50, 20000
	for port := first; port < first+ports; port += each {
		last := min(port+each, first+ports) - 1
		published := fmt.Sprintf("%d-%d:%[1]d-%[2]d", port, last)
		if _, err := here.run(w.ours(w.many, "many", "run", "-d", "--name", "p"+strconv.Itoa(port), "--network", "bench", "-p", published, "base", "sleep", "1000000")...); err != nil {
			return err
		}
	}
	return nil
}
