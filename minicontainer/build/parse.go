// Reading a Dockerfile.
//
// The grammar is BuildKit's own, by its parser: line continuation, heredocs, JSON forms, flags, the directives at the
// top (`# escape=`), and the checks of each instruction's arguments. What an instruction means is said here, in this package.
//
// Of the directives, `# syntax=` names an image that would read the file in our place. Those of Docker are
// different ages of this very grammar, so that they are read as it; any other one is another language. `# check=` sets which
// of the parser's warnings are not wanted, and whether one is an error.

package build

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// File is a Dockerfile that has been read. It makes one plan: making it expands the instructions in place.
type File struct {
	Stages   []instructions.Stage
	Args     []instructions.ArgCommand // before the first FROM
	Escape   rune                      // the escape character, \ or `
	Warnings []string
}

// LineError is an error that a line of the Dockerfile has.
type LineError struct {
	Line int
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns the cause.
func (e *LineError) Unwrap() error { return e.Err }

// Causes of errors about whole files.
var (
	ErrNoStage = errors.New("a Dockerfile begins with FROM")
	ErrSyntax  = errors.New("it names another language than Docker's")
	errTrigger = errors.New("it is not one instruction")
)

// Parse reads a Dockerfile.
func Parse(text []byte) (*File, error) {
	if syntax, _, at, ok := parser.DetectSyntax(text); ok && !isDockerfile(syntax) {
		return nil, &LineError{lineOf(at), fmt.Errorf("# syntax=%s: %w", syntax, ErrSyntax)}
	}
	f := &File{}
	lint, err := f.linter(text)
	if err != nil {
		return nil, err
	}
	tree, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, located(err)
	}
	f.Escape = tree.EscapeToken
	for _, w := range tree.Warnings {
		f.Warnings = append(f.Warnings, fmt.Sprintf("line %d: %s", w.Location.Start.Line, w.Short))
	}
	if f.Stages, f.Args, err = instructions.Parse(tree.AST, lint); err != nil {
		return nil, located(err)
	}
	if len(f.Stages) == 0 {
		return nil, ErrNoStage
	}
	return f, lint.Error()
}

// isDockerfile tells whether a syntax image is one of Docker's: docker/dockerfile, with any tag, from any registry.
func isDockerfile(syntax string) bool {
	name, _, _ := strings.Cut(syntax, "@")
	name, _, _ = strings.Cut(path.Base(name), ":")
	return strings.HasPrefix(name, "dockerfile")
}

func (f *File) linter(text []byte) (*linter.Linter, error) {
	check, _, at, _ := parser.ParseDirective("check", text)
	config, err := linter.ParseLintOptions(check)
	if err != nil {
		return nil, &LineError{lineOf(at), fmt.Errorf("# check=%s: %w", check, err)}
	}
	config.Warn = func(_, _, _, message string, at []parser.Range) {
		f.Warnings = append(f.Warnings, fmt.Sprintf("line %d: %s", lineOf(at), message))
	}
	return linter.New(config), nil
}

// located finds the line in an error of the parser's, whose own text has it in one case and not in another.
func located(err error) error {
	var at *parser.ErrorLocation
	if !errors.As(err, &at) || len(at.Locations) == 0 {
		return err
	}
	return &LineError{lineOf(at.Locations[0]), at.Unwrap()}
}

// unlocated is an error without the line, which is one of another text.
func unlocated(err error) error {
	var at *LineError
	if errors.As(located(err), &at) {
		return at.Err
	}
	return err
}

// parseTrigger reads an instruction that ONBUILD has kept.
func parseTrigger(text string) (instructions.Command, error) {
	tree, err := parser.Parse(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	if len(tree.AST.Children) != 1 {
		return nil, errTrigger
	}
	return instructions.ParseCommand(tree.AST.Children[0])
}

func lineOf(at []parser.Range) int {
	if len(at) == 0 {
		return 0
	}
	return at[0].Start.Line
}
