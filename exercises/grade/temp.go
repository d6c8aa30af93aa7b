//go:build linux

package grade

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// tempPrefix begins the name of every directory that a check works in; the number of
// the process that made it follows, so that what a killed one has left can be told.
const tempPrefix = "minicontainer-work-"

// TempDir makes a directory for a piece of work. The caller removes it; if the process
// is killed, Sweep does.
func TempDir() (string, error) {
	dir, err := os.MkdirTemp("", tempPrefix+strconv.Itoa(os.Getpid())+"-")
	if err != nil {
		return "", fmt.Errorf("make temporary directory: %w", err)
	}
	return dir, nil
}

// Sweep removes what checks that were killed have left: temporary directories and control
// groups. What cannot be removed is left for the next time.
func Sweep() error {
	dirs, err := filepath.Glob(filepath.Join(os.TempDir(), tempPrefix+"*"))
	if err != nil {
		return err
	}
	var failed []error
	for _, dir := range dirs {
		if ownerGone(filepath.Base(dir), tempPrefix) && isOurs(dir) {
			failed = append(failed, os.RemoveAll(dir))
		}
	}
	return errors.Join(append(failed, sweepCages())...)
}

// isOurs tells a directory of this user from what others may put beside it in a shared place.
func isOurs(dir string) bool {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() {
		return false
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(owner.Uid) == os.Geteuid()
}

// ownerGone reads the number behind the prefix of a name, and tells whether there is no such process
// any more.
func ownerGone(name, prefix string) bool {
	rest, ours := strings.CutPrefix(name, prefix)
	pid, _, _ := strings.Cut(rest, "-")
	if _, err := strconv.Atoi(pid); !ours || err != nil {
		return false
	}
	_, err := os.Stat("/proc/" + pid)
	return errors.Is(err, os.ErrNotExist)
}
