//go:build linux

package grader

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// step is one step of a build. Its files are laid anew, in a directory of another name, each time.
type step struct {
	parent, instruction string
	files               map[string]file // a name that ends in "/" is a directory
	at                  time.Time
}

type file struct {
	text, target string
	mode         os.FileMode
}

func newStep(b *grade.Bench) step {
	return step{
		parent: b.Token(), instruction: "COPY . /" + b.Token(), at: time.Unix(1_000_000_000, 0),
		files: map[string]file{
			"main.go":     {text: b.Token(), mode: 0o644},
			"run.sh":      {text: b.Token(), mode: 0o644},
			"sub/one":     {text: b.Token(), mode: 0o644},
			"sub/two":     {text: b.Token(), mode: 0o644},
			"sub/link":    {target: "one"},
			"nowhere":     {target: "/no/such/file"},
			"data/empty/": {},
		},
	}
}

// with is the same step with files changed; one without text, target and mode is taken away.
func (s step) with(changes map[string]file) step {
	files := map[string]file{}
	for _, from := range []map[string]file{s.files, changes} {
		for name, f := range from {
			files[name] = f
			if f == (file{}) && !strings.HasSuffix(name, "/") {
				delete(files, name)
			}
		}
	}
	s.files = files
	return s
}

// lay makes the step's directory.
func (s step) lay(b *grade.Bench) string {
	src := b.Dir("src-" + b.Token())
	var names []string
	for name := range s.files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		f, path := s.files[name], b.Path(src+"/"+name)
		if strings.HasSuffix(name, "/") {
			must(os.MkdirAll(path, 0o755))
			continue
		}
		must(os.MkdirAll(filepath.Dir(path), 0o755))
		if f.target != "" {
			must(os.Symlink(f.target, path))
			continue
		}
		must(os.WriteFile(path, []byte(f.text), 0o600))
		must(os.Chmod(path, f.mode))
	}
	must(filepath.WalkDir(b.Path(src)+"/.", func(path string, _ fs.DirEntry, err error) error {
		at := unix.NsecToTimespec(s.at.UnixNano())
		return errors.Join(err, unix.UtimesNanoAt(unix.AT_FDCWD, path, []unix.Timespec{at, at}, unix.AT_SYMLINK_NOFOLLOW))
	}))
	return src
}

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

// pair is a step to compare with the first one, or with than: its key is to be the same or another.
type pair struct {
	id, what string
	step     step
	than     *step
	same     bool
}

// cases are in this order: what is not the same for equal steps is told first.
func cases(one step) []pair {
	later, parent, line := one, one, one
	later.at = one.at.Add(time.Hour)
	parent.parent += "0"
	line.instruction += "x"
	lower, upper := one, one
	lower.instruction, upper.instruction = "COPY . /app", "COPY . /App"
	shifted := one
	shifted.parent, shifted.instruction = one.parent+one.instruction[:1], one.instruction[1:]
	text, one1, two := one.files["main.go"].text, one.files["sub/one"].text, one.files["sub/two"].text
	files := func(changes map[string]file) step { return one.with(changes) }
	long := strings.Repeat(text+"\n", 6000)
	linked := files(map[string]file{"sub/link": {target: "two"}})
	return []pair{
		{id: "unstable", what: "the same step once more, in another directory", step: one, same: true},
		{id: "time", what: "the same step, its files an hour younger", step: later, same: true},
		{id: "parent", what: "another parent, everything else the same", step: parent},
		{id: "instruction", what: "another instruction, everything else the same", step: line},
		{id: "instruction", what: "COPY . /App and not /app, everything else the same", step: upper, than: &lower},
		{id: "content", what: "main.go has other content of the same length and time", step: files(map[string]file{"main.go": {text: text[1:] + text[:1], mode: 0o644}})},
		{id: "content", what: "sub/one has other content of the same length and time", step: files(map[string]file{"sub/one": {text: one1[1:] + one1[:1], mode: 0o644}})},
		{id: "content", what: "main.go ends with one newline more", step: files(map[string]file{"main.go": {text: text + "\n", mode: 0o644}})},
		{id: "content", what: "the last byte of a file of 100 kB is another", step: files(map[string]file{"big": {text: long + "y", mode: 0o644}}), than: ptr(files(map[string]file{"big": {text: long + "x", mode: 0o644}}))},
		{id: "name", what: "main.go is called main.c", step: files(map[string]file{"main.go": {}, "main.c": one.files["main.go"]})},
		{id: "name", what: "sub/two is not in sub any more, but beside it", step: files(map[string]file{"sub/two": {}, "two": one.files["sub/two"]})},
		{id: "name", what: "there is an empty directory more", step: files(map[string]file{"data/more/": {}})},
		{id: "name", what: "there is a file .env more", step: files(map[string]file{".env": {text: text, mode: 0o644}})},
		{id: "mode", what: "run.sh is executable", step: files(map[string]file{"run.sh": {text: one.files["run.sh"].text, mode: 0o755}})},
		{id: "permissions", what: "main.go may be read by its owner alone", step: files(map[string]file{"main.go": {text: text, mode: 0o600}})},
		{id: "symlink", what: "nowhere leads to /no/other/file", step: files(map[string]file{"nowhere": {target: "/no/other/file"}})},
		{id: "symlink", what: "sub/link leads to two, and two says the same as one", step: linked.with(map[string]file{"sub/two": one.files["sub/one"]}), than: ptr(files(map[string]file{"sub/two": one.files["sub/one"]}))},
		{id: "border", what: "a character moved from sub/two to the end of sub/one", step: files(map[string]file{"sub/one": {text: one1 + two[:1], mode: 0o644}, "sub/two": {text: two[1:], mode: 0o644}})},
		{id: "border", what: "a character moved from the instruction to the end of the parent", step: shifted},
	}
}

func ptr(s step) *step { return &s }
