package tree_test

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
)

// A tree is what package layer makes of the same layers in a directory.
func TestATreeIsWhatWouldBeUnpacked(t *testing.T) {
	testenv.RealRoot(t)
	for name, c := range unpackings {
		t.Run(name, func(t *testing.T) {
			var archives [][]byte
			for _, entries := range c {
				archives = append(archives, archive(t, entries...))
			}
			sameAsUnpacked(t, archives)
		})
	}
}

var unpackings = map[string][][]tar.Header{
	"all kinds": {{
		owned(dir("./"), 1, 2, 0o750), dir("bin"), owned(file("bin/su"), 0, 0, 0o4755), owned(dir("tmp"), 0, 0, 0o1777), symlink("sbin", "/bin"),
		device("null", tar.TypeChar, 1, 3), device("disk", tar.TypeBlock, 259, 70000), {Name: "pipe", Typeflag: tar.TypeFifo},
		attributed(owned(file("b"), 70000, 100000, 0o600), "user.x", "y"), hardLink("c", "b"), hardLink("tmp/d", "/c"), file("empty/parents/f"),
	}},
	"names from outside": {{file("/a"), file("./b"), file("c/./d/../e"), dir("f/")}},
	"through symlinks": {
		{dir("usr/lib"), symlink("lib", "usr/lib"), symlink("up", "../../.."), symlink("abs", "/usr"), symlink("usr/back", "../lib")},
		{file("lib/x"), file("up/y"), file("abs/z"), file("usr/back/w"), hardLink("v", "abs/z"), file("lib/.wh.nothing")},
	},
	"whiteouts": {
		{file("a"), file("d/a"), file("d/e/b"), file("o/a"), file("o/p/b"), symlink("l", "d"), file("l2/x")},
		{file("o/new"), file(".wh.a"), file("d/.wh.e"), file("o/.wh..wh..opq"), file("l/.wh.a"), file("o/p/c"), file(".wh..wh.aufs"), file("x/.wh.y")},
	},
	"a whiteout hides nothing of its own layer": {
		{file("a"), file("d/lower")},
		{file("a"), file(".wh.a"), file("d/upper"), file(".wh.d")},
		{file("a/now/a/directory"), file(".wh..wh..opq")},
	},
	"replacements": {
		{file("a"), file("d/x"), symlink("s", "d"), dir("e"), file("f/g/h")},
		{file("d"), dir("a"), dir("s"), owned(dir("e"), 3, 3, 0o700), symlink("f", "a"), file("f/in-a"), file("a/b")},
	},
	"a hard link keeps what is replaced": {
		{file("a"), hardLink("b", "a"), symlink("s", "a"), hardLink("t", "s")},
		{{Name: "a", Size: 7}, hardLink("c", "b"), file(".wh.b")},
	},
	"a later entry of a directory": {
		{attributed(dir("d"), "user.x", "1"), file("d/a")},
		{attributed(dir("d"), "user.y", "2"), owned(dir("d"), 5, 6, 0o711)},
	},
	"errors: a root that is a file":  {{file(".")}},
	"errors: out of the tree":        {{file("a/../../b")}},
	"errors: a link to nothing":      {{hardLink("a", "b")}},
	"errors: a link to a directory":  {{dir("d"), hardLink("a", "d")}},
	"errors: a link to itself":       {{file("a"), hardLink("a", "./a")}},
	"errors: a link out of its own":  {{file("a/b"), hardLink("a", "a/b")}},
	"errors: links in a circle":      {{symlink("a", "b"), symlink("b", "a"), file("a/c")}},
	"errors: whiteouts in a circle":  {{symlink("a", "a")}, {file("a/.wh.b")}},
	"errors: opaque in a circle":     {{symlink("a", "a")}, {file("a/.wh..wh..opq")}},
	"errors: a dangling parent":      {{symlink("a", "nowhere"), file("a/c")}},
	"errors: whiteout of nothing":    {{file("a/.wh.")}},
	"errors: through a whiteout":     {{file(".wh.a/b")}},
	"errors: an overlay's attribute": {{attributed(file("a"), "trusted.overlay.opaque", "y")}},
	"errors: an overlay's mark":      {{device("a", tar.TypeChar, 0, 0)}},
	"errors: a device out of range":  {{device("a", tar.TypeBlock, 4096, 0)}},
	"errors: nobody's owner":         {{owned(file("a"), 1<<32-1, 0, 0o644)}},
	"errors: a component too long":   {{file(strings.Repeat("a", 256) + "/b")}},
	"errors: a name too long":        {{file(strings.Repeat("a/", 2048) + "b")}},
}

