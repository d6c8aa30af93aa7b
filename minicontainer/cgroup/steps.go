package cgroup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Dir makes one group. It must not be there yet: a group that somebody else made
// may hold somebody else's processes.
type Dir struct{ Path string }

// Name is "make control group" and the path.
func (d Dir) Name() string { return "make control group " + d.Path }

// Line is mkdir.
func (d Dir) Line() string { return plan.Quote("mkdir", d.Path) }

// Do makes the directory; the kernel fills it with files.
func (d Dir) Do() error {
	if err := os.Mkdir(d.Path, 0o755); err != nil {
		return fmt.Errorf("make control group: %w", err)
	}
	return nil
}

// Value writes a value to a file of a group. IfThere passes over a file that this
// kernel does not have.
type Value struct {
	File, Text string
	IfThere    bool
}

// Name is "set", the file's name and the value.
func (v Value) Name() string { return "set " + filepath.Base(v.File) + " to " + v.Text }

// Line is echo.
func (v Value) Line() string {
	line := plan.Quote("echo", v.Text) + " > " + plan.Quote(v.File)
	if v.IfThere {
		return "[ ! -e " + plan.Quote(v.File) + " ] || " + line
	}
	return line
}

// Do writes in one write(2): the kernel takes each for a whole value.
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
		return fmt.Errorf("%s: %w", v.Name(), err)
	}
	return nil
}
