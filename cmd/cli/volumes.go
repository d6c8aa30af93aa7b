//go:build linux

package cli

import (
	"encoding/json"
	"errors"
	"fmt"
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
	var labels []string
	cmd := &cobra.Command{
		Use:   "create [--label KEY=VALUE] [NAME]",
		Short: "Make a volume",
		Args:  cobra.MaximumNArgs(1),
		RunE: p.Status(func(args []string) (int, error) {
			e, err := p.engine()
			if err != nil {
				return 0, err
			}
			v := engine.NewAnonymous()
			if len(args) == 1 {
				v = volume.Volume{Name: args[0]}
			}
			for _, l := range labels {
				key, value, _ := strings.Cut(l, "=")
				if v.Labels == nil {
					v.Labels = map[string]string{}
				}
				v.Labels[key] = value
			}
			if _, err := e.Volumes().Create(v); err != nil {
				return 0, failed(err)
			}
			_, err = fmt.Fprintln(p.Stdout, v.Name)
			return exitOK, failed(err)
		}),
	}
	cmd.Flags().StringArrayVar(&labels, "label", nil, "a label: `KEY=VALUE`")
	return cmd
}

func (p *Program) volumeList() *cobra.Command {
	var quiet bool
	cmd := &cobra.Command{
		Use:     "ls [-q]",
		Aliases: []string{"list"},
		Short:   "List volumes",
		Args:    cobra.NoArgs,
		RunE: p.Status(func([]string) (int, error) {
			e, err := p.engine()
			if err != nil {
				return 0, err
			}
			list, unreadable := e.Volumes().List()
			t := table{{"DRIVER", "VOLUME NAME"}}
			for _, name := range volume.Names(list) {
				if quiet {
					fmt.Fprintln(p.Stdout, name)
				}
				t = append(t, []string{"local", name})
			}
			if !quiet {
				unreadable = errors.Join(unreadable, t.write(p.Stdout))
			}
			return exitOK, failed(unreadable)
		}),
	}
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "show names only")
	return cmd
}

// volumeView is a volume as inspect shows it, with Docker's names.
type volumeView struct {
	CreatedAt  time.Time
	Driver     string
	Labels     map[string]string
	Mountpoint string
	Name       string
	Options    map[string]string
	Scope      string
}

func newVolumeView(e *engine.Engine, v volume.Volume) volumeView {
	return volumeView{v.Created, "local", v.Labels, e.Volumes().Data(v.Name), v.Name, map[string]string{}, "local"}
}

func (p *Program) volumeInspect() *cobra.Command {
	return &cobra.Command{
		Use:   "inspect NAME…",
		Short: "Show all that is known of volumes, as JSON",
		Args:  atLeastOne("a volume"),
		RunE: p.Status(func(args []string) (int, error) {
			e, err := p.engine()
			if err != nil {
				return 0, err
			}
			found := []any{}
			var missing []error
			for _, name := range args {
				v, err := e.Volumes().Get(name)
				if err != nil {
					missing = append(missing, err)
					continue
				}
				found = append(found, newVolumeView(e, v))
			}
			return exitOK, errors.Join(failed(p.printJSON(found)), failed(errors.Join(missing...)))
		}),
	}
}

// printJSON prints an array as Docker's inspect does.
func (p *Program) printJSON(all []any) error {
	if all == nil {
		all = []any{}
	}
	text := json.NewEncoder(p.Stdout)
	text.SetEscapeHTML(false)
	text.SetIndent("", "    ")
	return text.Encode(all)
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
	cmd := &cobra.Command{
		Use:   "prune [-a]",
		Short: "Remove volumes without a name that no container uses",
		Args:  cobra.NoArgs,
		RunE: p.Status(func([]string) (int, error) {
			e, err := p.engine()
			if err != nil {
				return 0, err
			}
			removed, err := e.PruneVolumes(all)
			for _, name := range volume.Names(removed) {
				fmt.Fprintln(p.Stdout, name)
			}
			return exitOK, failed(err)
		}),
	}
	cmd.Flags().BoolVarP(&all, "all", "a", false, "those with a name, too")
	cmd.Flags().BoolVarP(&force, "force", "f", false, "as Docker's; nobody is asked here")
	return cmd
}
