package layer_test

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/treediff"
)

// richTree makes a directory with one of everything, as root of the machine.
func richTree(t testing.TB) string {
	t.Helper()
	testenv.RealRoot(t)
	root := filepath.Join(t.TempDir(), "tree")
	w := treeWriter{t, root}
	w.do(os.Mkdir(root, 0o755))
	w.dir("etc", 0o755)
	w.file("etc/passwd", "root:x:0:0", 0o644)
	w.file("etc/shadow", "", 0o000)
	w.dir("bin", 0o755)
	w.file("bin/su", "\x7fELF su", 0o4755)
	w.file("bin/wall", "\x7fELF wall", 0o2755)
	w.file("bin/ping", "\x7fELF ping", 0o755)
	// cap_net_raw=ep, in the form of the second version. Source: linux/capability.h.
	w.attribute("bin/ping", "security.capability", "\x01\x00\x00\x02\x00\x20\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	w.do(os.Lchown(w.path("bin/wall"), 0, 5))
	w.do(os.Chmod(w.path("bin/wall"), 0o755|os.ModeSetgid))
	w.dir("tmp", 0o1777)
	w.dir("srv", 0o2775)
	w.do(os.Lchown(w.path("srv"), 1000, 70000))
	w.do(unix.Chmod(w.path("srv"), 0o2775))
	w.file("srv/in", "group", 0o660)
	w.dir("closed", 0o000)
	w.file("closed/x", "x", 0o600)
	w.do(os.Symlink("/etc/passwd", w.path("absolute")))
	w.do(os.Symlink("nowhere/at/all", w.path("dangling")))
	w.do(os.Symlink(strings.Repeat("long/", 100), w.path("long-target")))
	w.do(os.Lchown(w.path("dangling"), 12, 34))
	w.do(os.Link(w.path("etc/passwd"), w.path("bin/passwd")))
	w.do(os.Link(w.path("etc/passwd"), w.path("aaa")))
	w.do(os.Link(w.path("dangling"), w.path("etc/dangling2")))
	w.do(unix.Mkfifo(w.path("fifo"), 0o620))
	w.do(unix.Mknod(w.path("null"), unix.S_IFCHR|0o666, int(unix.Mkdev(1, 3))))
	w.do(unix.Mknod(w.path("disk"), unix.S_IFBLK|0o660, int(unix.Mkdev(259, 1<<20-1))))
	w.do(os.Link(w.path("disk"), w.path("disk2")))
	w.file(strings.Repeat("n", 255), "long name", 0o644)
	deep := strings.Repeat(strings.Repeat("d", 100)+"/", 20)
	w.do(os.MkdirAll(w.path(deep), 0o755))
	w.file(deep+"x", "deep", 0o644)
	w.file("caf\xe9 not utf-8", "latin 1", 0o644)
	w.file("한글 \u202e\n\t*?\\", "names", 0o644)
	w.attribute("etc", "user.of-a-directory", "with\x00nul\n")
	w.attribute("aaa", "user.empty", "")
	w.attribute("aaa", "user.a=b%3D", "escaped")
	w.attribute("absolute", "trusted.of-a-symlink", "yes")
	w.attribute("null", "trusted.of-a-device", "yes")
	w.attribute("fifo", "trusted.of-a-fifo", "yes")
	w.attribute("srv", "system.posix_acl_default", acl(7, 5, 5, 0))
	w.attribute("srv/in", "system.posix_acl_access", acl(6, 4, 4, 0))
	w.file("sparse", "start", 0o644)
	w.do(os.Truncate(w.path("sparse"), 10<<20))
	w.times()
	return root
}

// acl is an access control list with an entry for user 1234. Source: linux/posix_acl_xattr.h.
func acl(owner, named, group, other byte) string {
	s := "\x02\x00\x00\x00"
	for _, e := range []struct {
		tag, perm byte
		id        string
	}{{1, owner, "\xff\xff\xff\xff"}, {2, named, "\xd2\x04\x00\x00"}, {4, group, "\xff\xff\xff\xff"}, {0x10, 7, "\xff\xff\xff\xff"}, {0x20, other, "\xff\xff\xff\xff"}} {
		s += string([]byte{e.tag, 0, e.perm, 0}) + e.id
	}
	return s
}

type treeWriter struct {
	t    testing.TB
	root string
}

func (w treeWriter) path(name string) string { return filepath.Join(w.root, name) }

func (w treeWriter) do(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w treeWriter) dir(name string, mode uint32) {
	w.t.Helper()
	w.do(os.MkdirAll(w.path(name), 0o755))
	w.do(unix.Chmod(w.path(name), mode))
}

func (w treeWriter) file(name, content string, mode uint32) {
	w.t.Helper()
	w.do(os.MkdirAll(filepath.Dir(w.path(name)), 0o755))
	w.do(os.WriteFile(w.path(name), []byte(content), 0o600))
	w.do(unix.Chmod(w.path(name), mode))
}

func (w treeWriter) attribute(name, attribute, value string) {
	w.t.Helper()
	w.do(unix.Lsetxattr(w.path(name), attribute, []byte(value), 0))
}

// times gives every file a time of its own, the lowest first.
func (w treeWriter) times() {
	w.t.Helper()
	var names []string
	w.do(filepath.WalkDir(w.root, func(path string, _ os.DirEntry, err error) error {
		names = append(names, path)
		return err
	}))
	for i := len(names) - 1; i >= 0; i-- {
		at := unix.Timespec{Sec: 1_500_000_000 - 86400*int64(i), Nsec: int64(i * 1001)}
		w.do(unix.UtimesNanoAt(unix.AT_FDCWD, names[i], []unix.Timespec{at, at}, unix.AT_SYMLINK_NOFOLLOW))
	}
}

func packed(t testing.TB, dir string, o layer.PackOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := layer.Pack(&b, dir, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func wantSame(t testing.TB, a, b string) {
	t.Helper()
	wantSameBut(t, a, b, 0)
}

func wantSameBut(t testing.TB, a, b string, ignore treediff.Ignore) {
	t.Helper()
	found := treediff.CompareBut(a, b, ignore)
	if len(found) > 20 {
		found = append(found[:20], fmt.Sprintf("and %d more", len(found)-20))
	}
	for _, line := range found {
		t.Error(line)
	}
}

func TestRoundTripKeepsEverything(t *testing.T) {
	tree := richTree(t)
	for _, form := range []layer.Form{layer.Plain, layer.Overlay, layer.OverlayUser} {
		text := packed(t, tree, layer.PackOptions{})
		root, _ := fresh(t)
		s, err := layer.Unpack(bytes.NewReader(text), root, layer.UnpackOptions{Form: form})
		if err != nil || s.Dropped != 0 || s.Replaced != 0 {
			t.Fatal(s, err)
		}
		wantSame(t, tree, root)
		if st, _ := lstat(filepath.Join(root, "sparse")); st.Blocks > 16 {
			t.Errorf("the sparse file has %d blocks", st.Blocks)
		}
		if again := packed(t, root, layer.PackOptions{}); !bytes.Equal(text, again) {
			t.Error("packed again, the archive has other bytes")
		}
	}
}

func TestRoundTripIntoADirectoryWithADefaultList(t *testing.T) {
	tree := richTree(t)
	root, _ := fresh(t)
	if err := unix.Setxattr(root, "system.posix_acl_default", []byte(acl(7, 7, 5, 5)), 0); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(root, 0o755|os.ModeSetgid); err != nil {
		t.Fatal(err)
	}
	if _, err := layer.Unpack(bytes.NewReader(packed(t, tree, layer.PackOptions{})), root, layer.UnpackOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := unix.Removexattr(root, "system.posix_acl_default"); err != nil {
		t.Fatal(err)
	}
	wantSame(t, tree, root)
}

func TestOwnersAreMappedBothWays(t *testing.T) {
	tree := richTree(t)
	shift := func(by int64) func(uid, gid uint32) (uint32, uint32, error) {
		return func(uid, gid uint32) (uint32, uint32, error) {
			if uid == 4242 {
				return 0, 0, fmt.Errorf("user 4242 has no number here")
			}
			return uint32(int64(uid) + by), uint32(int64(gid) + by), nil
		}
	}
	root, _ := fresh(t)
	o := layer.UnpackOptions{Owner: shift(100_000)}
	if _, err := layer.Unpack(bytes.NewReader(packed(t, tree, layer.PackOptions{})), root, o); err != nil {
		t.Fatal(err)
	}
	wantSameBut(t, tree, root, treediff.Owners)
	for name, want := range map[string][2]uint32{"srv": {101_000, 170_000}, "dangling": {100_012, 100_034}, "etc": {100_000, 100_000}} {
		if st, err := lstat(filepath.Join(root, name)); err != nil || [2]uint32{st.Uid, st.Gid} != want {
			t.Errorf("%s belongs to %d:%d, want %v", name, st.Uid, st.Gid, want)
		}
	}
	back := packed(t, root, layer.PackOptions{Owner: shift(-100_000)})
	if !bytes.Equal(back, packed(t, tree, layer.PackOptions{})) {
		t.Error("the way back leads to another archive")
	}
	_, err := layer.Unpack(archive(t, tar.Header{Name: "x", Uid: 4242}), root, o)
	if want := "unpack x: map the owner 4242:0: user 4242 has no number here"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	if err := os.Lchown(filepath.Join(root, "fifo"), 4242, 0); err != nil {
		t.Fatal(err)
	}
	if err := layer.Pack(io.Discard, root, layer.PackOptions{Owner: shift(0)}); err == nil || !strings.HasPrefix(err.Error(), "pack fifo: map the owner") {
		t.Errorf("error %v", err)
	}
}

func TestEntriesInAnyOrder(t *testing.T) {
	testenv.Root(t)
	tests := []struct {
		name    string
		entries []tar.Header
		want    string
	}{
		{"missing parents", []tar.Header{file("a/b/c")}, lines("d a", "d a/b", "f a/b/c")},
		{"dots and slashes", []tar.Header{dir("./"), dir("./a//"), file(".//a/./b"), file("a/x/../c")}, lines("d a", "f a/b", "f a/c")},
		{"a directory over a file", []tar.Header{file("a"), dir("a"), file("a/b")}, lines("d a", "f a/b")},
		{"a directory over a symlink", []tar.Header{dir("b"), symlink("a", "b"), dir("a"), file("a/x")}, lines("d a", "f a/x", "d b")},
		{"a file over a directory", []tar.Header{dir("a"), file("a/b/c"), file("a")}, "f a"},
		{"a file in a file", []tar.Header{file("a"), file("a/b")}, lines("d a", "f a/b")},
		{"a file twice", []tar.Header{file("a"), file("a")}, "f a"},
		{"a directory twice", []tar.Header{dir("a"), file("a/x"), dir("a")}, lines("d a", "f a/x")},
		{"a symlink over a symlink", []tar.Header{symlink("a", "b"), symlink("a", "c")}, "l a"},
		{"a hard link to a symlink", []tar.Header{symlink("a", "/etc"), hardLink("b", "a")}, lines("l a", "l b")},
		{"a hard link across directories", []tar.Header{file("a/x"), hardLink("b/c/y", "/a/x")}, lines("d a", "f a/x", "d b", "d b/c", "f b/c/y")},
		{"a hard link twice", []tar.Header{file("a"), hardLink("b", "a"), hardLink("b", "a")}, lines("f a", "f b")},
		{"a global header", []tar.Header{{Typeflag: tar.TypeXGlobalHeader, PAXRecords: map[string]string{"path": "all", "comment": "x"}}, file("a")}, "f a"},
		{"an old contiguous file", []tar.Header{{Name: "a", Typeflag: tar.TypeCont}}, "f a"},
		{"leftovers of aufs", []tar.Header{file(".wh..wh.aufs"), dir(".wh..wh.plnk/"), file(".wh..wh.plnk/12.34"), file("a")}, "f a"},
	}
	for _, test := range tests {
		for _, form := range []layer.Form{layer.Plain, layer.OverlayUser} {
			t.Run(fmt.Sprint(test.name, form), func(t *testing.T) {
				root, _ := fresh(t)
				mustUnpack(t, root, layer.UnpackOptions{Form: form, Rootless: true}, test.entries...)
				// What stands in for another file hides that of the lower layers.
				got := strings.NewReplacer("D ", "d ").Replace(listing(t, root))
				if got != test.want {
					t.Errorf("got\n%s\nwant\n%s", got, test.want)
				}
			})
		}
	}
}

func TestParentThatIsMissing(t *testing.T) {
	testenv.RealRoot(t)
	lower, _ := fresh(t)
	w := treeWriter{t, lower}
	w.dir("srv", 0o2750)
	w.attribute("srv", "user.x", "y")
	w.do(os.Lchown(w.path("srv"), 1, 2))
	w.do(unix.Chmod(w.path("srv"), 0o2750))
	w.times()
	root, _ := fresh(t)
	o := layer.UnpackOptions{Form: layer.Overlay, Lowers: []string{t.TempDir(), lower}, Owner: func(u, g uint32) (uint32, uint32, error) { return u + 7, g + 7, nil }}
	mustUnpack(t, root, o, file("srv/a"), file("new/a"))
	os.Remove(filepath.Join(root, "srv/a"))
	for _, name := range []string{"srv"} {
		st, _ := lstat(filepath.Join(root, name))
		old, _ := lstat(filepath.Join(lower, name))
		if st.Mode != old.Mode || st.Uid != old.Uid || st.Gid != old.Gid {
			t.Errorf("%s: mode %o, owner %d:%d, below %o %d:%d", name, st.Mode, st.Uid, st.Gid, old.Mode, old.Uid, old.Gid)
		}
	}
	st, _ := lstat(filepath.Join(root, "new"))
	if st.Mode&0o7777 != 0o755 || st.Uid != 7 || st.Gid != 7 || !time.Unix(st.Mtim.Sec, st.Mtim.Nsec).Equal(someDay) {
		t.Errorf("new: mode %o, owner %d:%d, %v", st.Mode, st.Uid, st.Gid, st.Mtim)
	}
}

func TestSocketIsLeftOutAndReservedNamesAreRefused(t *testing.T) {
	testenv.Root(t)
	root, _ := fresh(t)
	if err := unix.Mknod(filepath.Join(root, "socket"), unix.S_IFSOCK|0o600, 0); err != nil {
		t.Fatal(err)
	}
	r := tar.NewReader(bytes.NewReader(packed(t, root, layer.PackOptions{})))
	if h, err := r.Next(); err != nil || h.Name != "./" {
		t.Errorf("the first entry is %v, %v", h, err)
	}
	if h, err := r.Next(); err != io.EOF {
		t.Errorf("one more entry, %v, %v", h, err)
	}
	treeWriter{t, root}.file("d/.wh.x", "", 0o644)
	if err := layer.Pack(io.Discard, root, layer.PackOptions{}); err == nil || !strings.HasPrefix(err.Error(), "pack d/.wh.x: in an archive this name") {
		t.Errorf("error %v", err)
	}
}
