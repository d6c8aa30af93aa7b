package grade

import (
	"bytes"
	"strings"

	"golang.org/x/tools/txtar"
)

// Stub is the exercise's folder as a learner first gets it: texts, main.go, and the
// file with the TODO, by name. It is kept apart from the folder itself, where learners
// write, so that an answer can be compared with it and thrown away.
func (x Exercise) Stub() map[string][]byte {
	files := map[string][]byte{}
	for _, f := range txtar.Parse([]byte(x.Archive)).Files {
		files[f.Name] = f.Data
	}
	return files
}

// Pack is the archive of a folder's files, in the order given.
func Pack(names []string, files map[string][]byte) string {
	a := &txtar.Archive{}
	for _, name := range names {
		a.Files = append(a.Files, txtar.File{Name: name, Data: files[name]})
	}
	return string(txtar.Format(a))
}

// given are the Go files that come with the exercise and are not the learner's.
func (x Exercise) given() map[string][]byte {
	files := map[string][]byte{}
	for name, text := range x.Stub() {
		if strings.HasSuffix(name, ".go") && !x.IsAnswer(name) {
			files[name] = text
		}
	}
	return files
}

// Untouched tells whether the answer is as it came.
func (x Exercise) Untouched(s Submission) bool {
	stub := x.Stub()
	for _, name := range x.Answer {
		if !bytes.Equal(bytes.TrimSpace(s[name]), bytes.TrimSpace(stub[name])) {
			return false
		}
	}
	return true
}
