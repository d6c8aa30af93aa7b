//go:build linux

package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
)

// flow is a way to a server: who sends, and where to.
type flow struct {
	name         string
	ours, theirs []string // iperf3's client, without its options
	rates        [2][]float64
}

// iperfRoot makes a root directory with iperf3 in it, and the libraries that it is linked with.
func iperfRoot(dir string) (root string, err error) {
	program, err := exec.LookPath("iperf3")
	if err != nil {
		return "", errors.New("measure connections: needs iperf3")
	}
	root = filepath.Join(dir, "iperf")
	script := `set -e
mkdir -p "$1/bin" "$1/tmp"
cp "$0" "$1/bin/iperf3"
for file in $(ldd "$0" | grep -o '/[^ ]*'); do mkdir -p "$1$(dirname $file)"; cp -L $file "$1$file"; done`
	_, err = (*room)(nil).run("sh", "-c", script, program, root)
	return root, err
}

const (
	oursPort   = "5201"
	theirsPort = "5202"
	server     = "iperf-server"
)

// measureFlows sends as fast as it can through each way, ours and docker's in turn.
func (w *world) measureFlows(out io.Writer, runs int) error {
	root, err := iperfRoot(w.dir)
	if err != nil {
		return err
	}
	if err := w.serve(root); err != nil {
		return err
	}
	flows, err := w.flows(root)
	if err != nil {
		return err
	}
	for round := 0; round < runs; round++ {
		for i := range flows {
			if err := flows[i].measure(round%2 == 1); err != nil {
				return err
			}
		}
	}
	flowTable(out, flows, w.docker.missing())
	return nil
}

// measure sends once each. Who is first changes, so that neither always has the warmer machine.
func (f *flow) measure(theirsFirst bool) error {
	order := []int{0, 1}
	if theirsFirst {
		order = []int{1, 0}
	}
	for _, who := range order {
		command := [][]string{f.ours, f.theirs}[who]
		if command == nil {
			continue
		}
		rate, err := send(command)
		if err != nil {
			return err
		}
		f.rates[who] = append(f.rates[who], rate)
	}
	return nil
}

// ratio is ours to theirs, the median of the rounds': the two of a round have met the same machine.
func (f *flow) ratio() float64 {
	ratios := make([]float64, len(f.rates[1]))
	for i := range ratios {
		ratios[i] = f.rates[0][i] / f.rates[1][i]
	}
	return median(ratios)
}

// serve starts a server of ours and one of docker's.
func (w *world) serve(root string) error {
	here := (*room)(nil)
	for _, args := range [][]string{
		{"network", "create", "bench"},
		{"run", "-d", "--name", server, "--network", "bench", "-p", oursPort + ":5201", root, "/bin/iperf3", "-s"},
	} {
		if _, err := here.run(w.ours(nil, "beside", args...)...); err != nil {
			return err
		}
	}
	if w.docker == nil {
		return nil
	}
	if err := w.docker.load(root, "iperf"); err != nil {
		return err
	}
	if _, err := w.docker.call("network", "create", "bench"); err != nil {
		return err
	}
	_, err := here.run(w.docker.run("-d", "--name", server, "--network", "bench", "-p", theirsPort+":5201", "iperf", "/bin/iperf3", "-s")...)
	return err
}

func (w *world) flows(root string) ([]flow, error) {
	const client = "/bin/iperf3"
	ours := w.ours(nil, "beside", "run", "--rm", "--network", "bench", root, client, "-c", server)
	theirs := w.docker.run("--rm", "--network", "bench", "iperf", client, "-c", server)
	list := []flow{{name: "container to container, by name", ours: ours, theirs: theirs}}
	for _, way := range []struct {
		name    string
		from    *room
		address string
	}{
		{"outside to a published port", w.outside, hostAddress},
		{"host to a published port, by its address", nil, hostAddress},
		{"host to a published port, by localhost", nil, "127.0.0.1"},
	} {
		f := flow{name: way.name, ours: way.from.words("iperf3", "-c", way.address, "-p", oursPort)}
		if w.docker != nil {
			f.theirs = way.from.words("iperf3", "-c", way.address, "-p", theirsPort)
		}
		list = append(list, f)
	}
	return list, nil
}

// send is one measurement, in bits a second as they arrived.
func send(client []string) (float64, error) {
	args := append(slices.Clone(client), "--time", "1", "--json")
	out, err := exec.Command(args[0], args[1:]...).Output()
	var answer struct {
		End struct {
			Received struct {
				Rate float64 `json:"bits_per_second"`
			} `json:"sum_received"`
		} `json:"end"`
		Error string `json:"error"`
	}
	if parse := json.Unmarshal(out, &answer); parse != nil || answer.Error != "" || err != nil {
		return 0, fmt.Errorf("%s: %w: %s", strings.Join(args, " "), errors.Join(err, parse), answer.Error)
	}
	return answer.End.Received.Rate, nil
}

// flowTable prints medians as Markdown.
func flowTable(out io.Writer, flows []flow, missing string) {
	fmt.Fprintf(out, "\n| one connection of TCP | ours, Gbit/s | docker's bridge, Gbit/s | ratio |\n|---|---|---|---|\n")
	for _, f := range flows {
		if len(f.rates[1]) == 0 {
			fmt.Fprintf(out, "| %s | %s | %s | – |\n", f.name, gigabits(f.rates[0]), missing)
			continue
		}
		fmt.Fprintf(out, "| %s | %s | %s | %.2f |\n", f.name, gigabits(f.rates[0]), gigabits(f.rates[1]), f.ratio())
	}
}

func gigabits(rates []float64) string { return fmt.Sprintf("%.1f", median(rates)/1e9) }

func median(rates []float64) float64 {
	sorted := slices.Clone(rates)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}

// removeStore removes the containers of a state directory.
func removeStore(state string) error {
	if _, err := os.Stat(state); err != nil {
		return nil // there never were any
	}
	return removeAll(engine.New(state))
}