// sameAsUnpacked compares, also the errors as far as that there is one.
func sameAsUnpacked(t *testing.T, archives [][]byte) {
	t.Helper()
	dir, err := os.MkdirTemp("", "unpacked")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	var unpackErr error
	for _, a := range archives {
		if unpackErr == nil {
			_, unpackErr = layer.Unpack(bytes.NewReader(a), dir, layer.UnpackOptions{MaxBytes: 1 << 20, MaxEntries: 1000})
		}
	}
	got, err := tree.Read(layers(archives...)...)
	if err == nil && errors.Is(unpackErr, unix.ELOOP) {
		return // at its end it looks for directories once more, also for those that a circle of symlinks has replaced
	}
	if (err == nil) != (unpackErr == nil) {
		t.Fatalf("read:   %v\nunpack: %v", err, unpackErr)
	}
	if err != nil {
		if !strings.HasPrefix(err.Error(), "read layer ") {
			t.Errorf("an error that does not say what was done: %v", err)
		}
		return
	}
	want, have := describeDirectory(t, dir), describe(t, got)
	for i := 0; i < max(len(want), len(have)); i++ {
		if i >= len(want) || i >= len(have) || want[i] != have[i] {
			t.Fatalf("unpacked:\n%s\nread:\n%s", strings.Join(want, "\n"), strings.Join(have, "\n"))
		}
	}
}

// describe is a line for each entry. Times of directories are left out: a directory that is there changes its time when
// something is unpacked into it.
func describe(t testing.TB, tr *tree.Tree) (lines []string) {
	t.Helper()
	content := map[*tree.File]string{}
	err := tr.Content(func(e tree.Entry, r io.Reader) error {
		if _, twice := content[e.File]; twice {
			t.Errorf("%s: told twice", e.Path)
		}
		text, err := io.ReadAll(r)
		content[e.File] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range tr.Entries() {
		line := fmt.Sprintf("%q %o %d:%d", e.Path, e.Mode, e.UID, e.GID)
		if e.Kind() != unix.S_IFDIR {
			line += fmt.Sprintf(" %d links %d", e.Modified.UnixNano(), e.Links)
		}
		line += fmt.Sprintf(" %q %d:%d %q %v", e.Target, e.Major, e.Minor, content[e.File], sorted(e.Attributes))
		lines = append(lines, line)
	}
	return lines
}

func sorted(all map[string]string) (lines []string) {
	for name, value := range all {
		lines = append(lines, fmt.Sprintf("%s=%q", name, value))
	}
	sort.Strings(lines)
	return lines
}

func describeDirectory(t testing.TB, root string) (lines []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		var st unix.Stat_t
		if err == nil {
			err = unix.Lstat(path, &st)
		}
		if err != nil {
			return err
		}
		line := fmt.Sprintf("%q %o %d:%d", "/"+strings.TrimPrefix(strings.TrimPrefix(path, root), "/"), st.Mode, st.Uid, st.Gid)
		var content, target string
		var number uint64
		switch st.Mode & unix.S_IFMT {
		case unix.S_IFREG:
			text, err := os.ReadFile(path)
			if content = string(text); err != nil {
				return err
			}
		case unix.S_IFLNK:
			if target, err = os.Readlink(path); err != nil {
				return err
			}
		case unix.S_IFCHR, unix.S_IFBLK:
			number = st.Rdev
		}
		if st.Mode&unix.S_IFMT != unix.S_IFDIR {
			line += fmt.Sprintf(" %d links %d", st.Mtim.Nano(), st.Nlink)
		}
		lines = append(lines, line+fmt.Sprintf(" %q %d:%d %q %v",
			target, unix.Major(number), unix.Minor(number), content, sorted(attributes(t, path))))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func attributes(t testing.TB, path string) map[string]string {
	t.Helper()
	buffer := make([]byte, 1<<16)
	n, err := unix.Llistxattr(path, buffer)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, name := range strings.FieldsFunc(string(buffer[:n]), func(r rune) bool { return r == 0 }) {
		value := make([]byte, 1<<16)
		n, err := unix.Lgetxattr(path, name, value)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = string(value[:n])
	}
	return all
}
