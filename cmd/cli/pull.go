//go:build linux

package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

// registryFlags are those of all commands that speak with registries.
type registryFlags struct {
	quiet    bool
	insecure []string
}

func (f *registryFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.insecure, "insecure-registry", nil, "allow http for `HOST[:PORT]`, which everybody on the way\ncan read and change; it is for this machine only otherwise")
}

func (f *registryFlags) addQuiet(cmd *cobra.Command, what string) {
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, what)
}

// Registries is a client of registries that has the credentials of Docker's config.json, and uses http
// for this machine's registries and those named.
func Registries(insecure ...string) (*registry.Client, error) {
	file, err := registry.DefaultCredentialFile()
	if err != nil {
		return nil, err
	}
	plain := func(host string) bool { return registry.Loopback(host) || slices.Contains(insecure, host) }
	return &registry.Client{Keychain: file, Plain: plain, UserAgent: "minicontainer/" + version()}, nil
}

type pullFlags struct {
	registryFlags
	platform string
}

// PullCommand fetches an image from a registry.
func (p *Program) PullCommand() *cobra.Command {
	var f pullFlags
	cmd := &cobra.Command{
		Use:   "pull [flags] NAME[:TAG|@DIGEST]",
		Short: "Fetch an image from a registry",
		Long: `Fetch an image from a registry: docker.io, unless the name begins with another one.
What is here already is not fetched again, nor is the beginning of a layer, if an earlier pull was interrupted.`,
		Example: "  " + p.Name + " pull alpine\n  " + p.Name + " pull --platform linux/arm64 localhost:5000/team/app:1.2",
		Args:    exactly(1, "the name of an image"),
		RunE: p.Status(func(args []string) (int, error) {
			return exitOK, interrupted(p.pull(args[0], f), "what has come stays, and the next pull goes on from there")
		}),
	}
	f.add(cmd)
	f.addQuiet(cmd, "say the image's name only, at the end")
	cmd.Flags().StringVar(&f.platform, "platform", "", "the image for `OS/ARCHITECTURE[/VARIANT]`, as linux/arm64")
	return cmd
}

func (p *Program) pull(name string, f pullFlags) error {
	ref, err := registry.Parse(name)
	if err != nil {
		return err
	}
	if engine.IsBase(name) {
		return fmt.Errorf("pull %s: that is the built-in image, and always here", name)
	}
	var want registry.Platform
	if f.platform != "" {
		if want, err = registry.ParsePlatform(f.platform); err != nil {
			return err
		}
	}
	e, err := p.engine()
	if err != nil {
		return err
	}
	client, err := Registries(f.insecure...)
	if err != nil {
		return err
	}
	hold, err := e.Images().Add()
	if err != nil {
		return err
	}
	defer hold.Close()
	ctx, stop := interruptible()
	defer stop()
	if !f.quiet && ref.Digest == "" && !strings.HasSuffix(name, ":"+ref.Tag) {
		fmt.Fprintln(p.Stdout, "Using default tag:", ref.Tag)
	}
	remote, err := client.Resolve(ctx, ref, want)
	if err == nil {
		err = p.fetch(ctx, e, remote, f.quiet)
	}
	return err
}

// fetch brings an image, unpacks it, and gives it its name.
func (p *Program) fetch(ctx context.Context, e *engine.Engine, remote *registry.Remote, quiet bool) error {
	ref, s := remote.Reference, e.Images()
	before, _ := s.Find(ref.String()) //nolint:errcheck // then it was not here
	if quiet {
		if err := install(ctx, e, remote, nil); err != nil {
			return err
		}
	} else {
		shown := ref.Tag
		if ref.Digest != "" {
			shown = ref.String()
		}
		fmt.Fprintf(p.Stdout, "%s: Pulling from %s\n", shown, ref.Repository)
		t := p.showTransfers(pullWords, remote.Layers())
		err := install(ctx, e, remote, t)
		t.finish()
		if err != nil {
			return err
		}
		p.tellPulled(remote, before)
	}
	_, err := fmt.Fprintln(p.Stdout, ref)
	return err
}

func install(ctx context.Context, e *engine.Engine, remote *registry.Remote, t *transfers) error {
	var shown registry.Progress
	if t != nil {
		shown = t
	}
	s := e.Images()
	if err := remote.Fetch(ctx, s, shown); err != nil {
		return err
	}
	i, err := s.Image(remote.Manifest)
	if err != nil {
		return err
	}
	if err := e.UnpackImage(i); err != nil {
		return err
	}
	if t != nil {
		t.complete("Pull complete")
	}
	return s.Tag(remote.Reference, remote.Manifest)
}

func (p *Program) tellPulled(remote *registry.Remote, before image.Image) {
	status := "Downloaded newer image for "
	if before.Target.Digest == remote.Manifest.Digest {
		status = "Image is up to date for "
	}
	fmt.Fprintln(p.Stdout, "Digest:", remote.Target.Digest)
	fmt.Fprintln(p.Stdout, "Status:", status+remote.Reference.Familiar())
}

// exitInterrupted is the status of a command that Ctrl-C has ended: 128 + SIGINT.
const exitInterrupted = 130

// interrupted is failed, and gives the end by Ctrl-C words and a status of its own.
func interrupted(err error, consequence string) error {
	if errors.Is(err, context.Canceled) {
		return &ExitError{exitInterrupted, errors.New("interrupted: " + consequence)}
	}
	return failed(err)
}
