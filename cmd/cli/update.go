//go:build linux

package cli

import (
	"errors"
	"reflect"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
)

func (p *Program) updateCommand() *cobra.Command {
	var l Limits
	cmd := &cobra.Command{
		Use:   "update [flags] CONTAINER…",
		Short: "Change the limits of containers, also while they run",
		Long: `Change the limits of containers: at once if they run, and for each later start.
What the flags do not speak of stays as it is.`,
		Example: "  " + p.Name + " update -m 128m --cpus 1 web",
		Args:    needName,
		RunE:    p.Status(func(args []string) (int, error) { return p.update(l, args) }),
	}
	l.AddChanging(cmd)
	return cmd
}

func (p *Program) update(l Limits, names []string) (int, error) {
	r, err := l.Resources()
	if err != nil {
		return 0, failed(err)
	}
	if reflect.DeepEqual(*r, specs.LinuxResources{}) {
		return 0, failed(errors.New("update: no limit was named; see `" + p.Name + " update --help`"))
	}
	return p.each(names, func(e *engine.Engine, name string) error { return e.Update(name, r) })
}
