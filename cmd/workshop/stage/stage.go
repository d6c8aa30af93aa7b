//go:build linux

// Package stage plays a lesson's transcripts with the lesson's own program: live, for an
// audience (demo), or one after the other and compared (tour).
package stage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/cmd/workshop/docs/transcript"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/lessons"
)

// Set is a place where transcripts can be played: a new directory, with the programs of the
// course in PATH.
type Set struct {
	Place transcript.Place
	temp  string // with all that is to be struck
}

// Build compiles the stage of every written lesson of the clone at root, and the command
// line. The caller strikes the set; after an error there is none.
func Build(ctx context.Context, root string) (*Set, error) {
	temp, err := grade.TempDir()
	if err != nil {
		return nil, fmt.Errorf("build stages: %w", err)
	}
	s := &Set{temp: temp}
	dir, programs := filepath.Join(temp, "work"), filepath.Join(temp, "bin")
	// Open to others: a demonstration may change the user.
	if err := errors.Join(os.Chmod(temp, 0o755), os.Mkdir(dir, 0o755)); err != nil {
		return nil, errors.Join(err, s.Strike())
	}
	args := []string{"build", "-buildvcs=false", "-o", programs + "/", "./cmd/minicontainer"}
	for _, l := range lessons.All {
		if l.Written {
			args = append(args, "./lessons/"+l.Slug())
		}
	}
	build := exec.CommandContext(ctx, "go", args...)
	build.Dir, build.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("build stages: %w\n%s", err, out), s.Strike())
	}
	env, err := environment(ctx, root, dir, programs)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("build stages: %w", err), s.Strike())
	}
	s.Place = transcript.Place{Dir: dir, Env: env}
	return s, nil
}

// environment is the caller's, with the programs in front, and a home and a state directory of the set's own: a
// show must not touch an image that has the same name as one of its own. The go command, whose settings are below the caller's home, is told them.
func environment(ctx context.Context, root, home, programs string) ([]string, error) {
	env := []string{"HOME=" + home, cli.StateEnv + "=" + filepath.Join(home, ".minicontainer")}
	settings := []string{"GOCACHE", "GOMODCACHE", "GOFLAGS", "GOPROXY"}
	ask := exec.CommandContext(ctx, "go", append([]string{"env"}, settings...)...)
	ask.Dir = root
	said, err := ask.Output()
	if err != nil {
		return nil, fmt.Errorf("ask go for its settings: %w", err)
	}
	for i, value := range strings.Split(strings.TrimSuffix(string(said), "\n"), "\n") {
		if value != "" && i < len(settings) {
			env = append(env, settings[i]+"="+value)
		}
	}
	for _, kv := range os.Environ() {
		switch name, value, _ := strings.Cut(kv, "="); {
		case name == "PATH":
			env = append(env, "PATH="+programs+":"+value)
		case name == "HOME" || slices.Contains(settings, name):
		default:
			env = append(env, kv)
		}
	}
	return env, nil
}

// Strike removes the set.
func (s *Set) Strike() error { return os.RemoveAll(s.temp) }

// ErrNoTranscript says that a lesson has no transcript of that name.
var ErrNoTranscript = errors.New("no such transcript")

// Transcript reads lessons/SLUG/testdata/NAME.transcript of the clone at root. It needs no set:
// what was recorded can be shown where nothing can be built.
func Transcript(root, slug, name string) (transcript.Transcript, error) {
	text, err := os.ReadFile(filepath.Join(root, "lessons", slug, "testdata", name+".transcript"))
	if errors.Is(err, fs.ErrNotExist) {
		return transcript.Transcript{}, fmt.Errorf("play %s of lesson %s: %w", name, slug, ErrNoTranscript)
	}
	if err != nil {
		return transcript.Transcript{}, fmt.Errorf("play %s of lesson %s: %w", name, slug, err)
	}
	return transcript.Parse(string(text))
}
