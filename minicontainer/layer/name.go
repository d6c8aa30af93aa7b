package layer

import (
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// maxName is the longest name that a system call takes.
const maxName = unix.PathMax - 1

var errBreakout = errors.New("leads out of the directory")

// cleanName makes a name of an archive one relative to the root, which is ".". As all tools have it,
// an absolute name is relative to the root, too; a name that climbs above the root is nobody's mistake.
func cleanName(name string) (string, error) {
	if len(name) > maxName {
		return "", fmt.Errorf("name of %d bytes, and the kernel takes %d", len(name), maxName)
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
