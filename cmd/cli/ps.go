//go:build linux

package cli

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

type psFlags struct {
	all, quiet, whole bool
	format            string
}

func (p *Program) psCommand() *cobra.Command {
	var f psFlags
	cmd := &cobra.Command{
		Use:     "ps [flags]",
		Aliases: []string{"ls"},
		Short:   "List containers",
		Args:    cobra.NoArgs,
		RunE:    p.Status(func([]string) (int, error) { return p.ps(f) }),
	}
	cmd.Flags().BoolVarP(&f.all, "all", "a", false, "those, too, that do not run")
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "show ids only")
	cmd.Flags().BoolVar(&f.whole, "no-trunc", false, "shorten nothing")
	cmd.Flags().StringVar(&f.format, "format", "table", "`table`, or json: one object a line")
	return cmd
}

// ps shows what can be read, and then why the rest cannot.
func (p *Program) ps(f psFlags) (int, error) {
	if f.format != "table" && f.format != "json" {
		return 0, failed(fmt.Errorf("read --format %s: table or json", f.format))
	}
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	list, unreadable := e.List()
	var rows []psRow
	for _, r := range list {
		if f.all || r.State.Status == record.Running {
			row := newPsRow(r, time.Now(), f.whole)
			if r.Network != nil && r.State.Status == record.Running {
				row.Ports = portsColumn(boundPorts(e, r.ID))
			}
			rows = append(rows, row)
		}
	}
	if err := p.printRows(f, rows); err != nil {
		return 0, failed(err)
	}
	if unreadable != nil {
		Report(p.Stderr, p.Name, unreadable)
		return exitFailed, nil
	}
	return exitOK, nil
}

func (p *Program) printRows(f psFlags, rows []psRow) error {
	switch {
	case f.quiet:
		for _, row := range rows {
			if _, err := fmt.Fprintln(p.Stdout, row.ID); err != nil {
				return err
			}
		}
		return nil
	case f.format == "json":
		lines := json.NewEncoder(p.Stdout)
		lines.SetEscapeHTML(false)
		for _, row := range rows {
			if err := lines.Encode(row); err != nil {
				return err
			}
		}
		return nil
	}
	t := table{{"CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES"}}
	for _, row := range rows {
		t = append(t, []string{row.ID, row.Image, row.Command, row.RunningFor, row.Status, row.Ports, row.Names})
	}
	return t.write(p.Stdout)
}

// psRow is a container as ps shows it, with Docker's names.
type psRow struct {
	Command, CreatedAt, ID, Image, Names, Ports, RunningFor, State, Status string
}

func newPsRow(r record.Record, now time.Time, whole bool) psRow {
	id, command := r.ID, strings.Join(r.Spec.Process.Args, " ")
	if !whole {
		const shown = 20
		id, command = r.ShortID(), shorten(command, shown)
	}
	return psRow{
		Command: strconv.Quote(command), CreatedAt: r.Created.Local().Format("2006-01-02 15:04:05 -0700 MST"), ID: id,
		Image: printable(r.Image), Names: r.Name, RunningFor: duration(now.Sub(r.Created)) + " ago",
		State: stateWord(r.State), Status: status(r.State, now),
	}
}

// stateWord is the status in one word: a paused container runs, and has a word of its own.
func stateWord(s record.State) string {
	if s.Status == record.Running && s.Paused {
		return "paused"
	}
	return string(s.Status)
}

// status is how Docker tells it.
func status(s record.State, now time.Time) string {
	switch s.Status {
	case record.Running:
		up := "Up " + duration(now.Sub(s.Started))
		if s.Paused {
			up += " (Paused)"
		}
		return up
	case record.Exited:
		return fmt.Sprintf("Exited (%d) %s ago", s.ExitCode, duration(now.Sub(s.Finished)))
	}
	return "Created"
}

// printable quotes a name that holds what would move the cursor.
func printable(s string) string {
	if quoted := strconv.Quote(s); quoted[1:len(quoted)-1] != s {
		return quoted
	}
	return s
}

// shorten cuts s to n characters, the last of them an ellipsis.
func shorten(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n-1]) + "…"
}

// duration is a length of time in the roughness in which Docker tells it.
func duration(d time.Duration) string {
	const day, week, month, year = 24, 7 * 24, 30 * 24, 365 * 24
	seconds, minutes, hours := int(d.Seconds()), int(d.Minutes()), int(d.Round(time.Hour).Hours())
	switch {
	case seconds < 1:
		return "Less than a second"
	case seconds == 1:
		return "1 second"
	case seconds < 60:
		return fmt.Sprintf("%d seconds", seconds)
	case minutes == 1:
		return "About a minute"
	case minutes < 60:
		return fmt.Sprintf("%d minutes", minutes)
	case hours == 1:
		return "About an hour"
	case hours < 2*day:
		return fmt.Sprintf("%d hours", hours)
	case hours < 2*week:
		return fmt.Sprintf("%d days", hours/day)
	case hours < 2*month:
		return fmt.Sprintf("%d weeks", hours/week)
	case hours < 2*year:
		return fmt.Sprintf("%d months", hours/month)
	}
	return fmt.Sprintf("%d years", hours/year)
}
