package cgroup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Dir makes one group. It must not be there yet, unless it is Shared: a group that somebody
// else made may hold somebody else's processes.
type Dir struct {
	Path   string
	Shared bool
	Above  []string // groups above it that are made if missing, and shared; the topmost first
}

// Name is "make control group" and the path.
func (d Dir) Name() string { return "make control group " + d.Path }

// Line is mkdir.
func (d Dir) Line() string {
	if d.Shared || len(d.Above) > 0 {
		return plan.Quote("mkdir", "-p", d.Path)
	}
	return plan.Quote("mkdir", d.Path)
}

// Do makes the directory; the kernel fills it with files.
func (d Dir) Do() error {
	for _, above := range d.Above {
		if err := (Dir{Path: above, Shared: true}).Do(); err != nil {
			return err
		}
	}
	err := os.Mkdir(d.Path, 0o755)
	if err == nil || d.Shared && errors.Is(err, fs.ErrExist) {
		return nil
	}
	return fmt.Errorf("make control group: %w", err)
}

// undo removes the group again; one that is shared only if nobody else is in it.
func (d Dir) undo() error {
	if d.Shared {
		removeEmpty(d.Path)
		return nil
	}
	err := removeDir(d.Path)
	leave(d.Above)
	return err
}

// Value writes a value to a file of a group. IfThere passes over a file that this
// kernel does not have.
type Value struct {
	File, Text string
	IfThere    bool
}

// Name is "write", the value and the file.
func (v Value) Name() string { return fmt.Sprintf("write %q to %s", v.Text, v.File) }

// Line is echo.
func (v Value) Line() string {
	line := plan.Quote("echo", v.Text) + " > " + plan.Quote(v.File)
	if v.IfThere {
		return "[ ! -e " + plan.Quote(v.File) + " ] || " + line
	}
	return line
}

// Do writes in one write(2): the kernel takes each for a whole value. The error has the value, the file and
// the kernel's answer.
func (v Value) Do() error {
	// Without O_CREAT: in a directory that is no control group, a mistake would
	// otherwise pass for a limit.
	f, err := os.OpenFile(v.File, os.O_WRONLY, 0)
	if v.IfThere && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		_, err = f.WriteString(v.Text)
		f.Close()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", v.Name(), syscalls.Cause(err))
	}
	return nil
}

// TakeOver copies a value of the parent's to a group that has none.
type TakeOver struct{ Dir, File string }

// Name is "take over" and the file.
func (t TakeOver) Name() string { return "take over " + filepath.Join(t.Dir, t.File) }

// Line is cat.
func (t TakeOver) Line() string {
	own := filepath.Join(t.Dir, t.File)
	return plan.Quote("grep", "-q", ".", own) + " || " + plan.Quote("cat", filepath.Join(filepath.Dir(t.Dir), t.File)) + " > " + plan.Quote(own)
}

// Do leaves a value that is there.
func (t TakeOver) Do() error {
	own := filepath.Join(t.Dir, t.File)
	if len(words(own)) > 0 {
		return nil
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(t.Dir), t.File))
	if err != nil {
		return fmt.Errorf("%s: %w", t.Name(), err)
	}
	return Value{File: own, Text: strings.TrimSpace(string(text))}.Do()
}

// MoveAll moves all processes of one group to another.
type MoveAll struct{ From, To string }

// Name is "move the processes of" and the group.
func (m MoveAll) Name() string { return "move the processes of " + m.From + " to " + m.To }

// Line is a loop.
func (m MoveAll) Line() string {
	return fmt.Sprintf("while read -r p; do echo $p > %s; done < %s",
		plan.Quote(filepath.Join(m.To, "cgroup.procs")), plan.Quote(filepath.Join(m.From, "cgroup.procs")))
}

// Do moves until none is left: a process may fork meanwhile.
func (m MoveAll) Do() error {
	const rounds = 100
	for range rounds {
		pids := words(filepath.Join(m.From, "cgroup.procs"))
		if len(pids) == 0 {
			return nil
		}
		for _, pid := range pids {
			err := Value{File: filepath.Join(m.To, "cgroup.procs"), Text: pid}.Do()
			if err != nil && !errors.Is(err, unix.ESRCH) { // it has ended
				return err
			}
		}
	}
	return fmt.Errorf("%s: they fork faster than they are moved", m.Name())
}
