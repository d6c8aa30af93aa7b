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
	"strings"

	"github.com/minicontainer/minicontainer/cmd/workshop/docs/transcript"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/lessons"
)

// Set is a place where transcripts can be played: a new directory, with the programs of the
// course in PATH.
type Set struct {
	Place    transcript.Place
	root     string // the clone
	dir      string
	programs string
}

// Build compiles the stage of every written lesson and the command line. The caller
// strikes the set.
func Build(ctx context.Context, root string) (*Set, error) {
	temp, err := grade.TempDir()
	if err != nil {
		return nil, fmt.Errorf("build stages: %w", err)
	}
	s := &Set{root: root, dir: filepath.Join(temp, "work"), programs: filepath.Join(temp, "bin")}
	if err := errors.Join(os.Chmod(temp, 0o755), os.Mkdir(s.dir, 0o755)); err != nil {
		return nil, errors.Join(err, s.Strike())
	}
	args := []string{"build", "-buildvcs=false", "-o", s.programs + "/", "./cmd/minicontainer"}
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
	s.Place = transcript.Place{Dir: s.dir, Env: s.environment()}
	return s, nil
}

// environment is the caller's, with the programs in front and a home of the set's own; the go
// command keeps the caches it has.
func (s *Set) environment() []string {
	env := []string{"HOME=" + s.dir}
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOFLAGS", "GOPROXY"} {
		if value, err := exec.Command("go", "env", name).Output(); err == nil && len(strings.TrimSpace(string(value))) > 0 {
			env = append(env, name+"="+strings.TrimSpace(string(value)))
		}
	}
	for _, kv := range os.Environ() {
		switch name, value, _ := strings.Cut(kv, "="); {
		case name == "PATH":
			env = append(env, "PATH="+s.programs+":"+value)
		case name == "HOME" || strings.HasPrefix(name, "GO"):
		default:
			env = append(env, kv)
		}
	}
	return append(env, "LESSON_SOURCE="+s.root)
}

// Strike removes the set.
func (s *Set) Strike() error { return os.RemoveAll(filepath.Dir(s.dir)) }

// ErrNoTranscript says that a lesson has no transcript of that name.
var ErrNoTranscript = errors.New("no such transcript")

// Transcript reads lessons/SLUG/testdata/NAME.transcript.
func (s *Set) Transcript(slug, name string) (transcript.Transcript, error) {
	text, err := os.ReadFile(filepath.Join(s.root, "lessons", slug, "testdata", name+".transcript"))
	if errors.Is(err, fs.ErrNotExist) {
		return transcript.Transcript{}, fmt.Errorf("play %s of lesson %s: %w", name, slug, ErrNoTranscript)
	}
	if err != nil {
		return transcript.Transcript{}, fmt.Errorf("play %s of lesson %s: %w", name, slug, err)
	}
	return transcript.Parse(string(text))
}
