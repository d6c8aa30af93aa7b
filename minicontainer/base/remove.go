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
