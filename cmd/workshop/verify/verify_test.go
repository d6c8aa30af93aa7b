package verify

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

func step(name string, note say.Message, err error) Step {
	return Step{name, func(context.Context, string) (say.Message, error) { return note, err }}
}

func TestRunPrintsALineForEachStepAndGoesOnAfterAFailure(t *testing.T) {
	var out bytes.Buffer
	steps := []Step{
		step("good", say.Message{}, nil),
		step("bad", say.Message{}, errors.New("x.go: wrong\n"+strings.Repeat("more\n", 40))),
		step("noted", say.T("verify.no-linter"), nil),
	}
	if Run(context.Background(), &say.Printer{Out: &out, Lang: say.English}, "", steps) {
		t.Error("Run reports success")
	}
	for _, want := range []string{
		`(?m)^✓ good +\d+\.\d s$`, `(?m)^✗ bad +\d+\.\d s$`, `(?m)^    x\.go: wrong$`, `(?m)^    … 26$`,
		`(?m)^· noted +\d+\.\d s  golangci-lint is not installed`, `(?m)^1 of 3 checks fail$`,
	} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("no line %s in\n%s", want, out.String())
		}
	}
}

func TestRunSucceedsWhenAllDo(t *testing.T) {
	var out bytes.Buffer
	if !Run(context.Background(), &say.Printer{Out: &out, Lang: say.English}, "", []Step{step("a", say.Message{}, nil)}) {
		t.Error("Run reports failure")
	}
	if !strings.Contains(out.String(), "all 1 checks hold") {
		t.Errorf("got %q", out.String())
	}
}

func TestFormattedNamesTheFileThatGofmtWouldChange(t *testing.T) {
	root := t.TempDir()
	for name, source := range map[string]string{
		"good.go": "package a\n", "bad.go": "package  a\n", "broken.go": "package\n",
	} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(source), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, err := formatted(context.Background(), root)
	if err == nil || !strings.HasPrefix(err.Error(), "bad.go: not gofmt's format\nbroken.go: ") || strings.Contains(err.Error(), "good") {
		t.Errorf("got %v", err)
	}
}

func TestCompareDirectiveWantsTheHighestOfTheLinkedModules(t *testing.T) {
	modules := []listed{{"a", "1.9", false}, {"b", "1.23.0", false}, {"ours", "1.25", true}, {"old", "", false}}
	if err := compareDirective("1.23.0", modules); err != nil {
		t.Errorf("equal: %v", err)
	}
	for _, wrong := range []string{"1.24.0", "1.22"} {
		if err := compareDirective(wrong, modules); err == nil || !strings.Contains(err.Error(), "need 1.23.0 (b)") {
			t.Errorf("go %s: %v", wrong, err)
		}
	}
}

func TestDirectiveIsReadFromGoMod(t *testing.T) {
	if got := directive("module m\n\ngo 1.23.0\n\nrequire x v1\n"); got != "1.23.0" {
		t.Errorf("got %q", got)
	}
}

func TestLinkedModulesHoldOursAndADependency(t *testing.T) {
	root, err := checkout.Root(".")
	if err != nil {
		t.Fatal(err)
	}
	modules, err := linkedModules(context.Background(), root)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, m := range modules {
		found[m.Path] = true
	}
	if !found[checkout.Module] || !found["github.com/spf13/cobra"] {
		t.Errorf("modules are %+v", modules)
	}
}
