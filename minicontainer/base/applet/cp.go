package applet

// cp: which file goes where. How one file is copied is in copy.go.

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

var cpCommand = command{
	name: "cp", usage: "[-arRdPLpfinvuT] SOURCE... DEST", short: "copy files",
	options: "arRdPLpfinvuTt:", long: "archive=a recursive=r force=f interactive=i no-clobber=n verbose=v no-dereference=P dereference=L target-directory=t",
	run: runCp,
}

func runCp(c *call) error {
	sources, target, intoDirectory, err := c.sourcesAndTarget()
	if err != nil {
		return err
	}
	copier := newCopier(c)
	for _, source := range sources {
		if err := copier.copy(source, destination(source, target, intoDirectory)); err != nil {
			c.warn(err)
		}
	}
	return nil
}

// sourcesAndTarget splits the operands of cp, mv and ln. Several sources need
// a directory; one source goes into the target when that is a directory.
func (c *call) sourcesAndTarget() (sources []string, target string, intoDirectory bool, err error) {
	operands := c.operands
	if directory, ok := c.value("t"); ok {
		operands = append(operands[:len(operands):len(operands)], directory)
	}
	if len(operands) < 2 {
		return nil, "", false, usagef("a source and a destination are needed")
	}
	sources, target = operands[:len(operands)-1], operands[len(operands)-1]
	info, statErr := os.Stat(target)
	intoDirectory = statErr == nil && info.IsDir() && !c.has("T")
	if !intoDirectory && (len(sources) > 1 || strings.HasSuffix(target, "/") && statErr != nil && c.name != "cp") {
		return nil, "", false, fmt.Errorf("write to %s: not a directory", target)
	}
	return sources, target, intoDirectory, nil
}

func destination(source, target string, intoDirectory bool) string {
	if !intoDirectory {
		return target
	}
	base := filepath.Base(source)
	if base == ".." || base == "." || base == "/" {
		return target
	}
	return filepath.Join(target, base)
}

// mayReplace asks, or refuses, as -n, -i and -u say.
func (c *call) mayReplace(source os.FileInfo, target string) bool {
	info, err := os.Lstat(target)
	if errors.Is(err, os.ErrNotExist) {
		return true
	}
	switch c.last("n", "i", "f") {
	case "n":
		return false
	case "i":
		return confirm("%s: overwrite '%s'?", c.name, target)
	}
	return !c.has("u") || err == nil && source.ModTime().After(info.ModTime())
}
