//go:build linux

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/compare"
	"github.com/minicontainer/minicontainer/minicontainer/compare/page"
	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/vm"
)

const compareHelp = `Run the same program as a process, in containers and in virtual machines of an
image, and measure: the time until it is ready, the memory that is really used,
the work that it gets done, the disk, what one more costs, and what the walls hide.

Each kind is measured five times at least, in turn; the table shows medians, and
the files have every sample. It takes up to three minutes. A kind that cannot be
had here is named with the reason. QEMU without hardware virtualization is called
emulation: it shows what a virtual machine is, not how fast one is.

With CMD that is timed as well, from its start to its end.`

type compareFlags struct {
	json, csv, html string
	from            string
	language        string
	runs            int
	kinds           []string
	run             []string // the words of this program that run a container
}

// CompareCommand is "compare" for the stage of the lesson about it. It measures the containers of the whole runtime, which have what a
// stage's do not: --init, --read-only, volumes. So it brings their run along, under a name that no image can have.
func (p *Program) CompareCommand() *cobra.Command {
	const name = "_run"
	cmd := p.compareCommand("compare", name)
	run := p.runCommand()
	run.Use = name + strings.TrimPrefix(run.Use, "run")
	run.Hidden = true
	cmd.AddCommand(run)
	return cmd
}

// ownCompareCommand is "compare" of the program whose run is the whole runtime's.
func (p *Program) ownCompareCommand() *cobra.Command { return p.compareCommand("run") }

func (p *Program) compareCommand(run ...string) *cobra.Command {
	f := compareFlags{run: run}
	cmd := &cobra.Command{
		Use:   "compare [flags] IMAGE [-- CMD…]",
		Short: "Compare a process, containers and virtual machines",
		Long:  compareHelp,
		Example: "  " + p.Name + " compare base\n" +
			"  " + p.Name + " compare --html page.html --lang ko base",
		Args: func(cmd *cobra.Command, args []string) error {
			if f.from != "" {
				return cobra.NoArgs(cmd, args)
			}
			return atLeastOne("an image")(cmd, args)
		},
		RunE: p.Status(func(args []string) (int, error) { return exitOK, failed(p.compare(f, args)) }),
	}
	flags := cmd.Flags()
	flags.SetInterspersed(true)
	flags.StringVar(&f.from, "from", "", "measure nothing; show what --json wrote to `FILE`")
	flags.StringVar(&f.json, "json", "", "write all that was measured to `FILE`; - is stdout")
	flags.StringVar(&f.csv, "csv", "", "write each sample to `FILE`")
	flags.StringVar(&f.html, "html", "", "write a page with charts to `FILE`")
	flags.StringVar(&f.language, "lang", "en", "of the table and the page: `en` or ko")
	flags.IntVar(&f.runs, "runs", 0, "how often each kind is started; 5 at least")
	flags.StringSliceVar(&f.kinds, "kinds", nil, "only these `KINDS`: process, container, container-full,\nvm-kvm, vm-tcg, vm-own, vm-uml")
	return cmd
}

func (p *Program) compare(f compareFlags, args []string) error {
	language := compare.Language(f.language)
	if _, err := compare.WordsOf(language); err != nil {
		return err
	}
	report, err := p.reportOf(f, args)
	if err != nil {
		return err
	}
	return f.write(p.Stdout, report, language)
}

func (p *Program) reportOf(f compareFlags, args []string) (*compare.Report, error) {
	if f.from == "" {
		return p.measure(f, args)
	}
	file, err := os.Open(f.from)
	if err != nil {
		return nil, fmt.Errorf("read comparison: %w", err)
	}
	defer file.Close()
	return compare.Read(file)
}

func (p *Program) measure(f compareFlags, args []string) (*compare.Report, error) {
	if libs, err := base.Libraries(); err != nil || len(libs) > 0 && !engine.IsBase(args[0]) {
		return nil, errors.Join(err, fmt.Errorf("compare %s: this program is also what is measured, and needs libraries that are in no other image than base; build it with CGO_ENABLED=0", args[0]))
	}
	kinds, err := p.kinds(args[0], f)
	if err != nil {
		return nil, err
	}
	file, remove, err := compare.PlaceProbe()
	if err != nil {
		return nil, err
	}
	defer remove()
	for i := range kinds {
		kinds[i].Command = slices.Clone(kinds[i].Command)
		for j, word := range kinds[i].Command {
			kinds[i].Command[j] = strings.Replace(word, probeHere, file, 1)
		}
		kinds[i].Probe = strings.Replace(kinds[i].Probe, probeHere, file, 1)
	}
	ctx, stop := signal.NotifyContext(context.Background(), unix.SIGINT, unix.SIGTERM, unix.SIGHUP)
	defer stop()
	report, err := compare.Run(ctx, compare.Options{
		Image: args[0], Command: args[1:], Kinds: kinds, Probe: file, Runs: f.runs, Versions: versions(), Progress: p.tellProgress(),
	})
	p.endProgress()
	return report, err
}

