//go:build linux

package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/volume"
)

func (p *Program) volumeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "volume",
		Short: "Keep data that outlives containers",
		Args:  noSuchCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.volumeCreate(), p.volumeList(), p.volumeInspect(), p.volumeRemove(), p.volumePrune())
	return cmd
}

func (p *Program) volumeCreate() *cobra.Command {
	var labels pairs
	var driver string
	cmd := &cobra.Command{
		Use:   "create [--label KEY=VALUE] [NAME]",
		Short: "Make a volume",
		Args:  cobra.MaximumNArgs(1),
		RunE: p.onEngine(func(e *engine.Engine, args []string) error {
			if driver != "local" {
				return fmt.Errorf("read --driver %.40q: local is the only one", driver)
			}
			v := engine.NewAnonymous()
			if len(args) == 1 {
				v = volume.Volume{Name: args[0]}
			}
			v.Labels = labels.values()
			if _, err := e.Volumes().Create(v); err != nil {
				return err
			}
			_, err := fmt.Fprintln(p.Stdout, v.Name)
			return err
		}),
	}
	cmd.Flags().Var(&labels, "label", "a label: `KEY=VALUE`")
	cmd.Flags().StringVarP(&driver, "driver", "d", "local", "`local`, the only one")
	return cmd
}

// volumeRow is a volume as ls shows it, with Docker's names.
type volumeRow struct {
	Availability, Driver, Group, Labels, Links, Mountpoint, Name, Scope, Size, Status string

	labels map[string]string
}

// Label is one label's value, for templates.
func (r volumeRow) Label(name string) string { return r.labels[name] }

var volumesList = listing{
	columns: []column{
		{"Name", "VOLUME NAME"}, {"Driver", "DRIVER"}, {"Scope", "SCOPE"}, {"Availability", "AVAILABILITY"}, {"Mountpoint", "MOUNTPOINT"},
		{"Labels", "LABELS"}, {"Links", "LINKS"}, {"Size", "SIZE"}, {"Group", "GROUP"}, {"Status", "STATUS"},
	},
	table: []string{"Driver", "Name"},
	quiet: "Name",
	raw:   []column{{"Name", "name"}, {"Driver", "driver"}},
}

func newVolumeRow(e *engine.Engine, v volume.Volume) volumeRow {
	return volumeRow{
		Availability: unknown, Driver: "local", Group: unknown, Labels: labelsColumn(v.Labels), Links: unknown,
		Mountpoint: e.Volumes().Data(v.Name), Name: v.Name, Scope: "local", Size: unknown, Status: unknown, labels: v.Labels,
	}
}

// volumeKeys are the keys of volume ls --filter.
var volumeKeys = []string{"dangling", "driver", "label", "name"}

func (p *Program) volumeList() *cobra.Command {
	var f formatFlags
	var w filters
	cmd := &cobra.Command{
		Use:     "ls [flags]",
		Aliases: []string{"list"},
		Short:   "List volumes",
		Args:    cobra.NoArgs,
		RunE:    p.onEngine(func(e *engine.Engine, _ []string) error { return p.listVolumes(e, f, w) }),
	}
	f.addFormat(cmd, "names")
	w.addTo(cmd, volumeKeys)
	return cmd
}

func (p *Program) listVolumes(e *engine.Engine, f formatFlags, w filters) error {
	dangling, err := w.truth("dangling")
	if err := errors.Join(w.check(volumeKeys), err); err != nil {
		return err
	}
	list, unreadable := e.Volumes().List()
	var used map[string]bool
	if dangling != nil {
		if used, err = e.VolumesInUse(); err != nil {
			return err
		}
	}
	slices.SortFunc(list, func(a, b volume.Volume) int { return strings.Compare(a.Name, b.Name) })
	var rows []any
	for _, v := range list {
		if w.text("name", v.Name) && w.labels(v.Labels) && w.word("driver", "local") && (dangling == nil || *dangling != used[v.Name]) {
			rows = append(rows, newVolumeRow(e, v))
		}
	}
	return errors.Join(unreadable, volumesList.show(p.Stdout, f, rows))
}

// volumeView is a volume as inspect shows it, with Docker's names.
type volumeView struct {
	CreatedAt  string
	Driver     string
	Labels     map[string]string
	Mountpoint string
	Name       string
	Options    map[string]string
	Scope      string
}

func newVolumeView(e *engine.Engine, v volume.Volume) volumeView {
	return volumeView{v.Created.Format(time.RFC3339), "local", v.Labels, e.Volumes().Data(v.Name), v.Name, nil, "local"}
}

func (p *Program) volumeInspect() *cobra.Command {
	return p.inspecting("VOLUME", atLeastOne("a volume"), inspectVolume)
}

func inspectVolume(e *engine.Engine, name string) (any, error) {
	v, err := e.Volumes().Get(name)
	return newVolumeView(e, v), err
}

func (p *Program) volumeRemove() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:     "rm [-f] NAME…",
		Aliases: []string{"remove"},
		Short:   "Remove volumes with all that is in them",
		Args:    atLeastOne("a volume"),
		RunE: p.Status(func(args []string) (int, error) {
			return p.each(args, func(e *engine.Engine, name string) error {
				err := e.RemoveVolume(name)
				if force && errors.Is(err, volume.ErrNoVolume) {
					return nil
				}
				return err
			})
		}),
	}
	cmd.Flags().BoolVarP(&force, "force", "f", false, "no error for those that are not there")
	return cmd
}

func (p *Program) volumePrune() *cobra.Command {
	var all, force bool
	var filter filters
	cmd := &cobra.Command{
		Use:   "prune [-a] [--filter KEY=VALUE]",
		Short: "Remove volumes without a name that no container uses",
		Args:  cobra.NoArgs,
		RunE: p.onEngine(func(e *engine.Engine, _ []string) error {
			wanted, err := filter.pruning(time.Now(), volumePruneKeys)
			if err != nil {
				return err
			}
			named, err := filter.truth("all")
			if err != nil {
				return err
			}
			removed, err := e.PruneVolumes(func(v volume.Volume) bool {
				return (all || named != nil && *named || v.Anonymous) && wanted(v.Created, v.Labels)
			})
			for _, name := range volume.Names(removed) {
				fmt.Fprintln(p.Stdout, name)
			}
			return err
		}),
	}
	filter.addPruning(cmd, volumePruneKeys)
	cmd.Flags().BoolVarP(&all, "all", "a", false, "those with a name, too")
	cmd.Flags().BoolVarP(&force, "force", "f", false, "as Docker's; nobody is asked here")
	return cmd
}
