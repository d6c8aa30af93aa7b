//go:build linux

package grade

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/base"
)

// Place is where checks happen.
type Place struct {
	Module string // the directory of the go.mod that the exercises are built in
	State  string // the runtime's state directory, for the base image
}

// Check grades one answer and returns within a minute. An error means that no
// verdict was reached, which is neither the learner's fault nor, as far as is known, the
// machine's.
func Check(ctx context.Context, at Place, x Exercise, s Submission) (Result, error) {
	if x.Untouched(s) {
		return Result{Exercise: x, Finding: Failed("answer.untouched", x.Answer[0]+": TODO", x.Answer[0])}, nil
	}
	return CheckAnyway(ctx, at, x, s)
}

// CheckAnyway is Check that also grades an answer that is as it came: the proof uses
// it to see that a stub earns nothing by itself.
func CheckAnyway(ctx context.Context, at Place, x Exercise, s Submission) (Result, error) {
	began := time.Now()
	r := Result{Exercise: x}
	var err error
	r.Finding, r.Ran, r.Fence, err = examine(ctx, at, x, s)
	r.Took = time.Since(began)
	if err != nil {
		return r, fmt.Errorf("check %s: %w", x.ID, err)
	}
	return r, nil
}

func examine(ctx context.Context, at Place, x Exercise, s Submission) (f Finding, ran, fence string, err error) {
	for _, name := range x.Answer {
		if _, there := s[name]; !there {
			return Failed("answer.missing", "no "+name, name), "", "", nil
		}
	}
	if borrowed := borrowedImport(x, s); borrowed != "" {
		return Failed("answer.borrowed", fmt.Sprintf("import %q", borrowed), borrowed), "", "", nil
	}
	temp, err := os.MkdirTemp("", "minicontainer-check-")
	if err != nil {
		return f, "", "", err
	}
	defer os.RemoveAll(temp)
	program := os.DevNull
	if x.isProgram() {
		program = filepath.Join(temp, "answer")
		complaint, err := build(ctx, at.Module, x, s, program)
		if err != nil {
			return f, "", "", err
		}
		if complaint != "" {
			return Failed("answer.does-not-compile", complaint), "", "", nil
		}
	}
	if x.Static {
		if program, err = staticProgram(ctx, at.Module, filepath.Join(temp, "static")); err != nil {
			return f, "", "", err
		}
	}
	image, err := base.Open(at.State)
	if err != nil {
		return f, "", "", err
	}
	defer image.Close()
	return try(ctx, x, s, image.Root, program)
}
