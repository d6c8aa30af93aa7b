//go:build linux

package course

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// Record is what is remembered of one exercise.
type Record struct {
	Hints  int          `json:"hints,omitempty"`  // how many were read
	GaveUp bool         `json:"gaveUp,omitempty"` // the solution was opened before a pass
	Last   grade.Status `json:"last,omitempty"`   // of the last check
}

// Progress is what is remembered, by the id of the exercise.
type Progress map[string]Record

// file is in the learner's folder, so that checks by root (sudo) and by the learner are
// remembered together.
func (p Place) file() string { return filepath.Join(p.Root, "exercises", ".progress.json") }

// Progress reads what is remembered; nothing yet is an empty Progress.
func (p Place) Progress() (Progress, error) {
	text, err := os.ReadFile(p.file())
	if errors.Is(err, fs.ErrNotExist) {
		return Progress{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read progress: %w", err)
	}
	known := Progress{}
	if err := json.Unmarshal(text, &known); err != nil {
		return nil, fmt.Errorf("read progress: %s: %w; remove the file to begin a new one", p.file(), err)
	}
	return known, nil
}

// Save remembers.
func (p Place) Save(known Progress) error {
	text, err := json.MarshalIndent(known, "", "  ")
	if err != nil {
		return fmt.Errorf("save progress: %w", err)
	}
	if err := p.Write(p.file(), append(text, '\n')); err != nil {
		return fmt.Errorf("save progress: %w", err)
	}
	return nil
}

// Update changes the record of one exercise.
func (p Place) Update(id string, change func(*Record)) error {
	known, err := p.Progress()
	if err != nil {
		return err
	}
	r := known[id]
	change(&r)
	known[id] = r
	return p.Save(known)
}

// Next is the first exercise that has not passed, and false when all have.
func (known Progress) Next() (grade.Exercise, bool) {
	for _, x := range grade.All() {
		if known[x.ID].Last != grade.Pass {
			return x, true
		}
	}
	return grade.Exercise{}, false
}

// Points are those of the last checks, and those there are.
func (known Progress) Points(exercises []grade.Exercise) (got, most int) {
	for _, x := range exercises {
		most += x.Points
		if known[x.ID].Last == grade.Pass {
			got += x.Points
		}
	}
	return got, most
}
