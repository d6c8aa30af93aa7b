//go:build linux

package cli

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

type logsFlags struct {
	follow, timestamps, details bool
	tail, since, until          string
}

func (p *Program) logsCommand() *cobra.Command {
	var f logsFlags
	cmd := &cobra.Command{
		Use:   "logs [flags] CONTAINER",
		Short: "Show what a container has printed",
		Long: `Show what a container has printed, each stream on its own: what came from its stderr
goes to yours.`,
		Args: oneName,
		RunE: func(_ *cobra.Command, args []string) error { return failed(p.logs(f, args[0])) },
	}
	cmd.Flags().BoolVarP(&f.follow, "follow", "f", false, "stay, and show what comes, until it ends")
	cmd.Flags().StringVar(&f.since, "since", "", "show nothing older than this `TIME`: a date, seconds\nsince 1970, or how long ago (10m)")
	cmd.Flags().StringVar(&f.until, "until", "", "show nothing younger")
	cmd.Flags().BoolVar(&f.details, "details", false, "show further attributes, of which there are none here")
	cmd.Flags().StringVarP(&f.tail, "tail", "n", "all", "show the last `N` lines only")
	cmd.Flags().BoolVarP(&f.timestamps, "timestamps", "t", false, "show the time of each line")
	return cmd
}

// oneName is the cobra.PositionalArgs of a command on one container.
func oneName(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return &ExitError{exitFailed, fmt.Errorf("%s needs the name or id of one container; see `%s --help`", cmd.Name(), cmd.CommandPath())}
	}
	return nil
}

func (p *Program) logs(f logsFlags, name string) error {
	o, err := f.options(time.Now())
	if err != nil {
		return err
	}
	e, err := p.engine()
	if err != nil {
		return err
	}
	out := &logWriter{p: p, atOnce: f.follow}
	return errors.Join(e.Logs(name, o, func(entry shim.Entry) error {
		text := entry.Log
		if f.details {
			text = " " + text
		}
		if f.timestamps {
			text = entry.Time.Format(logStamp) + " " + text
		}
		return out.write(entry.Stream, text)
	}), out.flush())
}

// logWriter writes many lines at a time, each to the stream from which it came, and in their order.
type logWriter struct {
	p      *Program
	atOnce bool // somebody waits for each line
	stream string
	kept   []byte
}

func (w *logWriter) write(stream, text string) error {
	const enough = 64 << 10
	if stream != w.stream || len(w.kept) > enough {
		if err := w.flush(); err != nil {
			return err
		}
	}
	w.stream, w.kept = stream, append(w.kept, text...)
	if w.atOnce {
		return w.flush()
	}
	return nil
}

func (w *logWriter) flush() error {
	if len(w.kept) == 0 {
		return nil
	}
	_, err := w.p.stream(w.stream).Write(w.kept)
	w.kept = w.kept[:0]
	return err
}

// logStamp has as many digits in each line, as Docker's.
const logStamp = "2006-01-02T15:04:05.000000000Z07:00"

func (f logsFlags) options(now time.Time) (o engine.LogOptions, err error) {
	o.Follow = f.follow
	if o.Tail, err = parseTail(f.tail); err != nil {
		return o, err
	}
	for _, m := range []struct {
		flag, text string
		at         *time.Time
	}{{"since", f.since, &o.Since}, {"until", f.until, &o.Until}} {
		if m.text == "" {
			continue
		}
		if *m.at, err = readMoment(m.text, now); err != nil {
			return o, fmt.Errorf("read --%s %.40q: %w", m.flag, m.text, err)
		}
	}
	return o, nil
}

func (p *Program) stream(name string) *os.File {
	if name == "stderr" {
		return p.Stderr
	}
	return p.Stdout
}

// parseTail reads a number of lines or "all", which is negative, as a negative number is, too.
func parseTail(s string) (int, error) {
	if s == "all" {
		return -1, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, fmt.Errorf("read -n %s: it is a number of lines, or all", s)
	}
	return n, nil
}
