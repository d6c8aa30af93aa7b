package verify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/minicontainer/minicontainer/cmd/workshop/author"
	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/cmd/workshop/docs"
	"github.com/minicontainer/minicontainer/cmd/workshop/ladder"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

// formatted compares every Go file with what gofmt would make of it.
func formatted(_ context.Context, root string) (note say.Message, err error) {
	files, err := checkout.Files(root, ".go")
	if err != nil {
		return note, err
	}
	var unformatted []string
	for _, name := range files {
		source, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return note, err
		}
		pretty, err := format.Source(source)
		switch {
		case err != nil:
			unformatted = append(unformatted, fmt.Sprintf("%s: %v", name, err))
		case !bytes.Equal(pretty, source):
			unformatted = append(unformatted, name+": not gofmt's format")
		}
	}
	return note, complain(unformatted)
}

// complain makes one error of a list of lines.
func complain(lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	return errors.New(strings.Join(lines, "\n"))
}

func ladderHolds(_ context.Context, root string) (note say.Message, err error) {
	problems, err := ladder.New(root).Check()
	if err != nil {
		return note, err
	}
	return note, complain(problems)
}

func docsAgree(_ context.Context, root string) (note say.Message, err error) {
	problems, _, err := docs.Check(root)
	if err != nil {
		return note, err
	}
	lines := make([]string, len(problems))
	for i, problem := range problems {
		lines[i] = problem.String()
	}
	return note, complain(lines)
}

// courseIsComplete walks through the lessons and exercises for what is missing.
func courseIsComplete(_ context.Context, root string) (note say.Message, err error) {
	problems, err := author.Missing(root)
	if err != nil {
		return note, err
	}
	return note, complain(problems)
}

// exercisesAreProved runs the proof of the graders, which is a test: stubs fail, solutions pass,
// wrong answers are told as what they are: every sixteenth of them here, as go test ./... tries all.
func exercisesAreProved(ctx context.Context, root string) (note say.Message, err error) {
	cmd := exec.CommandContext(ctx, "go", "test", "-short", "./exercises/...")
	cmd.Dir = root
	if output, err := cmd.CombinedOutput(); err != nil {
		return note, fmt.Errorf("%w\n%s", err, output)
	}
	return note, nil
}

func vet(arch string) func(context.Context, string) (say.Message, error) {
	return func(ctx context.Context, root string) (note say.Message, err error) {
		_, err = goTool(ctx, root, []string{"GOOS=linux", "GOARCH=" + arch}, "vet", "./...")
		return note, err
	}
}

// build compiles the commands for a system they only speak to, without keeping them.
func build(system, arch string) func(context.Context, string) (say.Message, error) {
	return func(ctx context.Context, root string) (note say.Message, err error) {
		_, err = goTool(ctx, root, []string{"GOOS=" + system, "GOARCH=" + arch}, "build", "-o", os.DevNull, "./cmd/...")
		return note, err
	}
}

// goTool runs the go command in root and returns its standard output; the error
// holds what it complained about. cgo is off, as in what we hand out.
func goTool(ctx context.Context, root string, env []string, args ...string) (string, error) {
	var out, complaint bytes.Buffer
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = root
	cmd.Env = append(append(os.Environ(), "CGO_ENABLED=0"), env...)
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, complaint.String())
	}
	return out.String(), nil
}

// lint runs the linters of .golangci.yml where they are installed: they are not
// part of Go, and a clone with nothing but Go must verify.
func lint(ctx context.Context, root string) (note say.Message, err error) {
	if _, err := exec.LookPath("golangci-lint"); err != nil {
		return say.T("verify.no-linter"), nil
	}
	cmd := exec.CommandContext(ctx, "golangci-lint", "run", "./...")
	cmd.Dir = root
	if output, err := cmd.CombinedOutput(); err != nil {
		return note, fmt.Errorf("%w\n%s", err, output)
	}
	return note, nil
}
