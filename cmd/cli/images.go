//go:build linux

// The commands on images: what is here, what it is called, what it is made of.

package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/opencontainers/go-digest"
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
	quiet, whole, digests, all bool
	format                     string
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
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "show ids only")
	cmd.Flags().BoolVar(&f.whole, "no-trunc", false, "shorten nothing")
	cmd.Flags().BoolVar(&f.digests, "digests", false, "show the digests of the manifests, too")
	cmd.Flags().BoolVarP(&f.all, "all", "a", false, "as Docker's; nothing is hidden here")
	cmd.Flags().StringVar(&f.format, "format", "table", "`table`, or json: one object a line")
	return cmd
}

// imageRow is an image under one of its names, with Docker's words.
type imageRow struct {
	Repository, Tag, Digest, ID, CreatedSince, CreatedAt, Size string
}

func (p *Program) images(f imagesFlags, args []string) (int, error) {
	if f.format != "table" && f.format != "json" {
		return 0, failed(fmt.Errorf("read --format %s: table or json", f.format))
	}
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	if _, err := e.BaseImage(); err != nil {
		return 0, failed(err)
	}
	list, unreadable := e.Images().List()
	var rows []imageRow
	for _, i := range list {
		rows = append(rows, imageRows(i, e.Unpacked().ImageSize(i), f.whole)...)
	}
	if len(args) == 1 {
		rows = only(rows, args[0])
	}
	if err := p.printImages(f, rows); err != nil {
		return 0, failed(err)
	}
	return exitOK, failed(unreadable)
}

const noName = "<none>"

func imageRows(i image.Image, size int64, whole bool) (rows []imageRow) {
	row := imageRow{Repository: noName, Tag: noName, Digest: i.Target.Digest.String(), ID: i.ID.String(), Size: image.Decimal(size)}
	if !whole {
		row.ID = image.ShortID(i.ID)
	}
	row.CreatedAt, row.CreatedSince = i.Created().Local().Format("2006-01-02 15:04:05 -0700 MST"), "N/A"
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

// only keeps the rows of one repository, or of one tag of it.
func only(rows []imageRow, name string) (kept []imageRow) {
	for _, r := range rows {
		if r.Repository == name || r.Repository+":"+r.Tag == name {
			kept = append(kept, r)
		}
	}
	return kept
}

func (p *Program) printImages(f imagesFlags, rows []imageRow) error {
	t := table{{"REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE"}}
	if f.digests {
		t = table{{"REPOSITORY", "TAG", "DIGEST", "IMAGE ID", "CREATED", "SIZE"}}
	}
	seen := map[string]bool{}
	for _, r := range rows {
		switch {
		case f.quiet && seen[r.ID]:
		case f.quiet:
			seen[r.ID] = true
			if _, err := fmt.Fprintln(p.Stdout, r.ID); err != nil {
				return err
			}
		case f.format == "json":
			if err := json.NewEncoder(p.Stdout).Encode(r); err != nil {
				return err
			}
		case f.digests:
			t = append(t, []string{r.Repository, r.Tag, r.Digest, r.ID, r.CreatedSince, r.Size})
		default:
			t = append(t, []string{r.Repository, r.Tag, r.ID, r.CreatedSince, r.Size})
		}
	}
	if f.quiet || f.format == "json" {
		return nil
	}
	return t.write(p.Stdout)
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

func (p *Program) rmiCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "rmi [-f] IMAGE…",
		Short: "Remove images, or names of them",
		Args:  atLeastOne("an image"),
		RunE:  p.Status(func(args []string) (int, error) { return p.rmi(args, force) }),
	}
	cmd.Flags().BoolVarP(&force, "force", "f", false, "also by id an image with several names, and the name of one\nof which containers have been made")
	return cmd
}

func atLeastOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return &ExitError{exitFailed, fmt.Errorf("%s needs %s; see `%s --help`", cmd.Name(), what, cmd.CommandPath())}
		}
		return nil
	}
}

func (p *Program) rmi(args []string, force bool) (int, error) {
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	status := exitOK
	for _, name := range args {
		done, err := e.RemoveImage(name, force)
		for _, n := range done.Untagged {
			fmt.Fprintln(p.Stdout, "Untagged:", n.Familiar())
		}
		for _, d := range done.Deleted {
			fmt.Fprintln(p.Stdout, "Deleted:", d)
		}
		if err != nil {
			Report(p.Stderr, p.Name, err)
			status = exitFailed
		}
	}
	return status, nil
}

func (p *Program) imagePruneCommand() *cobra.Command {
	var all, force bool
	cmd := &cobra.Command{
		Use:   "prune [-a]",
		Short: "Remove images without a name",
		Args:  cobra.NoArgs,
		RunE: p.Status(func([]string) (int, error) {
			e, err := p.engine()
			if err != nil {
				return 0, err
			}
			return exitOK, failed(p.pruneImages(e, all))
		}),
	}
	cmd.Flags().BoolVarP(&all, "all", "a", false, "all of which no container has been made")
	cmd.Flags().BoolVarP(&force, "force", "f", false, "as Docker's; nobody is asked here")
	return cmd
}

func (p *Program) pruneImages(e *engine.Engine, all bool) error {
	removed, swept, err := e.PruneImages(all, time.Time{})
	for _, i := range removed {
		for _, n := range i.Names {
			fmt.Fprintln(p.Stdout, "untagged:", n.Familiar())
		}
		fmt.Fprintln(p.Stdout, "deleted:", i.ID)
	}
	fmt.Fprintln(p.Stdout, "Total reclaimed space:", image.Decimal(swept.Bytes))
	return err
}

