package engine

import (
	"slices"

	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/layer"
)

// Sheets are the layers of an image as image.Draw wants them, the bottom one first. Sizes are in bytes of files.
func (e *Engine) Sheets(i image.Image) ([]image.Sheet, error) {
	hold, err := e.Images().Add()
	if err != nil {
		return nil, err
	}
	defer hold.Close()
	place := e.Unpacked()
	others, err := e.Images().List()
	if err != nil {
		return nil, err
	}
	var sheets []image.Sheet
	steps := slices.DeleteFunc(i.History(), func(s image.Step) bool { return s.Layer == nil })
	for n := range i.Manifest.Layers {
		changes, err := e.changesOf(i, n, place)
		if err != nil {
			return nil, err
		}
		s := image.Sheet{ID: image.ShortID(steps[n].Layer.Blob.Digest), By: steps[n].CreatedBy, Bytes: place.Size(i, n), Shared: sharing(others, i, n)}
		for _, c := range changes {
			s.Count(c.Kind)
		}
		sheets = append(sheets, s)
	}
	return sheets, nil
}

// changesOf tells what the image's layer n does to those below it: from the marks of its directory or, where there
// can be none, from the trees with it and without it.
func (e *Engine) changesOf(i image.Image, n int, place image.Unpacked) ([]layer.Change, error) {
	with, without := i.Upto(n+1), i.Upto(n)
	if place.HoldsMarks() {
		dirs, err := e.Images().Lowers(with, place)
		if err != nil {
			return nil, err
		}
		return layer.Changes(dirs[0], place.Options.Form, dirs[1:])
	}
	after, err := e.Images().Flat(with, place)
	if err != nil {
		return nil, err
	}
	before, err := e.Images().Flat(without, place)
	if err != nil {
		return nil, err
	}
	return layer.Compare(before, after)
}

// sharing are the names of other images with the same layer n, over the same ones.
func sharing(others []image.Image, i image.Image, n int) (names []string) {
	chain := i.Config.RootFS.DiffIDs[:n+1]
	for _, other := range others {
		ids := other.Config.RootFS.DiffIDs
		if other.ID == i.ID || len(ids) <= n || !slices.Equal(ids[:n+1], chain) {
			continue
		}
		name := image.ShortID(other.ID)
		if len(other.Names) > 0 {
			name = other.Names[0].Familiar()
		}
		names = append(names, name)
	}
	return names
}
