package verify

import (
	"context"
	"encoding/json"
	"fmt"
	"go/version"
	"os"
	"path/filepath"
	"strings"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

// listed is a module as go list describes it.
type listed struct {
	Path      string
	GoVersion string
	Main      bool
}

// directiveIsOldest checks that go.mod asks for the oldest Go its linked modules
// allow: a newer one shuts out learners for nothing, an older one is untrue.
func directiveIsOldest(ctx context.Context, root string) (note say.Message, err error) {
	modules, err := linkedModules(ctx, root)
	if err != nil {
		return note, err
	}
	data, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return note, err
	}
	return note, compareDirective(directive(string(data)), modules)
}

// linkedModules lists the modules that our packages and their tests need.
// go list -m all would name more: what a dependency's own tests ask for.
func linkedModules(ctx context.Context, root string) ([]listed, error) {
	out, err := goTool(ctx, root, []string{"GOOS=linux"}, "list", "-deps", "-test",
		"-f", `{{with .Module}}{"Path":"{{.Path}}","GoVersion":"{{.GoVersion}}","Main":{{.Main}}}{{end}}`, "./...")
	if err != nil {
		return nil, err
	}
	seen := map[listed]bool{}
	var modules []listed
	for _, line := range strings.Fields(out) {
		var m listed
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			return nil, fmt.Errorf("read go list: %w", err)
		}
		if !seen[m] {
			seen[m] = true
			modules = append(modules, m)
		}
	}
	return modules, nil
}

// directive returns the version of go.mod's go line.
func directive(mod string) string {
	for _, line := range strings.Split(mod, "\n") {
		if rest, ok := strings.CutPrefix(line, "go "); ok {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}

func compareDirective(ours string, modules []listed) error {
	highest := listed{GoVersion: "1.0"}
	for _, m := range modules {
		if !m.Main && version.Compare("go"+m.GoVersion, "go"+highest.GoVersion) > 0 {
			highest = m
		}
	}
	if version.Compare("go"+ours, "go"+highest.GoVersion) != 0 {
		return fmt.Errorf("go.mod: go %s, but the linked modules need %s (%s)", ours, highest.GoVersion, highest.Path)
	}
	return nil
}
