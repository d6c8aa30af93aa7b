// Patterns in the sources of COPY: `COPY *.go src/`.
//
// A pattern is matched part by part, as a star stops at a slash: each part without pattern characters is walked by
// the kernel, in the tree as if it were "/", and each part with them is compared with the names in
// the directory so far. Names are sorted: the archive must not depend on the file system's order.

package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// match is a path that a source stands for.
type match struct {
	path    string
	pattern bool // the source has pattern characters: nobody said that it is there
}

// find is the paths that the sources stand for. A source without pattern characters stands for itself, whether it is
// there or not.
func (s Selection) find(root string) ([]match, error) {
	var found []match
	for _, source := range s.Sources {
		clean := path.Join("/", source)
		if !hasPattern(clean) {
			found = append(found, match{path: unquotePattern(clean)})
			continue
		}
		matched, err := glob(root, clean)
		if err != nil {
			return nil, fmt.Errorf("match %s: %w", source, err)
		}
		for _, name := range matched {
			found = append(found, match{name, true})
		}
	}
	return found, nil
}

// Only selects one path, whatever characters it has, with its owners.
func Only(name string) Selection {
	return Selection{Sources: []string{quotePattern(name)}, KeepOwners: true}
}

// hasPattern tells whether path.Match would take a name for more than itself.
func hasPattern(name string) bool {
	escaped := false
	for _, c := range name {
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case strings.ContainsRune("*?[", c):
			return true
		}
	}
	return false
}

// quotePattern has path.Match take a name for itself; unquotePattern is its inverse.
func quotePattern(name string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(name)
}

func unquotePattern(pattern string) string {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		if pattern[i] == '\\' && i+1 < len(pattern) {
			i++
		}
		b.WriteByte(pattern[i])
	}
	return b.String()
}

// glob is the paths in root that a pattern matches, sorted.
func glob(root, pattern string) ([]string, error) {
	if _, err := path.Match(pattern, ""); err != nil {
		return nil, err
	}
	found := []string{"/"}
	for _, part := range strings.Split(strings.Trim(pattern, "/"), "/") {
		var next []string
		for _, dir := range found {
			matched, err := globIn(root, dir, part)
			if err != nil {
				return nil, err
			}
			next = append(next, matched...)
		}
		found = next
	}
	return found, nil
}

// globIn is the paths of those in one directory that a pattern's part matches. What is no directory has none.
func globIn(root, dir, part string) ([]string, error) {
	if !hasPattern(part) {
		name := path.Join(dir, unquotePattern(part))
		there, err := exists(root, name, 0)
		if !there {
			return nil, err
		}
		return []string{name}, nil
	}
	names, err := list(root, dir)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, name := range names {
		if ok, _ := path.Match(part, name); ok { // glob has seen that the pattern is one
			found = append(found, path.Join(dir, name))
		}
	}
	return found, nil
}

// exists tells whether something has this name; with O_NOFOLLOW, be it a symlink to nowhere.
func exists(root, name string, flags int) (bool, error) {
	file, err := syscalls.OpenInRoot(root, name, unix.O_PATH|flags)
	if err != nil {
		if errors.Is(missing(err), ErrNothingTaken) {
			return false, nil
		}
		return false, err
	}
	return true, file.Close()
}

func list(root, dir string) ([]string, error) {
	file, err := syscalls.OpenInRoot(root, dir, os.O_RDONLY|unix.O_DIRECTORY)
	if err != nil {
		if errors.Is(err, unix.ENOTDIR) || errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return nil, err
	}
	defer file.Close()
	names, err := file.Readdirnames(-1)
	sort.Strings(names)
	return names, err
}
