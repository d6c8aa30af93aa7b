//go:build linux

package cli

import (
	"errors"
	"reflect"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

func (p *Program) updateCommand() *cobra.Command {
	var l Limits
	var restart policyFlag
	cmd := &cobra.Command{
		Use:   "update [flags] CONTAINER…",
		Short: "Change the limits and the restart policy of containers, also while they run",
		Long: `Change the limits of containers: at once if they run, and for each later start; and whether
they are started again when they end. What the flags do not speak of stays as it is.`,
		Example: "  " + p.Name + " update -m 128m --cpus 1 web",
		Args:    needName,
	}
	l.AddChanging(cmd)
	cmd.Flags().Var(&restart, "restart", "start them again when they end, by this `POLICY`")
	cmd.RunE = p.Status(func(args []string) (int, error) {
		var policy *record.RestartPolicy
		if cmd.Flags().Changed("restart") {
			policy = &restart.RestartPolicy
		}
		return p.update(l, policy, args)
	})
	return cmd
}

// update changes what the flags speak of; a policy of nil is not spoken of.
func (p *Program) update(l Limits, policy *record.RestartPolicy, names []string) (int, error) {
	r, err := l.Resources()
	if err != nil {
		return 0, failed(err)
	}
	limits := !reflect.DeepEqual(*r, specs.LinuxResources{})
	if !limits && policy == nil {
		return 0, failed(errors.New("update: no limit was named; see `" + p.Name + " update --help`"))
	}
	return p.each(names, func(e *engine.Engine, name string) error {
		if policy != nil {
			if err := e.SetRestart(name, *policy); err != nil {
				return err
			}
		}
		if !limits {
			return nil
		}
		return e.Update(name, r)
	})
}