// write writes what is asked for: the table, unless stdout is somebody else's.
func (f compareFlags) write(stdout io.Writer, r *compare.Report, l compare.Language) error {
	if f.json == "-" {
		return r.WriteJSON(stdout)
	}
	return errors.Join(
		toFile(f.json, r.WriteJSON),
		toFile(f.csv, r.WriteCSV),
		toFile(f.html, func(w io.Writer) error { return page.Write(w, r, l) }),
		r.WriteTable(stdout, l),
	)
}

func toFile(name string, write func(io.Writer) error) error {
	if name == "" {
		return nil
	}
	f, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("write comparison: %w", err)
	}
	return errors.Join(write(f), f.Close())
}

// tellProgress says on a terminal what is being measured.
func (p *Program) tellProgress() func(kind, measure string, run, runs int) {
	if !isTerminal(p.Stderr) {
		return nil
	}
	return func(kind, measure string, run, runs int) {
		fmt.Fprintf(p.Stderr, "\r\x1b[K%s: %s %d/%d", kind, measure, run, runs) //nolint:errcheck // said as well as it can be
	}
}

func (p *Program) endProgress() {
	if isTerminal(p.Stderr) {
		fmt.Fprint(p.Stderr, "\r\x1b[K") //nolint:errcheck // said as well as it can be
	}
}

// versions are those of the programs that take part.
func versions() map[string]string {
	v := map[string]string{"go": runtime.Version()}
	if info, ok := debug.ReadBuildInfo(); ok {
		v["minicontainer"] = info.Main.Version
	}
	if text := vm.QEMUVersion(); text != "" {
		v["qemu"] = text
	}
	return v
}

// probeHere stands for the probe's file on the host until there is one.
const probeHere = "PROBE"

// guestMemory is what the compared machines are promised, in MiB.
const guestMemory = 256

// kinds are those that are asked for, or all. Each is a command line of this program.
func (p *Program) kinds(image string, f compareFlags) ([]compare.Kind, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	inside := "/" + probe.Name
	container := append(append([]string{self}, f.run...), "--rm", "-i", "--pull", "never", "-v", probeHere+":"+inside+":ro")
	plain := append(slices.Clone(container), "--network", "none", image)
	full := append(append(slices.Clone(container), everything()...), image)
	kinds := []compare.Kind{
		{Name: compare.Process, Probe: probeHere},
		{Name: compare.Container, Command: plain, Probe: inside},
		{Name: compare.FullContainer, Command: full, Probe: inside},
	}
	for _, m := range []struct {
		name  string
		accel vm.Accel
	}{{compare.KVM, vm.KVM}, {compare.TCG, vm.TCG}, {compare.Own, vm.Own}, {compare.UML, vm.UML}} {
		k := compare.Kind{
			Name: m.name, Probe: inside, Guest: true, Emulated: m.accel == vm.TCG, MemoryMiB: guestMemory,
			Command: []string{self, "vm", "run", "-i", "-m", fmt.Sprintf("%dm", guestMemory), "--accel", string(m.accel), "--copy", self + ":" + inside, image},
		}
		if err := m.accel.Possible(); err != nil {
			k.Missing = err.Error()
		}
		kinds = append(kinds, k)
	}
	return chosen(kinds, f.kinds)
}

// everything is what a container can have on top of its namespaces.
func everything() []string {
	flags := []string{"-m", fmt.Sprintf("%dm", guestMemory), "--pids-limit", "512", "--cpus", fmt.Sprint(runtime.NumCPU()), "--init", "--read-only"}
	if network.Possible() == nil {
		return append(flags, "--network", network.Default)
	}
	return append(flags, "--network", "none")
}

func chosen(kinds []compare.Kind, only []string) ([]compare.Kind, error) {
	if only == nil {
		return kinds, nil
	}
	var list []compare.Kind
	for _, name := range only {
		i := slices.IndexFunc(kinds, func(k compare.Kind) bool { return k.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("read --kinds %.40q: there is no such kind", name)
		}
		list = append(list, kinds[i])
	}
	return list, nil
}
