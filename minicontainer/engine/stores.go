package engine

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// removeNetworks removes the networks of the state directory, and those of the lessons' stages.
func (e *Engine) removeNetworks() error {
	for _, dir := range []string{"networks", "networks-stage"} {
		if _, err := os.Stat(filepath.Join(e.state, dir)); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		store := e.Networks()
		if _, name, beside := strings.Cut(dir, "-"); beside {
			store = network.OpenBeside(e.state, name)
		}
		if _, err := store.Prune(store.FirstIn, func(network.Network) bool { return true }); err != nil {
			return err
		}
		if left, err := store.List(); err != nil || len(left) > 0 {
			return err // a stage's container runs
		}
		if err := record.RemoveTree(filepath.Join(e.state, dir)); err != nil {
			return err
		}
	}
	return nil
}

// RemoveStores removes the networks, and the stores of images and volumes, with the build cache, if nothing is
// in them that somebody may want to keep: no image but the built-in one, and no volume. The caller has seen that there is no container.
func (e *Engine) RemoveStores() error {
	if err := e.removeNetworks(); err != nil {
		return err
	}
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
	for _, dir := range []string{"images", "layers", "layers-user", "build", "work", "volumes", "vm"} {
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
