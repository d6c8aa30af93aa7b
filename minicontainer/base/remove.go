package base

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Remove removes every unpacked base image below the state directory and the
// directories that containers assemble their roots on. Images that a container
// uses stay, and are returned. A state directory that is missing has nothing to remove.
func Remove(state string) (inUse []string, err error) {
	owned, err := filepath.Glob(filepath.Join(state, "[0-9]*.[0-9]*"))
	if err != nil {
		return nil, err
	}
	for _, dir := range append(owned, state) {
		used, err := removeFrom(dir)
		if err != nil {
			return nil, err
		}
		inUse = append(inUse, used...)
	}
	if len(inUse) > 0 {
		return inUse, nil
	}
	return nil, removeEmpty(owned...)
}

// removeFrom removes the images below one state directory, or one that OwnedState names.
func removeFrom(state string) (inUse []string, err error) {
	dir := filepath.Join(state, "base")
	prune(dir, "")
	left, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("remove base images: %w", err)
	}
	for _, e := range left {
		if keyForm.MatchString(strings.TrimSuffix(e.Name(), halfMade)) {
			inUse = append(inUse, filepath.Join(dir, e.Name()))
		}
	}
	if len(inUse) > 0 {
		return inUse, nil
	}
	return nil, removeEmpty(dir, StageDir(state))
}

// removeEmpty removes directories that must be empty; anything found in one was
// not put there by us, and is an error instead of lost.
func removeEmpty(dirs ...string) error {
	for _, d := range dirs {
		if err := os.Remove(d); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}
