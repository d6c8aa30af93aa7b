//go:build linux

// build: an image from a Dockerfile.

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/build"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

// buildFlags are the flags of build, with Docker's names and meanings.
type buildFlags struct {
	tags, args, labels                       []string
	file, target, iidFile, network, progress string
	noCache, pull, explain                   bool

	registryFlags
}

const buildHelp = `Build an image from a Dockerfile.

PATH is the build context: the directory whose files COPY and ADD can take, less what its
.dockerignore names. With - the context is a tar archive on standard input, or a
Dockerfile alone with an empty context.

Each instruction is a step, and each step that changes files is a layer. A step is cached if nothing
that it depends on has changed: the layers below, the instruction with its variables, and
the names, modes and contents of the files it copies. --explain says which ones are, and
runs nothing.

What Docker's builder can and this one cannot: ADD from a URL, RUN --mount=type=secret or ssh,
RUN --network and --security, other platforms. The first line that asks for it is named before anything runs.`

func (p *Program) buildCommand() *cobra.Command {
	var f buildFlags
	cmd := &cobra.Command{
		Use:   "build [flags] PATH|-",
		Short: "Build an image from a Dockerfile",
		Long:  buildHelp,
		Example: "  " + p.Name + " build -t whalesay .\n" +
			"  " + p.Name + " build -t app --build-arg VERSION=2 --target test -f app.Dockerfile .\n" +
			"  " + p.Name + " build --explain .\n" +
			"  tar -c . | " + p.Name + " build -q -",
		Args: needContext,
		RunE: p.Status(func(args []string) (int, error) {
			return exitOK, interrupted(p.build(f, args[0]), "the steps that were done are cached")
		}),
	}
	f.register(cmd)
	return cmd
}

func needContext(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return &ExitError{exitFailed, fmt.Errorf("build needs one PATH, the directory with the Dockerfile, or -; see `%s --help`", cmd.CommandPath())}
	}
	return nil
}

func (f *buildFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	for _, name := range []string{"rm", "force-rm"} {
		flags.Bool(name, true, "as Docker's; nothing is left of a build anyway")
	}
	flags.StringArrayVarP(&f.tags, "tag", "t", nil, "name the image: `NAME[:TAG]`; may be given several times")
	flags.StringVarP(&f.file, "file", "f", "", "the Dockerfile is `FILE` (default PATH/Dockerfile);\n- is standard input")
	flags.StringArrayVar(&f.args, "build-arg", nil, "set an ARG of the Dockerfile: `NAME=VALUE`;\nNAME alone passes your variable on")
	flags.StringArrayVar(&f.labels, "label", nil, "set a label of the image: `NAME=VALUE`")
	flags.StringVar(&f.target, "target", "", "stop at the stage `STAGE`")
	flags.StringVar(&f.network, "network", "default", "what RUN is connected to: `default`, none, host, or a\nnetwork's name")
	flags.BoolVar(&f.noCache, "no-cache", false, "do every step, whatever is cached")
	flags.BoolVar(&f.pull, "pull", false, "fetch the base images even if they are here")
	f.addQuiet(cmd, "print only the image's id, and what failed")
	f.add(cmd)
	flags.StringVar(&f.iidFile, "iidfile", "", "write the image's id to `FILE`")
	flags.StringVar(&f.progress, "progress", "auto", "`auto`, or plain: whole lines without colour")
	flags.BoolVar(&f.explain, "explain", false, "print the steps, their keys, and what is cached; build nothing")
}

// networks is what --network asks for; nothing, if it does not.
func (f *buildFlags) networks() []string {
	if f.network == "default" {
		return nil
	}
	return []string{f.network}
}

// build reads what is to be built, builds it, and names it.
func (p *Program) build(f buildFlags, path string) error {
	names, err := f.names()
	if err != nil {
		return err
	}
	options, err := f.options()
	if err != nil {
		return err
	}
	e, err := p.engine()
	if err != nil {
		return err
	}
	state, err := StateDir()
	if err != nil {
		return err
	}
	files, text, err := p.openContext(f, path)
	if err != nil {
		return err
	}
	defer files.Close() //nolint:errcheck // a temporary directory
	file, err := build.Parse(text)
	if err != nil {
		return f.failed(err)
	}
	ctx, stop := interruptible()
	defer stop()
	world, err := p.buildWorld(e, f)
	if err != nil {
		return err
	}
	defer world.Close() //nolint:errcheck // gives a lock back
	if world.Network, err = p.Settings(Connection{networks: f.networks()}, e.Networks(), nil); err != nil {
		return err
	}
	plan, err := build.NewPlan(ctx, file, options, world)
	if err != nil {
		return f.failed(err)
	}
	draw := &buildDrawing{Program: p, quiet: f.quiet, plain: f.progress == "plain" || !isTerminal(p.Stderr)}
	b := &build.Builder{World: world, Context: files, Cache: build.OpenCache(state), NoCache: f.noCache, Network: f.network, Tell: draw.event}
	if f.explain {
		return p.explainBuild(ctx, b, plan)
	}
	made, err := b.Build(ctx, plan)
	if err != nil {
		draw.failed(err)
		return f.failed(err)
	}
	return p.built(f, e, made, names)
}

