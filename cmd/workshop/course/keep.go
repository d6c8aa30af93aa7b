//go:build linux

package course

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// Reset puts an exercise's files back as they came and forgets its outcome. What the
// learner had written is first copied to kept, a folder below exercises/.kept; kept is
// "" if there was nothing to lose. After an error nothing is lost, but part of the files
// may be as they came.
func (p Place) Reset(x grade.Exercise) (kept string, err error) {
	written, err := p.Written(x)
	if err != nil {
		return "", err
	}
	if kept, err = p.keep(x, written); err != nil {
		return "", err
	}
	if err := p.replace(x, written, x.Stub()); err != nil {
		return kept, fmt.Errorf("reset %s: %w", x.ID, err)
	}
	return kept, p.Update(x.ID, func(r *Record) { r.Last = "" })
}

// replace writes the files and removes those of old that are not among them: a further Go
// file that stayed would be compiled with the answer that is none of its own.
func (p Place) replace(x grade.Exercise, old, files map[string][]byte) error {
	for name := range old {
		if _, stays := files[name]; stays {
			continue
		}
		if err := os.Remove(filepath.Join(p.Folder(x), name)); err != nil {
			return err
		}
	}
	for name, text := range files {
		if err := p.Write(filepath.Join(p.Folder(x), name), text); err != nil {
			return err
		}
	}
	return nil
}

// Written are the files that are not as they came: those of the answer, and the texts
// and the main.go that come with it.
func (p Place) Written(x grade.Exercise) (map[string][]byte, error) {
	written, err := p.Changed(x)
	if err != nil {
		return nil, err
	}
	for name, text := range x.Stub() {
		if x.IsAnswer(name) {
			continue
		}
		present, err := os.ReadFile(filepath.Join(p.Folder(x), name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, fmt.Errorf("keep a copy of %s: %w", x.ID, err)
		case !bytes.Equal(present, text):
			written[name] = present
		}
	}
	return written, nil
}

// Changed are the answer's files that differ from the stub, by name: what is worth to be
// carried to another machine.
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

// keep copies files to a folder that is new; without files there is none.
func (p Place) keep(x grade.Exercise, files map[string][]byte) (string, error) {
	if len(files) == 0 {
		return "", nil
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
	for name, text := range files {
		if err := p.Write(filepath.Join(kept, name), text); err != nil {
			return "", fmt.Errorf("keep a copy of %s: %w", x.ID, err)
		}
	}
	return kept, nil
}
