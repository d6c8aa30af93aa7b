//go:build linux

package course

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// Record is what is remembered of one exercise.
type Record struct {
	Hints  int          `json:"hints,omitempty"`  // how many were read
	GaveUp bool         `json:"gaveUp,omitempty"` // the solution was asked for by give-up
	Last   grade.Status `json:"last,omitempty"`   // outcome of a check, see outcome; "" before the first
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

func (p Place) save(known Progress) error {
	text, err := json.MarshalIndent(known, "", "  ")
	if err != nil {
		return fmt.Errorf("save progress: %w", err)
	}
	if err := p.Write(p.file(), append(text, '\n')); err != nil {
		return fmt.Errorf("save progress: %w", err)
	}
	return nil
}

// Update changes the record of one exercise. After an error what was remembered is unchanged.
func (p Place) Update(id string, change func(*Record)) error {
	return p.change(func(known Progress) {
		r := known[id]
		change(&r)
		known[id] = r
	})
}

// change reads, changes and saves while nobody else does: a learner has `check --watch` in
// one window and asks for a hint in another. Source: flock(2).
func (p Place) change(change func(Progress)) error {
	dir, err := os.Open(filepath.Dir(p.file()))
	if err != nil {
		return fmt.Errorf("save progress: %w", err)
	}
	defer dir.Close() // and with it the lock
	if err := unix.Flock(int(dir.Fd()), unix.LOCK_EX); err != nil {
		return fmt.Errorf("save progress: lock %s: %w", dir.Name(), err)
	}
	known, err := p.Progress()
	if err != nil {
		return err
	}
	change(known)
	return p.save(known)
}

// Next is the first exercise that has not passed, and false when all have. Those that this
// machine cannot check come last.
func (known Progress) Next() (grade.Exercise, bool) { return known.NextOf(grade.All()) }

// NextOf is Next among some.
func (known Progress) NextOf(list []grade.Exercise) (grade.Exercise, bool) {
	var unable []grade.Exercise
	for _, x := range list {
		switch known[x.ID].Last {
		case grade.Pass:
		case grade.Env:
			unable = append(unable, x)
		default:
			return x, true
		}
	}
	if len(unable) > 0 {
		return unable[0], true
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
