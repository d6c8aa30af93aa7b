//go:build linux

package grade

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/mine"
	"github.com/minicontainer/minicontainer/minicontainer/base"
)

// IsPart tells whether the answer is a part of the learner's own runtime, which Mine runs. That joins what makes one container;
// answers about networks of several are programs of their own.
func (x Exercise) IsPart() bool {
	return x.isProgram() && x.Kind != Break && x.Lesson() <= lastJoined
}

// lastJoined is the last lesson of which Mine takes answers.
const lastJoined = "04"

// Mine builds a learner's answers together with exercises/mine/main.go and runs the result in
// a fake host, connected to the streams. args are those after "mine"; an argument
// "base" becomes a root directory with the base image's files. It returns the exit
// status; complaint is what the compiler says.
func Mine(ctx context.Context, at Place, answers map[string]Submission, args []string, to Streams) (status int, complaint string, err error) {
	temp, err := TempDir()
	if err != nil {
		return 0, "", fmt.Errorf("run mine: %w", err)
	}
	defer os.RemoveAll(temp)
	together := Exercise{ID: mineID, Folder: "mine", Answer: []string{"answers.go"}, Archive: Pack([]string{"main.go"}, map[string][]byte{"main.go": mine.Main})}
	program := filepath.Join(temp, "mine")
	complaint, err = build(ctx, at.Module, together, oneProgram(answers), program)
	if err != nil || complaint != "" {
		return 0, complaint, err
	}
	image, err := base.Open(at.State)
	if err != nil {
		return 0, "", fmt.Errorf("run mine: %w", err)
	}
	defer image.Close() //nolint:errcheck // only a lock was held
	ids, tier := mappings()
	v, _, err := caged(ctx, job{ID: mineID, Tier: tier, Mine: args}, ids, image.Root, program, to)
	if err == nil && v.Problem != "" {
		err = errors.New(v.Problem)
	}
	if err != nil {
		return 0, "", fmt.Errorf("run mine: %w", err)
	}
	return v.Status, "", nil
}

// judgeMine is the judge where nothing is judged.
func judgeMine(j job) verdict {
	b, err := newBench(Exercise{ID: mineID, Folder: "mine", Answer: []string{"answers.go"}}, j)
	if err != nil {
		return verdict{Problem: err.Error()}
	}
	defer b.close()
	status, err := b.play(j.Mine)
	if err != nil {
		return verdict{Problem: err.Error()}
	}
	return verdict{Status: status}
}

// oneProgram gives each answer's files names of their own in one folder.
func oneProgram(answers map[string]Submission) Submission {
	all := Submission{}
	for _, x := range All() {
		if !x.IsPart() {
			continue
		}
		for name, text := range answers[x.ID] {
			all[filepath.Base(x.Folder)+"_"+name] = text
		}
	}
	return all
}

// play starts the learner's runtime in the judge's fake host.
func (b *Bench) play(args []string) (int, error) {
	command := []string{Program}
	for _, arg := range args {
		if arg == "base" {
			arg = b.BaseRoot("base")
		}
		command = append(command, arg)
	}
	r, err := b.Host.Start(fakehost.Command{Args: command, Streams: []*os.File{os.Stdin, os.Stdout, os.Stderr},
		Env: []string{"PATH=" + fakehost.Path, "HOME=/root", "LANG=C.UTF-8", "TERM=" + os.Getenv("TERM")}})
	if err != nil {
		return 0, err
	}
	var status int
	if breach := b.watched(func() { status = r.End() }); breach != fakehost.NoBreach {
		return 0, fmt.Errorf("it used more than it may: %s", breach)
	}
	return status, nil
}
