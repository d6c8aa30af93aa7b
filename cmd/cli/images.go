//go:build linux

// The commands on images: what is here, what it is called, what it is made of.

package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

// imageCommand has the same commands once more, as Docker has them, below one word.
func (p *Program) imageCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "image",
		Short: "The commands on images",
		Args:  noSuchCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	list := p.ImagesCommand()
	list.Use, list.Aliases = "ls [flags] [NAME]", []string{"list"}
	remove := p.rmiCommand()
	remove.Use, remove.Aliases = "rm [-f] IMAGE…", []string{"remove"}
	cmd.AddCommand(list, remove, p.imagePruneCommand(), p.tagCommand(), p.historyCommand(), p.saveCommand(), p.LoadCommand(),
		p.importCommand(), p.imageInspectCommand(), p.LayersCommand(), p.PullCommand(), p.pushCommand())
	return cmd
}

type imagesFlags struct {
	formatFlags
	digests, all bool
	filter       filters
}

// ImagesCommand lists the images that are here.
func (p *Program) ImagesCommand() *cobra.Command {
	var f imagesFlags
	cmd := &cobra.Command{
		Use:   "images [flags] [NAME]",
		Short: "List images",
		Args:  cobra.MaximumNArgs(1),
		RunE:  p.Status(func(args []string) (int, error) { return p.images(f, args) }),
	}
	f.addFormat(cmd, "ids")
	f.filter.addTo(cmd, imagesKeys)
	cmd.Flags().BoolVar(&f.digests, "digests", false, "show the digests of the manifests, too")
	cmd.Flags().BoolVarP(&f.all, "all", "a", false, "as Docker's; nothing is hidden here")
	return cmd
}

// imageRow is an image under one of its names, with Docker's words.
type imageRow struct {
	Containers, CreatedAt, CreatedSince, Digest, ID, Repository, SharedSize, Size, Tag, UniqueSize, VirtualSize string
}

var imagesList = listing{
	columns: []column{
		{"ID", "IMAGE ID"}, {"Repository", "REPOSITORY"}, {"Tag", "TAG"}, {"Digest", "DIGEST"}, {"CreatedSince", "CREATED"},
		{"CreatedAt", "CREATED AT"}, {"Size", "SIZE"}, {"Containers", "CONTAINERS"}, {"VirtualSize", "SIZE"},
		{"SharedSize", "SHARED SIZE"}, {"UniqueSize", "UNIQUE SIZE"},
	},
	table: []string{"Repository", "Tag", "ID", "CreatedSince", "Size"},
	quiet: "ID",
	raw: []column{
		{"Repository", "repository"}, {"Tag", "tag"}, {"ID", "image_id"}, {"CreatedAt", "created_at"}, {"VirtualSize", "virtual_size"},
	},
}

func (p *Program) images(f imagesFlags, args []string) (int, error) {
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	if _, err := e.BaseImage(); err != nil {
		return 0, failed(err)
	}
	list, unreadable := e.Images().List()
	match, err := f.matcher(e, args)
	if err != nil {
		return 0, failed(err)
	}
	var rows []any
	seen := map[string]bool{}
	for _, i := range list {
		for _, row := range imageRows(i, e.Unpacked().ImageSize(i), f.whole) {
			if again := f.quiet && f.asTable() && seen[row.ID]; match(i, row) && !again {
				rows, seen[row.ID] = append(rows, row), true
			}
		}
	}
	shown := imagesList
	if f.digests {
		shown.table = []string{"Repository", "Tag", "Digest", "ID", "CreatedSince", "Size"}
	}
	if err := shown.show(p.Stdout, f.formatFlags, rows); err != nil {
		return 0, failed(err)
	}
	return exitOK, failed(unreadable)
}

const (
	noName  = "<none>"
	unknown = "N/A" // which would take long to find out
)

func imageRows(i image.Image, size int64, whole bool) (rows []imageRow) {
	row := imageRow{
		Repository: noName, Tag: noName, Digest: i.Target.Digest.String(), ID: i.ID.String(), Size: image.Decimal(size),
		VirtualSize: image.Decimal(size), Containers: unknown, SharedSize: unknown, UniqueSize: unknown,
		CreatedAt: stamp(i.Created()), CreatedSince: unknown,
	}
	if !whole {
		row.ID = image.ShortID(i.ID)
	}
	if !i.Created().IsZero() {
		row.CreatedSince = duration(time.Since(i.Created())) + " ago"
	}
	for _, n := range i.Names {
		named := row
		named.Repository = n.FamiliarName()
		if n.Tag != "" {
			named.Tag = n.Tag
		}
		rows = append(rows, named)
	}
	if len(rows) == 0 {
		return []imageRow{row}
	}
	return rows
}

func (p *Program) tagCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "tag IMAGE NAME[:TAG]",
		Short: "Give an image one more name",
		Args:  exactly(2, "the image and its new name"),
		RunE: p.Status(func(args []string) (int, error) {
			e, err := p.engine()
			if err != nil {
				return 0, err
			}
			return exitOK, failed(tag(e, args[0], args[1]))
		}),
	}
}

func tag(e *engine.Engine, source, name string) error {
	ref, err := newName(name)
	if err != nil {
		return err
	}
	i, err := e.FindImage(source)
	if err != nil {
		return err
	}
	return e.Images().Tag(ref, i.Target)
}

// newName reads a name that an image is to get.
func newName(name string) (registry.Reference, error) {
	ref, err := registry.Parse(name)
	switch {
	case err != nil:
		return ref, err
	case ref.Digest != "":
		return ref, fmt.Errorf("name an image %s: a digest says what an image is, not what it is called", name)
	case engine.IsBase(name):
		return ref, fmt.Errorf("name an image %s: that is the built-in image", name)
	}
	return ref, nil
}

// exactly is the cobra.PositionalArgs of a command with n operands.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return &ExitError{exitFailed, fmt.Errorf("%s needs %s; see `%s --help`", cmd.Name(), what, cmd.CommandPath())}
		}
		return nil
	}
}

func atLeastOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return &ExitError{exitFailed, fmt.Errorf("%s needs %s; see `%s --help`", cmd.Name(), what, cmd.CommandPath())}
		}
		return nil
	}
}
