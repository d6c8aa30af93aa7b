package rootfs

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// A Refusal says why a path cannot be a root directory. Callers that give hints
// key them on Reason.
type Refusal struct {
	Path   string
	Reason Reason
	Detail string
}

// Reason is the state that Check found.
type Reason string

// The reasons of a Refusal.
const (
	Missing  Reason = "no such directory"
	NotADir  Reason = "not a directory"
	Symlink  Reason = "is a symbolic link"
	Empty    Reason = "the directory is empty"
	HostRoot Reason = "is the host's own root"
)

func (r *Refusal) Error() string {
	if r.Detail != "" {
		return fmt.Sprintf("use root %s: %s %s", r.Path, r.Reason, r.Detail)
	}
	return fmt.Sprintf("use root %s: %s", r.Path, r.Reason)
}

// Check tells whether dir can be a container's root, before anything is mounted
// in it, and returns its absolute path without symlinks in the parents. A
// symlink as the last part is refused: whoever can change the link between this
// look and the mount would choose what becomes the root (CVE-2021-30465). The path is
// walked again by the mount, so the directories above it must be the caller's own.
// Errors are *Refusal or the kernel's.
func Check(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("use root %s: %w", dir, err)
	}
	info, err := os.Lstat(abs)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", &Refusal{Path: dir, Reason: Missing}
	case err != nil:
		return "", fmt.Errorf("use root %s: %w", dir, errors.Unwrap(err))
	case info.Mode()&os.ModeSymlink != 0:
		to, _ := os.Readlink(abs) //nolint:errcheck // only decorates the refusal
		return "", &Refusal{Path: dir, Reason: Symlink, Detail: "to " + to}
	case !info.IsDir():
		return "", &Refusal{Path: dir, Reason: NotADir}
	}
	return checkDir(dir, abs)
}

func checkDir(name, abs string) (string, error) {
	real, err := filepath.EvalSymlinks(abs)
	if err != nil {
		return "", fmt.Errorf("use root %s: %w", name, err)
	}
	if real == "/" {
		return "", &Refusal{Path: name, Reason: HostRoot}
	}
	d, err := os.Open(real)
	if err != nil {
		return "", fmt.Errorf("use root %s: %w", name, errors.Unwrap(err))
	}
	defer d.Close()
	if _, err := d.Readdirnames(1); errors.Is(err, io.EOF) {
		return "", &Refusal{Path: name, Reason: Empty}
	}
	return real, nil
}