func (p *Program) historyCommand() *cobra.Command {
	var whole, quiet bool
	cmd := &cobra.Command{
		Use:   "history IMAGE",
		Short: "Show how an image came about, the last step first",
		Args:  exactly(1, "an image"),
		RunE: p.Status(func(args []string) (int, error) {
			e, err := p.engine()
			if err != nil {
				return 0, err
			}
			i, err := e.FindImage(args[0])
			if err != nil {
				return 0, failed(err)
			}
			return exitOK, failed(p.printHistory(i, e.Unpacked(), whole, quiet))
		}),
	}
	cmd.Flags().BoolVar(&whole, "no-trunc", false, "shorten nothing")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "show ids only")
	return cmd
}

// printHistory shows the steps as Docker does: only the last has the image's id, those before have none any more.
func (p *Program) printHistory(i image.Image, u image.Unpacked, whole, quiet bool) error {
	id := image.ShortID(i.ID)
	if whole {
		id = i.ID.String()
	}
	if quiet {
		_, err := fmt.Fprintln(p.Stdout, id)
		return err
	}
	t := table{{"IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT"}}
	layers := 0
	var rows [][]string
	for _, s := range i.History() {
		size, by, since := "0B", printable(s.CreatedBy), "N/A"
		if s.Layer != nil {
			size = image.Decimal(u.Size(i, layers))
			layers++
		}
		if !whole {
			by = shorten(by, 45)
		}
		if s.Created != nil {
			since = duration(time.Since(*s.Created)) + " ago"
		}
		rows = append(rows, []string{"<missing>", since, by, size, printable(s.Comment)})
	}
	for n := len(rows) - 1; n >= 0; n-- {
		if n == len(rows)-1 {
			rows[n][0] = id
		}
		t = append(t, rows[n])
	}
	return t.write(p.Stdout)
}

func (p *Program) imageInspectCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "inspect IMAGE…",
		Short: "Show all that is known of images, as JSON",
		Args:  atLeastOne("an image"),
		RunE: p.Status(func(args []string) (int, error) {
			e, err := p.engine()
			if err != nil {
				return 0, err
			}
			var all []any
			var missing []error
			for _, name := range args {
				i, err := e.FindImage(name)
				if err != nil {
					missing = append(missing, err)
					continue
				}
				all = append(all, newImageView(i, e.Unpacked().ImageSize(i)))
			}
			return exitOK, errors.Join(failed(p.printJSON(all)), failed(errors.Join(missing...)))
		}),
	}
}

// imageView is an image as inspect shows it, with Docker's names.
type imageView struct {
	ID            string `json:"Id"`
	RepoTags      []string
	RepoDigests   []string
	Created       string
	Author        string
	Architecture  string
	Variant       string `json:",omitempty"`
	Os            string
	Size          int64
	Config        any
	RootFS        rootFSView
	MediaType     string
	Manifest      digest.Digest
	ConfigHistory []string `json:"-"`
}

type rootFSView struct {
	Type   string
	Layers []digest.Digest
}

func newImageView(i image.Image, size int64) imageView {
	v := imageView{
		ID: i.ID.String(), RepoTags: []string{}, RepoDigests: []string{}, Author: i.Config.Author, Architecture: i.Config.Architecture,
		Variant: i.Config.Variant, Os: i.Config.OS, Size: size, Config: i.Config.Config, MediaType: i.Target.MediaType, Manifest: i.Target.Digest,
		RootFS: rootFSView{i.Config.RootFS.Type, i.Config.RootFS.DiffIDs},
	}
	if !i.Created().IsZero() {
		v.Created = i.Created().Format(time.RFC3339Nano)
	}
	for _, n := range i.Names {
		if n.Tag != "" {
			v.RepoTags = append(v.RepoTags, n.Familiar())
		}
		v.RepoDigests = append(v.RepoDigests, n.FamiliarName()+"@"+i.Target.Digest.String())
	}
	return v
}

// commitCommand makes an image of a container.
func (p *Program) commitCommand() *cobra.Command {
	var message, author string
	var changes []string
	pause := true
	cmd := &cobra.Command{
		Use:   "commit [flags] CONTAINER [NAME[:TAG]]",
		Short: "Make an image of what a container has changed",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return exactly(1, "a container, and perhaps a name for the image")(cmd, nil)
			}
			return nil
		},
		RunE: p.Status(func(args []string) (int, error) {
			config, err := readChanges(changes)
			if err != nil {
				return 0, failed(err)
			}
			return exitOK, failed(p.commit(args, image.Change{Comment: message, Author: author, Config: config}, pause))
		}),
	}
	cmd.Flags().StringVarP(&message, "message", "m", "", "`TEXT` for the history")
	cmd.Flags().StringVarP(&author, "author", "a", "", "`NAME` for the history")
	cmd.Flags().StringArrayVarP(&changes, "change", "c", nil, "a Dockerfile `INSTRUCTION` for the configuration:\nCMD ENTRYPOINT ENV EXPOSE LABEL USER VOLUME WORKDIR")
	cmd.Flags().BoolVarP(&pause, "pause", "p", true, "have the container stand still meanwhile")
	return cmd
}

func (p *Program) commit(args []string, c image.Change, pause bool) error {
	e, err := p.engine()
	if err != nil {
		return err
	}
	var ref registry.Reference
	if len(args) == 2 {
		if ref, err = newName(args[1]); err != nil {
			return err
		}
	}
	r, err := e.Inspect(args[0])
	if err != nil {
		return err
	}
	c.CreatedBy = strings.Join(r.Spec.Process.Args, " ")
	i, err := e.Commit(context.Background(), args[0], c, pause)
	if err == nil && len(args) == 2 {
		err = e.Images().Tag(ref, i.Target)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, i.ID)
	return err
}
