//go:build linux

package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

func (p *Program) pushCommand() *cobra.Command {
	var f registryFlags
	cmd := &cobra.Command{
		Use:   "push [flags] NAME[:TAG]",
		Short: "Send an image to a registry",
		Long: `Send an image to a registry: the one that its name begins with, else docker.io.
Layers that the registry has are not sent.`,
		Example: "  " + p.Name + " tag whalesay localhost:5000/whalesay\n  " + p.Name + " push localhost:5000/whalesay",
		Args:    exactly(1, "the name of an image"),
		RunE: p.Status(func(args []string) (int, error) {
			return exitOK, interrupted(p.push(args[0], f), "the registry keeps what was sent whole; the name there is as it was")
		}),
	}
	f.add(cmd)
	f.addQuiet(cmd, "say the image's name only, at the end")
	return cmd
}

func (p *Program) push(name string, f registryFlags) error {
	ref, err := newName(name)
	if err != nil {
		return err
	}
	e, err := p.engine()
	if err != nil {
		return err
	}
	i, err := e.Images().Find(ref.String())
	if err != nil {
		return err
	}
	client, err := Registries(f.insecure...)
	if err != nil {
		return err
	}
	if client.Elsewhere, err = elsewhere(e, ref); err != nil {
		return err
	}
	hold, err := e.Images().Use()
	if err != nil {
		return err
	}
	defer hold.Close()
	ctx, stop := interruptible()
	defer stop()
	return p.send(ctx, client, e, ref, i, f.quiet)
}

func (p *Program) send(ctx context.Context, client *registry.Client, e *engine.Engine, ref registry.Reference, i image.Image, quiet bool) error {
	if quiet {
		if err := client.Push(ctx, ref, i.Target, e.Images(), nil); err != nil {
			return err
		}
		_, err := fmt.Fprintln(p.Stdout, ref)
		return err
	}
	fmt.Fprintf(p.Stdout, "The push refers to repository [%s]\n", ref.Name())
	t := p.showTransfers(pushWords, i.Manifest.Layers)
	err := client.Push(ctx, ref, i.Target, e.Images(), t)
	t.finish()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Stdout, "%s: digest: %s size: %d\n", ref.Tag, i.Target.Digest, i.Target.Size)
	return err
}

// elsewhere knows from the names of the images here which other repository of the registry has a layer, too.
func elsewhere(e *engine.Engine, ref registry.Reference) (func(string, digest.Digest) string, error) {
	list, err := e.Images().List()
	if err != nil && len(list) == 0 {
		return nil, err
	}
	return func(host string, d digest.Digest) string {
		for _, i := range list {
			has := slices.ContainsFunc(i.Manifest.Layers, func(l v1.Descriptor) bool { return l.Digest == d })
			for _, n := range i.Names {
				if has && n.Registry == host && n.Repository != ref.Repository && !engine.IsBase(n.Familiar()) {
					return n.Repository
				}
			}
		}
		return ""
	}, nil
}
