// Whether two places have the same root file system: a line for each file, sorted, and a digest of all lines.
//
// What no two places can have in common is left out, and exactly that: the kernel's own trees and what is for one boot (/dev /proc
// /sys /tmp /run), the three files that a runtime writes for the network, whatever else is mounted, and the
// probe itself. The size of a directory is left out, too: it says how the file system keeps names. So are times: a copy may be younger.

package probe

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// Tree is a root file system in short.
type Tree struct {
	Digest string `json:"digest"` // sha256 of the listing
	Files  int    `json:"files"`  // lines of it
	Bytes  int64  `json:"bytes"`  // of regular files
}

// Excluded are the paths that the listing leaves out.
func Excluded() []string {
	return []string{"/dev", "/proc", "/sys", "/tmp", "/run", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"}
}

// listing is the lines, in the order of paths.
type listing struct {
	lines []string
	bytes int64
}

func (l *listing) digest() Tree {
	h := sha256.New()
	for _, line := range l.lines {
		fmt.Fprintln(h, line)
	}
	return Tree{Digest: hex.EncodeToString(h.Sum(nil)), Files: len(l.lines), Bytes: l.bytes}
}

// list lists all below root. WalkDir goes in the order of names, directory by directory, which is the same everywhere.
func list(root, self string) (*listing, error) {
	excluded := append(Excluded(), self)
	excluded = append(excluded, mountPoints()...)
	l := &listing{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := "/" + strings.TrimPrefix(strings.TrimPrefix(path, root), "/")
		if name != "/" && slices.Contains(excluded, name) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		return l.add(name, path)
	})
	return l, err
}

func (l *listing) add(name, path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	stat := info.Sys().(*syscall.Stat_t) //nolint:forcetypeassert // it is that on Linux
	line := fmt.Sprintf("%q %s %04o %d %d", name, sort(info.Mode()), stat.Mode&0o7777, stat.Uid, stat.Gid)
	switch info.Mode().Type() {
	case 0:
		sum, err := sumOf(path)
		if err != nil {
			return err
		}
		l.bytes += info.Size()
		line += fmt.Sprintf(" %d %s", info.Size(), sum)
	case fs.ModeSymlink:
		target, err := os.Readlink(path)
		if err != nil {
			return err
		}
		line += fmt.Sprintf(" %q", target)
	case fs.ModeDevice, fs.ModeDevice | fs.ModeCharDevice:
		line += fmt.Sprintf(" %d", stat.Rdev)
	}
	l.lines = append(l.lines, line)
	return nil
}

// sort is the letter by which ls shows what a file is.
func sort(mode fs.FileMode) string {
	switch mode.Type() {
	case fs.ModeDir:
		return "d"
	case fs.ModeSymlink:
		return "l"
	case fs.ModeNamedPipe:
		return "p"
	case fs.ModeSocket:
		return "s"
	case fs.ModeDevice:
		return "b"
	case fs.ModeDevice | fs.ModeCharDevice:
		return "c"
	}
	return "-"
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// mountPoints are those of this mount namespace, but for the root. A blank in one is written as \040. Source: proc_pid_mountinfo(5).
func mountPoints() []string {
	unquote := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)
	var points []string
	for _, line := range strings.Split(content("/proc/self/mountinfo"), "\n") {
		if fields := strings.Fields(line); len(fields) > 4 && fields[4] != "/" {
			points = append(points, unquote.Replace(fields[4]))
		}
	}
	return points
}
