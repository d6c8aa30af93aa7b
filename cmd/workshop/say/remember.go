// What the workshop remembers of a person, besides the language: which milestones
// are behind them. A milestone is an empty file beside the remembered language.

package say

import (
	"fmt"
	"os"
	"path/filepath"
)

// Milestone is something a learner has done.
type Milestone string

// FirstContainer is passed when the first container has run.
const FirstContainer Milestone = "first-container"

// Done tells whether the milestone was passed in this or an earlier run.
func Done(m Milestone) bool {
	path, err := milestoneFile(m)
	if err != nil {
		return false
	}
	_, err = os.Stat(path)
	return err == nil
}

// MarkDone remembers the milestone.
func MarkDone(m Milestone) error {
	path, err := milestoneFile(m)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err == nil {
		err = os.WriteFile(path, nil, 0o644)
	}
	if err != nil {
		return fmt.Errorf("remember %s: %w", m, err)
	}
	return nil
}

func milestoneFile(m Milestone) (string, error) {
	dir, err := os.UserConfigDir()
	return filepath.Join(dir, "minicontainer", string(m)), err
}
