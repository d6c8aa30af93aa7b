package applet

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

var mvCommand = command{
	name: "mv", usage: "[-finTu] SOURCE... DEST", short: "rename or move files",
	options: "finTuvt:", long: "force=f interactive=i no-clobber=n verbose=v target-directory=t", run: runMv,
}

func runMv(c *call) error {
	sources, target, intoDirectory, err := c.sourcesAndTarget()
	if err != nil {
		return err
	}
	for _, source := range sources {
		if err := c.move(source, destination(source, target, intoDirectory)); err != nil {
			c.warn(err)
		}
	}
	return nil
}

func (c *call) move(source, target string) error {
	info, err := os.Lstat(source)
	if err != nil {
		return err
	}
	if there, err := os.Lstat(target); err == nil && os.SameFile(info, there) {
		return fmt.Errorf("move %s to %s: they are the same file", source, target)
	}
	if !c.mayReplace(info, target) {
		return nil
	}
	err = unix.Rename(source, target)
	if errors.Is(err, unix.EXDEV) {
		err = c.moveAcross(source, target)
	} else if err != nil {
		err = fmt.Errorf("move %s to %s: %w", source, target, err)
	}
	if err == nil && c.has("v") {
		c.printf("'%s' -> '%s'\n", source, target)
	}
	return err
}

// moveAcross copies and then removes: rename(2) works within one file system
// only, and the layers of a container are several.
func (c *call) moveAcross(source, target string) error {
	before := c.status
	copying := *c
	copying.options = options{given: []option{{name: "a"}, {name: "f"}}}
	if err := removeExisting(target); err != nil {
		return err
	}
	err := newCopier(&copying).copy(source, target)
	if err != nil || copying.status != before {
		c.status = max(c.status, copying.status)
		return errors.Join(err, fmt.Errorf("move %s to %s: not all was copied, the source stays", source, target))
	}
	return os.RemoveAll(source)
}

var lnCommand = command{
	name: "ln", usage: "[-sfnvT] TARGET... LINK|DIR", short: "make links",
	options: "sfnvTt:", long: "symbolic=s force=f no-dereference=n verbose=v", run: runLn,
}

func runLn(c *call) error {
	if len(c.operands) == 1 {
		c.operands = append(c.operands, ".")
	}
	sources, target, intoDirectory, err := c.sourcesAndTarget()
	if err != nil {
		return err
	}
	if info, err := os.Lstat(target); err == nil && info.Mode()&os.ModeSymlink != 0 && c.has("n") {
		intoDirectory = false // -n: a link to a directory is a name to replace
	}
	for _, source := range sources {
		if err := c.link(source, destination(source, target, intoDirectory)); err != nil {
			c.warn(err)
		}
	}
	return nil
}

func (c *call) link(source, target string) error {
	if c.has("f") {
		if err := removeExisting(target); err != nil {
			return err
		}
	}
	if c.has("s") {
		return os.Symlink(source, target)
	}
	return os.Link(source, target)
}
