//go:build linux

package course

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// Reset puts an exercise's files back as they came. What the learner had written is
// first copied to kept, a folder below exercises/.kept; kept is "" if there was nothing
// to lose.
func (p Place) Reset(x grade.Exercise) (kept string, err error) {
	if kept, err = p.keep(x); err != nil {
		return "", err
	}
	for name, text := range x.Stub() {
		if err := p.Write(filepath.Join(p.Folder(x), name), text); err != nil {
			return kept, fmt.Errorf("reset %s: %w", x.ID, err)
		}
	}
	return kept, nil
}

// Changed are the answer files that differ from the stub, by name.
func (p Place) Changed(x grade.Exercise) (grade.Submission, error) {
	answer, err := grade.ReadSubmission(x, p.Folder(x))
	if err != nil {
		return nil, err
	}
	stub := x.Stub()
	for name, text := range answer {
		if bytes.Equal(text, stub[name]) {
			delete(answer, name)
		}
	}
	return answer, nil
}

// keep copies the changed files to a folder that is new.
func (p Place) keep(x grade.Exercise) (string, error) {
	changed, err := p.Changed(x)
	if err != nil || len(changed) == 0 {
		return "", err
	}
	above := filepath.Join(p.Root, "exercises", ".kept", filepath.FromSlash(x.Folder))
	if err := os.MkdirAll(above, 0o755); err != nil {
		return "", fmt.Errorf("keep a copy of %s: %w", x.ID, err)
	}
	kept, err := os.MkdirTemp(above, time.Now().Format("20060102-150405-"))
	if err != nil {
		return "", fmt.Errorf("keep a copy of %s: %w", x.ID, err)
	}
	if err := os.Chmod(kept, 0o755); err != nil {
		return "", fmt.Errorf("keep a copy of %s: %w", x.ID, err)
	}
	for name, text := range changed {
		if err := p.Write(filepath.Join(kept, name), text); err != nil {
			return "", fmt.Errorf("keep a copy of %s: %w", x.ID, err)
		}
	}
	return kept, nil
}
