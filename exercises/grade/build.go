//go:build linux

package grade

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// build compiles the answer's program to out, without running any of it. The files
// are laid over the module at root (go build -overlay), so nothing is written into the
// learner's folder and the files that come with the exercise are as they came. complaint is
// what the compiler says of the answer; err is for when it could not be asked.
func build(ctx context.Context, root string, x Exercise, s Submission, out string) (complaint string, err error) {
	if dir := os.Getenv(PrebuiltEnv); dir != "" {
		return prebuilt(dir, x, s, out)
	}
	temp, err := TempDir()
	if err != nil {
		return "", fmt.Errorf("build answer: %w", err)
	}
	defer os.RemoveAll(temp)
	folder := filepath.Join(root, "exercises", filepath.FromSlash(x.Folder))
	overlay, err := writeOverlay(temp, folder, x, s)
	if err != nil {
		return "", fmt.Errorf("build answer: %w", err)
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-ldflags=-s -w", "-tags", tagOf(x), "-overlay", overlay, "-o", out, "./exercises/"+x.Folder)
	cmd.Dir = root
	// What a killed compiler leaves in GOTMPDIR, Sweep finds.
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOTMPDIR="+temp)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && lacksLibrary(said.String()):
		return "", errNoLibrary
	case errors.As(err, &exit) && strings.HasPrefix(said.String(), "go: could not "):
		return "", fmt.Errorf("build answer: %s", strings.TrimSpace(said.String())) // of its own directories
	case errors.As(err, &exit):
		return compilerLines(withoutDir(said.String(), root, temp)), nil
	case err != nil:
		return "", fmt.Errorf("build answer: %w", err)
	}
	return "", nil
}

// errNoLibrary says that Go cannot get the one library that answers use.
var errNoLibrary = errors.New("the library golang.org/x/sys is not on this machine")

// lacksLibrary tells a machine without the library from an answer that imports what there is not.
func lacksLibrary(said string) bool {
	return strings.Contains(said, "golang.org/x/sys") && (strings.Contains(said, "dial tcp") ||
		strings.Contains(said, "module lookup disabled") || strings.Contains(said, "lookup proxy.golang.org"))
}

// withoutDir takes our own directory out of what the compiler says, which names it from the root or
// from where it works.
func withoutDir(said, root, dir string) string {
	if relative, err := filepath.Rel(root, dir); err == nil {
		said = strings.ReplaceAll(said, relative+string(filepath.Separator), "")
	}
	return strings.ReplaceAll(said, dir+string(filepath.Separator), "")
}

// writeOverlay writes the files and the list of what they stand for.
func writeOverlay(temp, folder string, x Exercise, s Submission) (string, error) {
	replace := map[string]string{}
	present, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return "", err
	}
	for _, path := range present {
		replace[path] = "" // as if it were not there
	}
	files := map[string][]byte{}
	for name, text := range x.given() {
		files[name] = text
	}
	for name, text := range s {
		files[name] = text
	}
	for name, text := range files {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		written := filepath.Join(temp, name)
		if err := os.WriteFile(written, text, 0o644); err != nil {
			return "", err
		}
		replace[filepath.Join(folder, name)] = written
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(temp, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o644)
}

// compilerLines are the first lines that say something.
func compilerLines(said string) string {
	const most = 5
	var lines []string
	for _, line := range strings.Split(strings.TrimSpace(said), "\n") {
		if !strings.HasPrefix(line, "#") && line != "" && len(lines) < most {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// tagOf is the build tag of exercises/mine, which is no program without a learner's files.
func tagOf(x Exercise) string {
	if x.ID == mineID {
		return mineID
	}
	return ""
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// mineID stands where an exercise's id would, for a learner's own runtime.
const mineID = "mine"
