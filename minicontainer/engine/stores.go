package engine

import (
	"os"
	"path/filepath"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// RemoveStores removes the stores of images and volumes, with the build cache, if nothing is in them that somebody may want
// to keep: no image but the built-in one, and no volume. The caller has seen that there is no container.
func (e *Engine) RemoveStores() error {
	images, err := e.Images().List()
	if err != nil {
		return err
	}
	volumes, err := e.Volumes().List()
	if err != nil {
		return err
	}
	for _, i := range images {
		if !isBase(i) && len(i.Names) > 0 {
			return nil
		}
	}
	if len(volumes) > 0 {
		return nil
	}
	for _, dir := range []string{"images", "layers", "layers-user", "build", "work", "volumes"} {
		if err := record.RemoveTree(filepath.Join(e.state, dir)); err != nil {
			return err
		}
	}
	owned, err := filepath.Glob(filepath.Join(e.state, "[0-9]*.[0-9]*"))
	for _, dir := range owned {
		if removal := record.RemoveTree(filepath.Join(dir, "layers")); err == nil {
			err = removal
		}
		os.Remove(dir) // if nothing else is in it
	}
	return err
}
