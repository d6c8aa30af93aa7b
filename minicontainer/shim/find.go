package shim

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// Found is a shim that runs.
type Found struct {
	ID      string // of its container
	Process record.Process
}

// Find lists the running shims of a state directory, by their argument lists.
func Find(state string) ([]Found, error) {
	dirs, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return nil, err
	}
	if len(dirs) == 0 {
		return nil, errors.New("list processes: /proc shows none")
	}
	var shims []Found
	for _, dir := range dirs {
		cmdline, err := os.ReadFile(filepath.Join(dir, "cmdline"))
		args := strings.Split(string(cmdline), "\x00")
		if err != nil || len(args) != 4 || args[0] != shimName || args[2] != state || elsewhere(dir, state) {
			continue // another program, or one that has just ended
		}
		pid, err := strconv.Atoi(filepath.Base(dir))
		if err != nil {
			continue
		}
		if process, err := record.Identify(pid); err == nil {
			shims = append(shims, Found{args[1], process})
		}
	}
	return shims, nil
}

// elsewhere tells whether the path is that of another directory where the process of a /proc directory is: in another
// container, say, whose processes we see.
func elsewhere(process, state string) bool {
	theirs, err := os.Stat(filepath.Join(process, "root") + state)
	if err != nil {
		return false // theirs may have been removed
	}
	ours, err := os.Stat(state)
	return err == nil && !os.SameFile(theirs, ours)
}
