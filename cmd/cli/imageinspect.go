//go:build linux

package cli

import (
	"time"

	"github.com/opencontainers/go-digest"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
)

func (p *Program) imageInspectCommand() *cobra.Command {
	return p.inspecting("IMAGE", atLeastOne("an image"), inspectImage)
}

func inspectImage(e *engine.Engine, name string) (any, error) {
	i, err := e.FindImage(name)
	if err != nil {
		return nil, err
	}
	return newImageView(i, e.Unpacked().ImageSize(i)), nil
}

// imageView is an image as inspect shows it, with Docker's names.
type imageView struct {
	ID           string `json:"Id"`
	RepoTags     []string
	RepoDigests  []string
	Parent       string // which no image knows any more
	Comment      string
	Created      string
	Author       string
	Architecture string
	Variant      string `json:",omitempty"`
	Os           string
	Size         int64
	Config       any
	RootFS       rootFSView
	MediaType    string
	Manifest     digest.Digest
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
	if history := i.History(); len(history) > 0 {
		v.Comment = history[len(history)-1].Comment
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
