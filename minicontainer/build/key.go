// What a step's result depends on, as one digest.
//
//	key = sha256( the layers below · the instruction, expanded · the content of the files it takes )
//
// The layers below are their chain, which is itself a digest of their content and order: how they came about does not
// matter. Of files the name, kind, mode, owner and content counts, but not the time: a checkout or a
// touch(1) changes that without changing what the files say. For RUN the variables count that it sees; what it does with
// the network and the clock nobody can know, so that it is not asked: --no-cache is for that.

package build

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/identity"

	"github.com/minicontainer/minicontainer/minicontainer/image"
)

// Work is what a step does to the files. A *Run, *Copy or *MakeDir.
type Work interface {
	// inputs is what the result depends on, besides the layers below and what is taken.
	inputs() any
	// takes is the files that come from elsewhere.
	takes() []taking
	// do does it in a workspace; the contents are those of takes.
	do(ctx context.Context, b *running, w Workspace, contents []content) error
}

// taking is files that a step takes from elsewhere.
type taking struct {
	from      Source
	selection Selection
	whole     bool // what it is taken from counts as a whole, so that nothing has to be read
}

// content is what is known of an archive without keeping it.
type content struct {
	Digest  digest.Digest `json:"digest"`
	Single  bool          `json:"single"`  // of one thing, which is no directory
	Several bool          `json:"several"` // of more than one thing that was asked for
}

// makeKey is the key of a step.
func makeKey(below []image.Layer, w Work, contents []content) digest.Digest {
	text, err := json.Marshal(struct {
		Below    digest.Digest
		Work     string
		Inputs   any
		Contents []content
	}{chain(below), fmt.Sprintf("%T", w), w.inputs(), contents})
	if err != nil {
		panic(err) // strings and numbers only
	}
	return digest.FromBytes(text)
}

// chain is the digest of layers, one over the other. Source: the image spec's config.md, "Layer ChainID".
func chain(layers []image.Layer) digest.Digest {
	ids := make([]digest.Digest, len(layers))
	for i, l := range layers {
		ids[i] = l.DiffID
	}
	return identity.ChainID(ids)
}

// sum reads an archive to its end and says what it is.
func sum(archive io.Reader) (c content, err error) {
	hash := digest.Canonical.Digester()
	in := tar.NewReader(archive)
	entries, dirs, dirFirst := 0, 0, false
	for ; ; entries++ {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return c, err
		}
		if h.Name == "./" {
			dirs++
			dirFirst = dirFirst || entries == 0
		}
		fmt.Fprintf(hash.Hash(), "%c %q %q %o %d:%d %d:%d %d\n",
			h.Typeflag, h.Name, h.Linkname, h.Mode, h.Uid, h.Gid, h.Devmajor, h.Devminor, h.Size)
		if _, err := io.Copy(hash.Hash(), in); err != nil {
			return c, err
		}
	}
	c = content{hash.Digest(), entries == 1 && dirs == 0, dirs > 1 || entries > 1 && !dirFirst}
	_, err = io.Copy(io.Discard, archive)
	return c, err
}
