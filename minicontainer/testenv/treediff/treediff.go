// Package treediff compares two directory trees in all that a layer keeps: type, mode, owner, time, the names that
// are hard links of each other, device numbers, extended attributes, symlinks' targets, and content.
package treediff

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"golang.org/x/sys/unix"
)

// Ignore names what does not count; it may be added up. The zero value: nothing.
type Ignore int

const (
	Times      Ignore = 1 << iota
	DirTimes          // of directories
	LinkTimes         // of symlinks
	Owners            // user and group
	Attributes        // extended ones
)

// Compare tells each difference between the trees as a line, "PATH: WHAT A B", sorted; none if they are equal. What cannot be
// read is a difference, too. Labels of the security module and an overlay's own attributes do not count.
func Compare(a, b string) []string { return CompareBut(a, b, 0) }

// CompareBut is Compare without what is to be ignored.
func CompareBut(a, b string, ignore Ignore) []string {
	left, right := walk(a, ignore), walk(b, ignore)
	var found []string
	for name, facts := range left {
		other, there := right[name]
		if !there {
			found = append(found, fmt.Sprintf("%s: only in %s", name, a))
			continue
		}
		for _, d := range facts.differences(other) {
			found = append(found, fmt.Sprintf("%s: %s", name, d))
		}
	}
	for name := range right {
		if _, there := left[name]; !there {
			found = append(found, fmt.Sprintf("%s: only in %s", name, b))
		}
	}
	sort.Strings(found)
	return found
}

// facts are what is compared of a file, by what they are about.
type facts map[string]string

func (f facts) differences(other facts) (lines []string) {
	for what, value := range f {
		if other[what] != value {
			lines = append(lines, fmt.Sprintf("%s %q %q", what, value, other[what]))
		}
	}
	for what, value := range other {
		if _, both := f[what]; !both {
			lines = append(lines, fmt.Sprintf("%s %q %q", what, "", value))
		}
	}
	return lines
}

type inode struct{ dev, ino uint64 }

func walk(root string, ignore Ignore) map[string]facts {
	all := map[string]facts{}
	groups := map[inode][]string{}
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		name := "." + strings.TrimPrefix(path, filepath.Clean(root))
		f := facts{}
		if all[name] = f; err != nil {
			f["error"] = err.Error()
			return nil
		}
		var st unix.Stat_t
		if err := unix.Lstat(path, &st); err != nil {
			f["error"] = err.Error()
			return nil
		}
		f.add(path, &st, ignore)
		if st.Nlink > 1 && st.Mode&unix.S_IFMT != unix.S_IFDIR {
			id := inode{uint64(st.Dev), st.Ino}
			groups[id] = append(groups[id], name)
		}
		return nil
	})
	if err != nil {
		all["."] = facts{"error": err.Error()}
	}
	for _, names := range groups {
		// Names outside of the tree are not its business.
		if sort.Strings(names); len(names) > 1 {
			for _, name := range names {
				all[name]["linked with"] = strings.Join(names, " ")
			}
		}
	}
	return all
}

func (f facts) add(path string, st *unix.Stat_t, ignore Ignore) {
	kind := st.Mode & unix.S_IFMT
	f["mode"] = fmt.Sprintf("%06o", st.Mode)
	if ignore&Owners == 0 {
		f["owner"] = fmt.Sprintf("%d:%d", st.Uid, st.Gid)
	}
	if ignore&Times == 0 && (kind != unix.S_IFDIR || ignore&DirTimes == 0) && (kind != unix.S_IFLNK || ignore&LinkTimes == 0) {
		f["time"] = fmt.Sprintf("%d.%09d", st.Mtim.Sec, st.Mtim.Nsec)
	}
	if ignore&Attributes == 0 {
		f.addAttributes(path)
	}
	switch kind {
	case unix.S_IFREG:
		f["size"] = fmt.Sprint(st.Size)
		f["content"] = content(path)
	case unix.S_IFLNK:
		target, err := os.Readlink(path)
		f["target"] = said(target, err)
	case unix.S_IFCHR, unix.S_IFBLK:
		f["device"] = fmt.Sprintf("%d:%d", unix.Major(uint64(st.Rdev)), unix.Minor(uint64(st.Rdev)))
	}
}

func content(path string) string {
	file, err := os.Open(path)
	if err != nil {
		return err.Error()
	}
	defer file.Close()
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	return said(fmt.Sprintf("%x", hash.Sum(nil)[:8]), err)
}

func (f facts) addAttributes(path string) {
	const most = 64 << 10 // XATTR_LIST_MAX, XATTR_SIZE_MAX
	names := make([]byte, most)
	n, err := unix.Llistxattr(path, names)
	if err != nil && err != unix.ENOTSUP { //nolint:errorlint // a bare errno
		f["attributes"] = err.Error()
		return
	}
	for _, name := range bytes.Split(names[:max(n, 0)], []byte{0}) {
		if isOurs(string(name)) {
			value := make([]byte, most)
			n, err := unix.Lgetxattr(path, string(name), value)
			f[string(name)] = said(string(value[:max(n, 0)]), err)
		}
	}
}

func isOurs(name string) bool {
	prefixes := []string{"security.selinux", "security.apparmor", "security.SMACK64", "trusted.overlay.", "user.overlay."}
	return name != "" && !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) })
}

func said(text string, err error) string {
	if err != nil {
		return err.Error()
	}
	return text
}
