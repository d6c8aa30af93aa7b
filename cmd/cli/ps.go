//go:build linux

package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

type psFlags struct {
	formatFlags
	all, latest, size bool
	last              int // how many; negative: all that are wanted
	filter            filters
}

func (p *Program) psCommand() *cobra.Command {
	f := psFlags{formatFlags: formatFlags{quietWins: true}}
	cmd := &cobra.Command{
		Use:     "ps [flags]",
		Aliases: []string{"ls"},
		Short:   "List containers",
		Args:    cobra.NoArgs,
		Example: "  " + p.Name + " ps -a --filter status=exited --filter label=team=blue\n" +
			"  " + p.Name + ` ps --format 'table {{.Names}}\t{{.Status}}\t{{.Label "team"}}'`,
		RunE: p.Status(func([]string) (int, error) { return p.ps(f) }),
	}
	flags := cmd.Flags()
	flags.BoolVarP(&f.all, "all", "a", false, "those, too, that do not run")
	flags.IntVarP(&f.last, "last", "n", -1, "show the `N` that were made last, running or not")
	flags.BoolVarP(&f.latest, "latest", "l", false, "show the one that was made last, running or not")
	flags.BoolVarP(&f.size, "size", "s", false, "show how much they have written, too")
	f.filter.addTo(cmd, psKeys)
	f.addFormat(cmd, "ids")
	return cmd
}

// ps shows what can be read, and then why the rest cannot.
func (p *Program) ps(f psFlags) (int, error) {
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	if f.latest {
		f.last = 1
	}
	list, unreadable := e.List()
	list, err = f.chosen(e, list)
	if err != nil {
		return 0, failed(err)
	}
	f.size = f.size || f.wants("Size")
	var rows []any
	for _, r := range list {
		rows = append(rows, newPsRow(e, r, f))
	}
	shown := psList
	if f.size {
		shown.table = append(shown.table[:len(shown.table):len(shown.table)], "Size")
		shown.raw = append(shown.raw[:len(shown.raw):len(shown.raw)], column{"Size", "size"})
	}
	if err := shown.show(p.Stdout, f.formatFlags, rows); err != nil {
		return 0, failed(err)
	}
	if unreadable != nil {
		Report(p.Stderr, p.Name, unreadable)
		return exitFailed, nil
	}
	return exitOK, nil
}

// psRow is a container as ps shows it, with Docker's names.
type psRow struct {
	Command, CreatedAt, ID, Image, Labels, LocalVolumes, Mounts, Names, Networks, Ports, RunningFor, Size, State, Status string

	labels map[string]string
}

// Label is one label's value, for templates.
func (r psRow) Label(name string) string { return r.labels[name] }

var psList = listing{
	columns: []column{
		{"ID", "CONTAINER ID"}, {"Names", "NAMES"}, {"Image", "IMAGE"}, {"Command", "COMMAND"}, {"CreatedAt", "CREATED AT"},
		{"RunningFor", "CREATED"}, {"Ports", "PORTS"}, {"State", "STATE"}, {"Status", "STATUS"}, {"Size", "SIZE"}, {"Labels", "LABELS"},
		{"Mounts", "MOUNTS"}, {"LocalVolumes", "LOCAL VOLUMES"}, {"Networks", "NETWORKS"},
	},
	table: []string{"ID", "Image", "Command", "RunningFor", "Status", "Ports", "Names"},
	quiet: "ID",
	raw: []column{
		{"ID", "container_id"}, {"Image", "image"}, {"Command", "command"}, {"CreatedAt", "created_at"}, {"State", "state"},
		{"Status", "status"}, {"Names", "names"}, {"Labels", "labels"}, {"Ports", "ports"},
	},
}

func newPsRow(e *engine.Engine, r record.Record, f psFlags) psRow {
	now, places := time.Now(), mountsOf(e, r)
	row := psRow{
		ID: r.ID, Image: printable(r.Image), Names: r.Name, Command: commandWords(r.Spec.Process.Args),
		CreatedAt: stamp(r.Created), RunningFor: duration(now.Sub(r.Created)) + " ago",
		State: stateWord(r.State), Status: statusColumn(e, r, now), Size: "0B",
		Labels: labelsColumn(r.Labels), Networks: strings.Join(networksOf(r), ","),
		Mounts: mountsColumn(places, f.whole), LocalVolumes: strconv.Itoa(len(volumesAmong(places))), labels: r.Labels,
	}
	if !f.whole {
		const shown = 20
		row.ID, row.Command = r.ShortID(), shorten(row.Command, shown)
	}
	row.Command = strconv.Quote(row.Command)
	if r.Network != nil && r.State.Status == record.Running {
		row.Ports = portsColumn(boundPorts(e, r.ID), r.Exposed)
	}
	if f.size {
		row.Size = sizeColumn(e, r)
	}
	return row
}

// commandWords are what is run, with quotation marks around arguments with blanks in them.
func commandWords(args []string) string {
	words := slices.Clone(args)
	for i, word := range words {
		if i > 0 && strings.Contains(word, " ") {
			words[i] = "'" + word + "'"
		}
	}
	return strings.Join(words, " ")
}

// stamp is a moment as lists show it.
func stamp(t time.Time) string { return t.Local().Format("2006-01-02 15:04:05 -0700 MST") }

// networksOf are the networks that a container is to be in, or its way without one.
func networksOf(r record.Record) (list []string) {
	if r.Network == nil {
		return nil
	}
	for _, a := range r.Network.Attachments {
		list = append(list, a.Network)
	}
	if len(list) == 0 && r.Network.Mode != network.Joined {
		return []string{string(r.Network.Mode)}
	}
	return list
}

// stateWord is the status in one word: a paused container runs, and has a word of its own.
func stateWord(s record.State) string {
	if s.Status == record.Running && s.Paused {
		return "paused"
	}
	return string(s.Status)
}

// statusColumn adds to the status of a container that runs whether it is well.
func statusColumn(e *engine.Engine, r record.Record, now time.Time) string {
	text := status(r.State, now)
	if r.State.Status == record.Running && !r.State.Paused {
		text += healthNote(e.Health(r))
	}
	return text
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
	case record.Restarting:
		return fmt.Sprintf("Restarting (%d) %s ago", s.ExitCode, duration(now.Sub(s.Finished)))
	case record.Exited:
		return fmt.Sprintf("Exited (%d) %s ago", s.ExitCode, duration(now.Sub(s.Finished)))
	}
	return "Created"
}

// sizeColumn is what a container has written, and that together with its image.
func sizeColumn(e *engine.Engine, r record.Record) string {
	written := e.Written(r)
	text := image.Decimal(written)
	if below := e.SizeOf(r); below > 0 {
		text += " (virtual " + image.Decimal(below+written) + ")"
	}
	return text
}

// healthWord is what its health checks say of a container.
func healthWord(e *engine.Engine, r record.Record) string {
	if h := e.Health(r); h != nil {
		return string(h.Status)
	}
	return "none"
}
