package mount

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Point makes the place to mount on, unless it is there: a directory, or, when
// Like names something on the host that is no directory, an empty file, because
// the kernel mounts a file only on a file.
type Point struct {
	Root, Target string
	Like         string // host path of a bind mount's source, or ""
}

// Name is "make mount point" and the path.
func (p Point) Name() string { return "make mount point " + p.Target }

// Do makes the mount point. What it made stays in the root when the container is gone.
func (p Point) Do() error {
	made, err := p.create()
	if err != nil {
		return fmt.Errorf("%s: %w", p.Name(), err)
	}
	return made.Close()
}

func (p Point) create() (*os.File, error) {
	if p.Like == "" {
		return syscalls.MkdirInRoot(p.Root, p.Target)
	}
	info, err := os.Stat(p.Like)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return syscalls.MkdirInRoot(p.Root, p.Target)
	}
	return syscalls.CreateInRoot(p.Root, p.Target)
}

// Line is mkdir, or touch where the source is a file or a device; a source that
// is missing is made, as the command line makes it.
func (p Point) Line() string {
	path := filepath.Join(orSlash(p.Root), p.Target)
	if p.Like == "" {
		return plan.Quote("mkdir", "-p", path)
	}
	return fmt.Sprintf("if [ -f %s ] || [ -c %s ]; then mkdir -p %s; touch %s; else mkdir -p %s %s; fi",
		plan.Quote(p.Like), plan.Quote(p.Like), plan.Quote(filepath.Dir(path)), plan.Quote(path), plan.Quote(p.Like), plan.Quote(path))
}
