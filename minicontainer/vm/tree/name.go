package tree

import (
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

var errBreakout = errors.New("leads out of the tree")

// cleanName makes a name one relative to the root, which is ".". An absolute name is relative to the root, too; a name that
// climbs above the root is nobody's mistake.
func cleanName(name string) (string, error) {
	if len(name) > maxPath {
		return "", fmt.Errorf("%w: %d bytes, and the kernel takes %d", unix.ENAMETOOLONG, len(name), maxPath)
	}
	clean := path.Clean(strings.TrimLeft(name, "/"))
	if clean == ".." || strings.HasPrefix(clean, "../") {
		return "", errBreakout
	}
	return clean, nil
}

// shown is a name for an error: a stranger's name must neither flood nor steer the terminal it is printed on.
func shown(name string) string {
	const enough = 200
	if len(name) > enough {
		return strconv.Quote(name[:enough]) + "…"
	}
	if quoted := strconv.Quote(name); name == "" || quoted != `"`+name+`"` {
		return quoted
	}
	return name
}
