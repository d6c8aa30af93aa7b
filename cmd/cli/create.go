//go:build linux

package cli

import (
	"slices"

	"github.com/spf13/cobra"
)

func (p *Program) createCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "create [flags] IMAGE|ROOTFS [CMD…]",
		Short: "Make a container that does not run yet",
		Long: `Make a container as run does, with its flags, and print its id. It runs when somebody starts it:
see start.`,
		Example: "  " + p.Name + " create --name web -p 8080:80 base httpd -f\n" +
			"  " + p.Name + " start web",
		Args: NeedRoot,
		RunE: p.Status(func(args []string) (int, error) { return 0, p.create(f, args) }),
	}
	f.register(cmd)
	return cmd
}

// create prints the id of the container that it has made.
func (p *Program) create(f runFlags, args []string) error {
	streams := f.attach
	f.detach, f.attach = true, nil // nothing of ours is connected to it yet
	w, err := p.prepare(&f, args)
	if err != nil {
		return err
	}
	defer w.root.Close()
	c, release, err := w.config(f, args[0])
	if err != nil {
		return err
	}
	defer release()
	c.StdinOnce = f.Interactive && (len(streams) == 0 || slices.Contains(streams, "stdin"))
	if err := f.writeCID(); err != nil {
		return err
	}
	r, err := w.engine.Create(c)
	if err != nil {
		f.dropCID(w.engine, err)
		return err
	}
	return p.printID(r)
}
