package grade

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Submission is somebody's answer to one exercise: the files of its folder, by
// name, as they would lie in the learner's folder.
type Submission map[string][]byte

// largestAnswer bounds one file; an answer is a page or two.
const largestAnswer = 256 << 10

// ReadSubmission reads the answer in a learner's copy of the exercise's folder: the
// exercise's own answer files and any further Go files. A folder that is not there is
// an empty submission.
func ReadSubmission(x Exercise, dir string) (Submission, error) {
	s := Submission{}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read answer %s: %w", x.ID, err)
	}
	for _, e := range entries {
		if !x.IsAnswer(e.Name()) || e.IsDir() {
			continue
		}
		if s[e.Name()], err = readRegular(filepath.Join(dir, e.Name())); err != nil {
			return nil, fmt.Errorf("read answer %s: %w", x.ID, err)
		}
	}
	return s, nil
}

// IsAnswer tells the learner's files from those that come with the exercise.
func (x Exercise) IsAnswer(name string) bool {
	for _, own := range x.Answer {
		if name == own {
			return true
		}
	}
	return x.isProgram() && strings.HasSuffix(name, ".go") && name != "main.go" && !strings.HasSuffix(name, "_test.go")
}

// isProgram tells whether the answer is compiled.
func (x Exercise) isProgram() bool { return strings.HasSuffix(x.Answer[0], ".go") }

// readRegular refuses what is no plain file: a learner's folder may hold a FIFO.
func readRegular(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > largestAnswer {
		return nil, fmt.Errorf("%s: not a file of at most %d bytes", path, largestAnswer)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, largestAnswer))
}
