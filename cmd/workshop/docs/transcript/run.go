// Running a transcript: each command by a shell of its own. What one command
// leaves for the next is in files and in the environment given, never in a
// shell's variables or working directory, so that a reader who types a single
// line gets the same result.

package transcript

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/minicontainer/minicontainer/cmd/workshop/diff"
)

// Place is where commands run.
type Place struct {
	Dir   string        // the working directory of every command
	Env   []string      // the whole environment, with PATH; nil: this process's
	Limit time.Duration // for each command; zero: thirty seconds
}

const defaultLimit = 30 * time.Second

// Mismatch is a command that did not do what the transcript says.
type Mismatch struct {
	Line    int // of the command, in the transcript
	Command string
	Edits   []diff.Edit // wanted against got, if the output differs
	Status  string      // how it ended, if it should have ended otherwise
}

// Error shows the command and the difference.
func (m *Mismatch) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "transcript line %d: $ %s", m.Line, m.Command)
	if m.Status != "" {
		fmt.Fprintf(&b, ": %s", m.Status)
	}
	for _, e := range m.Edits {
		fmt.Fprintf(&b, "\n%c%s", e.Op, e.Text)
	}
	return b.String()
}

// Run runs every command and compares. The error joins a *Mismatch for each
// command that differs; later commands run all the same, for a text is easier to
// mend when all its differences are known.
func Run(ctx context.Context, t Transcript, at Place) error {
	var mismatches []error
	for _, it := range t.items {
		if it.kind != command {
			continue
		}
		output, status, err := execute(ctx, it.text, at)
		if err != nil {
			return err
		}
		if m := compare(it, output, status); m != nil {
			mismatches = append(mismatches, m)
		}
	}
	return errors.Join(mismatches...)
}

// Record runs every command and returns the transcript with what they printed.
// A line that had holes keeps them where it still fits. A command that succeeds
// where it should fail, or the reverse, is an error: that is for a person to settle.
func Record(ctx context.Context, t Transcript, at Place) (Transcript, error) {
	recorded := Transcript{items: append([]item(nil), t.items...)}
	for i, it := range recorded.items {
		if it.kind != command {
			continue
		}
		output, status, err := execute(ctx, it.text, at)
		if err != nil {
			return Transcript{}, err
		}
		if m := compare(it, output, status); m != nil && m.Status != "" {
			return Transcript{}, m
		}
		recorded.items[i].output = withHoles(it.output, output)
	}
	return recorded, nil
}

func compare(it item, output []string, status string) *Mismatch {
	m := &Mismatch{Line: it.line, Command: it.text}
	if it.fails && status == "" {
		m.Status = "succeeds, but must fail"
	}
	if !it.fails && status != "" {
		m.Status = status
	}
	edits := diff.Lines(it.output, output, Fits)
	for _, e := range edits {
		if e.Op != ' ' {
			m.Edits = edits
			break
		}
	}
	if m.Status == "" && m.Edits == nil {
		return nil
	}
	return m
}

// withHoles puts the holes of the old output back into the new.
func withHoles(old, output []string) []string {
	kept := make([]string, 0, len(output))
	next := 0
	for _, e := range diff.Lines(old, output, Fits) {
		switch e.Op {
		case ' ':
			kept = append(kept, old[next])
			next++
		case '-':
			next++
		case '+':
			kept = append(kept, e.Text)
		}
	}
	return kept
}

// execute returns the lines a command printed to both streams, and how it ended
// if not with status 0. The output goes through a file: a pipe would wait for
// whatever the command left running in the background.
func execute(ctx context.Context, text string, at Place) (lines []string, status string, err error) {
	file, err := os.CreateTemp("", "transcript-")
	if err != nil {
		return nil, "", fmt.Errorf("run %q: %w", text, err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	limit := at.Limit
	if limit == 0 {
		limit = defaultLimit
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", text)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = at.Dir, at.Env, file, file
	killGroup(cmd)
	status, err = outcome(cmd.Run(), ctx.Err())
	if err != nil {
		return nil, "", fmt.Errorf("run %q: %w", text, err)
	}
	output, err := readBack(file)
	return output, status, err
}

func outcome(err, timeout error) (status string, failure error) {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return "", nil
	case errors.Is(timeout, context.DeadlineExceeded):
		return "did not end in time", nil
	case errors.As(err, &exit):
		return exit.String(), nil
	}
	return "", err
}

func readBack(file *os.File) ([]string, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	return splitLines(strings.ReplaceAll(string(data), "\r\n", "\n")), nil
}
