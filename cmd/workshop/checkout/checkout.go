// Package checkout finds the source tree around a directory: a clone of the project, or a
// learner's folder, which is a module of the same name with the exercises only.
package checkout

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Module is this project's module path.
const Module = "github.com/minicontainer/minicontainer"

// ErrOutside says that a directory is in no such tree.
var ErrOutside = errors.New("is not inside a clone of " + Module)

// Clone is Root for what needs the whole project: a learner's folder will not do.
func Clone(dir string) (string, error) {
	root, err := Root(dir)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(filepath.Join(root, "cmd", "workshop")); err != nil {
		return "", fmt.Errorf("find checkout: %s holds the exercises only; this needs a clone of %s", root, Module)
	}
	return root, nil
}

// Root returns the absolute path of the tree that contains dir: the closest directory
// upwards whose go.mod names our module. The error is ErrOutside if there is none.
func Root(dir string) (string, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find checkout: %w", err)
	}
	for at := start; ; at = filepath.Dir(at) {
		data, err := os.ReadFile(filepath.Join(at, "go.mod"))
		if err == nil && strings.HasPrefix(string(data), "module "+Module+"\n") {
			return at, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("find checkout: %w", err)
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("find checkout: %s %w", start, ErrOutside)
		}
	}
}

// Files lists the files below root whose names end in suffix, with slashes and
// relative to root, in lexical order. Like the go command it passes over testdata
// and names that begin with a dot or an underscore; and over dist, where packed
// programs are put.
func Files(root, suffix string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != root && skipped(entry.Name()) {
			return filepath.SkipDir
		}
		if entry.Type().IsRegular() && strings.HasSuffix(entry.Name(), suffix) {
			name, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			files = append(files, filepath.ToSlash(name))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list files: %w", err)
	}
	return files, nil
}

func skipped(directory string) bool {
	return directory == "testdata" || directory == "dist" ||
		strings.HasPrefix(directory, ".") || strings.HasPrefix(directory, "_")
}
