package build

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// grammar is where BuildKit keeps the Dockerfiles of its parser's tests.
func grammar(t *testing.T) string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/moby/buildkit").Output()
	parser := filepath.Join(strings.TrimSpace(string(dir)), "frontend/dockerfile/parser")
	if _, statErr := os.Stat(filepath.Join(parser, "testfiles")); err != nil || statErr != nil {
		testenv.Missing(t, "peers", "BuildKit's source is not in the module cache")
	}
	return parser
}

// notWords are those whose words the lexer, which is BuildKit's, refuses: their quotes do not end.
var notWords = map[string]bool{"env": true, "escapes": true}

func TestTheDockerfilesOfBuildKitAreAccepted(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(grammar(t), "testfiles", "*", "Dockerfile"))
	if err != nil || len(files) < 20 {
		t.Fatalf("found %d Dockerfiles, %v", len(files), err)
	}
	planned := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		name = filepath.Base(filepath.Dir(name))
		theirs := acceptedByBuildKit(text)
		f, err := Parse(text)
		if (err == nil) != (theirs == nil) {
			t.Errorf("%s: %v, and BuildKit's: %v", name, err, theirs)
		}
		if err != nil {
			continue // a test of its parser alone, without FROM or with words that no instruction takes
		}
		w := newFakeWorld(t)
		w.images[f.Stages[len(f.Stages)-1].BaseName] = image.Image{}
		_, err = NewPlan(context.Background(), f, Options{}, w)
		if err != nil && !errors.Is(err, ErrURL) && !notWords[name] {
			t.Errorf("%s: %v", name, err)
		}
		planned++
	}
	if planned < 20 {
		t.Errorf("only %d of %d became plans", planned, len(files))
	}
}

// acceptedByBuildKit is what BuildKit's own two steps say.
func acceptedByBuildKit(text []byte) error {
	tree, err := parser.Parse(bytes.NewReader(text))
	if err == nil {
		_, _, err = instructions.Parse(tree.AST, nil)
	}
	return err
}

func FuzzPlan(f *testing.F) {
	for _, seed := range []string{
		"FROM scratch\nRUN x\n", "ARG A=1\nFROM img:$A AS b\nCOPY --from=b /x /y\n", "# escape=`\nFROM img\nENV A=`$B\n",
		"FROM img\nRUN --mount=type=cache,target=/x,id=$A <<EOF\n#!/bin/sh\nEOF\n", "FROM img\nCOPY --chmod=u+x <<a <<b /x/\na\nb\n",
		"FROM img\nEXPOSE 1-2/udp $X\nSTOPSIGNAL RTMIN+3\nHEALTHCHECK --interval=1s CMD x\nONBUILD RUN y\n", "# check=error=true\nFROM img\nMAINTAINER x",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := Parse([]byte(text))
		if err != nil {
			return
		}
		w := newFakeWorld(t)
		for _, s := range file.Stages {
			w.images[s.BaseName] = image.Image{}
		}
		plan, err := NewPlan(context.Background(), file, Options{BuildArgs: map[string]string{"A": "2"}}, w)
		var at *LineError
		if err != nil {
			if !errors.As(err, &at) {
				t.Errorf("%q: an error without a line: %v", text, err)
			}
			return
		}
		for _, s := range plan.Stages {
			for _, step := range s.Steps {
				if step.Work != nil {
					makeKey(nil, step.Work, nil)
				}
			}
		}
	})
}
