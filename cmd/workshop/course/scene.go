//go:build linux

package course

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// SetScene makes what an exercise is about in the folder scene of the exercise. A scene
// that is there already is removed first, with what the learner has changed in it: it is
// a thing to look at, and the answer lies beside it.
func (p Place) SetScene(x grade.Exercise) error {
	if x.Scene == nil {
		return nil
	}
	dir := filepath.Join(p.Folder(x), "scene")
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("set scene of %s: %w", x.ID, err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("set scene of %s: %w", x.ID, err)
	}
	if err := x.Scene(dir); err != nil {
		return fmt.Errorf("set scene of %s: %w", x.ID, err)
	}
	return filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return p.giveBack(path)
	})
}