// world is the machine for a build: base images that are not here are fetched, and with --pull all of them.
type world struct {
	*engine.World
	always bool
}

func (w world) Image(ctx context.Context, name string) (image.Image, error) {
	if w.always && !engine.IsBase(name) {
		return w.Pull(ctx, name)
	}
	return w.World.Image(ctx, name)
}

func (p *Program) buildWorld(e *engine.Engine, f buildFlags) (world, error) {
	w, err := e.NewWorld()
	if err != nil {
		return world{}, err
	}
	w.Pull = func(ctx context.Context, name string) (image.Image, error) {
		return p.pullBase(ctx, e, name, f.registryFlags)
	}
	return world{w, f.pull}, nil
}

// pullBase fetches a base image. What pull prints goes where the steps go: standard output is for the result.
func (p *Program) pullBase(ctx context.Context, e *engine.Engine, name string, f registryFlags) (image.Image, error) {
	ref, err := registry.Parse(name)
	if err != nil {
		return image.Image{}, err
	}
	client, err := Registries(f.insecure...)
	if err != nil {
		return image.Image{}, err
	}
	remote, err := client.Resolve(ctx, ref, registry.Platform{})
	if err != nil {
		return image.Image{}, err
	}
	aside := *p
	aside.Stdout = p.Stderr
	if err := aside.fetch(ctx, e, remote, f.quiet); err != nil {
		return image.Image{}, err
	}
	return e.FindImage(name)
}

// failed says which file an error is in.
func (f *buildFlags) failed(err error) error {
	name := f.file
	if name == "" || name == "-" {
		name = "Dockerfile"
	}
	return fmt.Errorf("build %s: %w", name, err)
}

func (p *Program) explainBuild(ctx context.Context, b *build.Builder, plan *build.Plan) error {
	text, err := b.Explain(ctx, plan)
	if err == nil {
		_, err = io.WriteString(p.Stdout, text)
	}
	return err
}

// built gives the image its names, and says what it is called.
func (p *Program) built(f buildFlags, e *engine.Engine, i image.Image, names []registry.Reference) error {
	for _, name := range names {
		if err := e.Images().Tag(name, i.Target); err != nil {
			return err
		}
	}
	if len(names) == 0 {
		if err := e.Images().Keep(i.Target); err != nil {
			return err
		}
	}
	if f.iidFile != "" {
		if err := os.WriteFile(f.iidFile, []byte(i.ID), 0o644); err != nil {
			return fmt.Errorf("write --iidfile: %w", err)
		}
	}
	if f.quiet {
		_, err := fmt.Fprintln(p.Stdout, i.ID)
		return err
	}
	fmt.Fprintln(p.Stderr, "built", image.ShortID(i.ID))
	for _, name := range names {
		fmt.Fprintln(p.Stderr, "named", name.Familiar())
	}
	return nil
}

var (
	errTwoStdins = errors.New("standard input cannot be both the build context and the Dockerfile")
	errRemote    = errors.New("a build context is a directory, or - for an archive on standard input: fetch it first")
	errProgress  = errors.New("it is auto or plain")
)

// openContext opens the build context and reads the Dockerfile.
func (p *Program) openContext(f buildFlags, path string) (*build.Context, []byte, error) {
	name := f.file
	if name == "" {
		name = "Dockerfile"
	}
	switch {
	case path == "-" && f.file == "-":
		return nil, nil, errTwoStdins
	case path == "-":
		return build.ReadContext(p.Stdin, "", name)
	case strings.Contains(path, "://") || strings.HasPrefix(path, "git@"):
		return nil, nil, fmt.Errorf("open build context %s: %w", path, errRemote)
	case f.file == "-":
		text, err := io.ReadAll(p.Stdin)
		if err != nil {
			return nil, nil, fmt.Errorf("read Dockerfile from standard input: %w", err)
		}
		files, err := build.OpenContext(path, "")
		return files, text, err
	case f.file == "":
		name = filepath.Join(path, name)
	}
	files, err := build.OpenContext(path, name)
	if err != nil {
		return nil, nil, err
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, fmt.Errorf("read Dockerfile: %w", err)
	}
	return files, text, nil
}

// names are the image's names to be, read before anything is done.
func (f *buildFlags) names() (names []registry.Reference, err error) {
	if f.progress != "auto" && f.progress != "plain" {
		return nil, fmt.Errorf("read --progress %s: %w", f.progress, errProgress)
	}
	for _, text := range f.tags {
		name, err := registry.Parse(text)
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

func (f *buildFlags) options() (o build.Options, err error) {
	o = build.Options{Target: f.target, BuildArgs: map[string]string{}, Labels: map[string]string{}}
	for _, arg := range f.args {
		name, value, has := strings.Cut(arg, "=")
		if !has {
			value, has = os.LookupEnv(name)
		}
		if name == "" {
			return o, fmt.Errorf("read --build-arg %q: it is NAME=VALUE", arg)
		}
		if has { // a variable that is not set passes nothing on
			o.BuildArgs[name] = value
		}
	}
	for _, label := range f.labels {
		name, value, _ := strings.Cut(label, "=")
		if name == "" {
			return o, fmt.Errorf("read --label %q: it is NAME=VALUE", label)
		}
		o.Labels[name] = value
	}
	return o, nil
}
