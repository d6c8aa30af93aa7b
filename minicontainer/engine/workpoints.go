// The places that are made for mounts, and are no part of an image.

package engine

import (
	"path"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// missing are those of the places, with the directories on the way to them, that the root does not have yet.
func (ws *workspace) missing(places []string) (missing []string) {
	roots := append([]string{ws.scratch.Upper()}, ws.lowers...)
	if ws.scratch.Copy {
		roots = []string{ws.scratch.Root()}
	}
	seen := map[string]bool{}
	for _, p := range places {
		for ; p != "/" && p != "." && !seen[p]; p = path.Dir(p) {
			seen[p] = true
			if !isThere(roots, p) {
				missing = append(missing, p)
			}
		}
	}
	return missing
}

func isThere(roots []string, name string) bool {
	for _, root := range roots {
		f, err := syscalls.OpenInRoot(root, name, unix.O_PATH|unix.O_NOFOLLOW)
		if err == nil {
			f.Close()
			return true
		}
	}
	return false
}

// unmake removes the empty directories and files that were made for mounts: they are no part of the image.
func (ws *workspace) unmake(made []string) {
	top := ws.scratch.Upper()
	if ws.scratch.Copy {
		top = ws.scratch.Root()
	}
	for range made { // the deeper ones first, by as many rounds as it takes
		for _, name := range made {
			removeEmptyIn(top, name)
		}
	}
}

func removeEmptyIn(root, name string) {
	dir, err := syscalls.OpenInRoot(root, path.Dir(name), unix.O_PATH|unix.O_DIRECTORY)
	if err != nil {
		return
	}
	defer dir.Close()
	if unix.Unlinkat(int(dir.Fd()), path.Base(name), unix.AT_REMOVEDIR) == nil {
		return
	}
	var st unix.Stat_t
	if unix.Fstatat(int(dir.Fd()), path.Base(name), &st, unix.AT_SYMLINK_NOFOLLOW) == nil && st.Mode&unix.S_IFMT == unix.S_IFREG && st.Size == 0 {
		unix.Unlinkat(int(dir.Fd()), path.Base(name), 0) //nolint:errcheck // an empty file stays in the image
	}
}
