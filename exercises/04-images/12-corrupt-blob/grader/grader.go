//go:build linux

// Package grader judges exercise 04/corrupt-blob.
package grader

import (
	_ "embed"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/04-images/layers"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "04/corrupt-blob", Folder: "04-images/12-corrupt-blob", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A blob that is not what was asked for", KO: "달라고 한 것과 다른 블롭"},
		Answer:   []string{"load.go"},
		LookAt:   grade.Text{EN: "lesson 4, steps 1 and 10 · man 2 rename", KO: "레슨 4의 1, 10단계 · man 2 rename"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	blobs := makeBlobs(b.Token())
	for i, blob := range blobs {
		if f := try(b, fmt.Sprintf("blob-%d", i), blob); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "of %[1]s blobs the good one was unpacked, and of the others nothing is left",
		KO: "블롭 %[1]s개 가운데 멀쩡한 것은 풀렸고, 나머지는 아무것도 남지 않았어요",
	}, fmt.Sprint(len(blobs)))
}

// try has one blob loaded; a Status of "" is no objection.
func try(b *grade.Bench, name string, blob blob) grade.Finding {
	dir := b.Dir(name+"/layers") + "/DIR"
	file := strings.TrimSuffix(dir, "/layers/DIR") + "/blob"
	b.Write(file, string(blob.bytes), 0o644)
	for name, text := range blob.before {
		b.Write(dir+"/"+name, text, 0o644)
	}
	before := names(b, name)
	b.Show("exercises/04-images/12-corrupt-blob BLOB DIGEST DIR")
	run := b.Run(grade.Program, file, blob.digest, dir)
	shown := blob.what + "\n"
	if run.Status() == 0 {
		shown += "exit status 0"
	} else {
		shown += brief(grade.Said(run))
	}
	after := names(b, name)
	made, gone := added(before, after), added(after, before)
	if blob.want != nil {
		return loaded(b, dir, blob, run.Status(), made, shown)
	}
	if blob.before != nil {
		if text, ok := b.Read(dir + "/kept"); !ok || text != blob.before["kept"] {
			return grade.Failed("img.corrupt-blob.destroyed", shown+"\nDIR/kept is not what it was")
		}
	}
	if len(gone) > 0 {
		return grade.Failed("img.corrupt-blob.gone", shown+"\ngone: "+list(gone))
	}
	switch {
	case len(made) == 0 && run.Status() != 0:
		return grade.Finding{}
	case len(made) == 0:
		return grade.Failed("img.corrupt-blob.no-error", shown+"\nno new files")
	case run.Status() == 0 || blob.id == "mixed" && slices.ContainsFunc(made, within(dir)):
		return grade.Failed("img.corrupt-blob."+blob.id, shown+"\nnew: "+list(made))
	case slices.ContainsFunc(made, within(dir)):
		return grade.Failed("img.corrupt-blob.left", shown+"\nnew: "+list(made))
	}
	return grade.Failed("img.corrupt-blob.left-beside", shown+"\nnew: "+list(made))
}

// loaded looks at what came of the good blob.
func loaded(b *grade.Bench, dir string, blob blob, status int, made []string, shown string) grade.Finding {
	r, ok := b.Rooted(dir)
	if !ok || status != 0 {
		if ok {
			r.Close()
		}
		return grade.Failed("img.corrupt-blob.refused", shown)
	}
	defer r.Close()
	if differences := layers.Differences(r, blob.want); len(differences) > 0 {
		return grade.Failed("img.corrupt-blob.refused", shown+"\n"+differences[0].Path+" is not as in the layer")
	}
	for _, path := range made {
		if !within(dir)(path) {
			return grade.Failed("img.corrupt-blob.left-beside", shown+"\nnew: "+list([]string{path}))
		}
	}
	return grade.Finding{}
}

// within tells a directory, and what is in it, from what only begins with the same letters.
func within(dir string) func(path string) bool {
	return func(path string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }
}

var digits = regexp.MustCompile(`\b([0-9a-f]{16})[0-9a-f]{48}\b`)

// brief is a program's last line with names of 64 digits cut, which nobody compares.
func brief(said string) string { return digits.ReplaceAllString(said, "$1…") }

// list are the first of some paths.
func list(paths []string) string {
	const enough = 3
	if len(paths) > enough {
		return fmt.Sprintf("%s and %d more", strings.Join(paths[:enough], ", "), len(paths)-enough)
	}
	return strings.Join(paths, ", ")
}

// names are all paths where an unpacker may leave something: the exercise's directory, and those for temporary files.
func names(b *grade.Bench, name string) []string {
	var found []string
	for _, dir := range []string{"/work/" + name, "/tmp", "/var/tmp"} {
		top := b.Path(dir)
		filepath.WalkDir(top, func(path string, _ fs.DirEntry, err error) error { //nolint:errcheck // what is not there has no names
			if err == nil {
				found = append(found, dir+path[len(top):])
			}
			return nil
		})
	}
	return found
}

// added are the paths of after that are not in before.
func added(before, after []string) []string {
	known := map[string]bool{}
	for _, path := range before {
		known[path] = true
	}
	var made []string
	for _, path := range after {
		if !known[path] {
			made = append(made, path)
		}
	}
	return made
}
