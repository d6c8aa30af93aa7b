package applet

import (
	"os"
	"strings"
)

// walk calls visit for root and all below it, a directory before its entries in
// the order of their names. No link is followed. Unlike filepath.WalkDir it
// keeps the root as it was written: the names under "." begin with "./".
func walk(root string, visit func(path string, info os.FileInfo, err error)) {
	info, err := os.Lstat(root)
	visit(root, info, err)
	if err != nil || !info.IsDir() {
		return
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		visit(root, info, err)
	}
	for _, entry := range entries {
		walk(join(root, entry.Name()), visit)
	}
}

// join is filepath.Join that does not clean the directory's name.
func join(directory, name string) string {
	return strings.TrimSuffix(directory, "/") + "/" + name
}
