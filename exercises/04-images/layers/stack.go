//go:build linux

package layers

import (
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// Stack is some layers, the base first, and what has to come of them.
type Stack struct {
	What   string // in a few words
	ID     string // the last part of the mistake's
	Layers [][]Entry
	Want   []Entry
	Gone   []string // directories
}

// NewStack is a row of a table of stacks.
func NewStack(what, id string, layers [][]Entry, want []Entry, gone []string) Stack {
	return Stack{what, id, layers, want, gone}
}

// With puts a word in that is another one each time.
func (s Stack) With(token string) Stack {
	var with [][]Entry
	for _, layer := range s.Layers {
		with = append(with, With(token, layer))
	}
	s.Layers, s.Want = with, With(token, s.Want)
	return s
}

// Shown is the evidence: what is in the layers, and what came of it.
func (s Stack) Shown(said string) string {
	lines := []string{s.What}
	for i, layer := range s.Layers {
		lines = append(lines, fmt.Sprintf("layer %d: %s", i, Names(layer)))
	}
	return strings.Join(append(lines, said), "\n")
}

// Unpack has the program of an exercise, called ROOT LAYER..., unpack the stack below dir, and compares. there is false
// if ROOT is not there any more.
func (s Stack) Unpack(b *grade.Bench, folder, dir string) (run *fakehost.Running, differences []Difference, there bool) {
	root := dir + "/R"
	b.Dir(strings.TrimPrefix(root, fakehost.Work+"/"))
	args := []string{grade.Program, root}
	for i, layer := range s.Layers {
		file := fmt.Sprintf("%s/layer-%d.tar", dir, i)
		b.Write(file, string(Tar(layer)), 0o644)
		args = append(args, file)
	}
	b.Show("exercises/" + folder + " ROOT LAYER...")
	run = b.Run(args...)
	r, there := b.Rooted(root)
	if !there {
		return run, nil, false
	}
	defer r.Close()
	return run, Differences(r, s.Want, s.Gone...), true
}
