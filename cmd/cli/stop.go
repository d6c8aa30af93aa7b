//go:build linux

package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
)

func (p *Program) stopCommand() *cobra.Command {
	var f endingFlags
	cmd := &cobra.Command{
		Use:   "stop [-s SIGNAL] [-t SECONDS] CONTAINER…",
		Short: "Ask containers to end, and end them after a while",
		Long: `Ask containers to end, by SIGTERM or by what their image or run --stop-signal says, and
end those by SIGKILL that have not after ten seconds, or what run --stop-timeout says.
A program that is the first process of a container and has no handler for the signal
does not get it: pid_namespaces(7).`,
		Args: needName,
		RunE: p.Status(func(args []string) (int, error) { return p.eachEnding(f, args, (*engine.Engine).Stop) }),
	}
	f.addTo(cmd)
	return cmd
}

// endingFlags are those of stop and restart.
type endingFlags struct {
	signal  string
	seconds int
	flags   *pflag.FlagSet
}

func (f *endingFlags) addTo(cmd *cobra.Command) {
	f.flags = cmd.Flags()
	f.flags.StringVarP(&f.signal, "signal", "s", "", "ask by this `SIGNAL`, by name or number")
	f.flags.IntVarP(&f.seconds, "timeout", "t", 0, "`SECONDS` to wait before SIGKILL;\n-1 waits for ever")
	f.flags.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "time" { // as it was until Docker 28
			name = "timeout"
		}
		return pflag.NormalizedName(name)
	})
}

// ending is what the flags say; what they do not is left to each container.
func (f *endingFlags) ending() (how engine.Ending, err error) {
	if f.signal != "" {
		how.Signal, err = parseSignal("-s", f.signal)
	}
	if f.flags.Changed("timeout") {
		grace := engine.Seconds(f.seconds)
		how.Grace = &grace
	}
	return how, err
}

func (p *Program) eachEnding(f endingFlags, names []string, do func(*engine.Engine, string, engine.Ending) error) (int, error) {
	how, err := f.ending()
	if err != nil {
		return 0, failed(err)
	}
	return p.each(names, func(e *engine.Engine, name string) error { return do(e, name, how) })
}

// wayToEnd is what run says of the container's end, for those who stop it later.
type wayToEnd struct {
	stopSignal  string
	stopSeconds int
	flags       *pflag.FlagSet
}

func (f *wayToEnd) addEnding(cmd *cobra.Command) {
	f.flags = cmd.Flags()
	f.flags.StringVar(&f.stopSignal, "stop-signal", "", "`SIGNAL` by which stop asks the container to end")
	f.flags.IntVar(&f.stopSeconds, "stop-timeout", 0, "`SECONDS` that stop waits before SIGKILL; -1 waits for ever")
}

func (f *wayToEnd) checkEnding() error {
	if f.stopSignal == "" {
		return nil
	}
	_, err := parseSignal("--stop-signal", f.stopSignal)
	return err
}

func (f *wayToEnd) stopTimeout() *int {
	if !f.flags.Changed("stop-timeout") {
		return nil
	}
	return &f.stopSeconds
}
