package ext4

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
)

var someDay = time.Unix(1_600_000_000, 123456789)

// archive writes entries. A file's content is its size many bytes, no two blocks of which are the same.
func archive(t testing.TB, entries ...tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range entries {
		if h.Typeflag == 0 {
			h.Typeflag = tar.TypeReg
		}
		if h.Mode == 0 {
			h.Mode = 0o755
		}
		if h.ModTime.IsZero() {
			h.ModTime = someDay
		}
		h.Format = tar.FormatPAX
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			if _, err := io.CopyN(w, &pattern{}, h.Size); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pattern is bytes that are not the same in any two blocks that are near each other.
type pattern struct{ n int }

func (p *pattern) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(p.n + p.n>>12)
		p.n++
	}
	return len(b), nil
}

func read(t testing.TB, archives ...[]byte) *tree.Tree {
	t.Helper()
	var layers []tree.Layer
	for _, a := range archives {
		layers = append(layers, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(a)), nil })
	}
	got, err := tree.Read(layers...)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func dir(name string) tar.Header { return tar.Header{Name: name, Typeflag: tar.TypeDir} }
func file(name string, size int64) tar.Header {
	return tar.Header{Name: name, Size: size, Mode: 0o644}
}
func symlink(name, to string) tar.Header {
	return tar.Header{Name: name, Linkname: to, Typeflag: tar.TypeSymlink, Mode: 0o777}
}

func attributed(h tar.Header, pairs ...string) tar.Header {
	h.PAXRecords = map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		h.PAXRecords["SCHILY.xattr."+pairs[i]] = pairs[i+1]
	}
	return h
}

// everything is all that a file can be.
func everything() []tar.Header {
	const list = "\x02\x00\x00\x00" + "\x01\x00\x06\x00\xff\xff\xff\xff" + "\x02\x00\x06\x00\xe8\x03\x00\x00" + "\x04\x00\x04\x00\xff\xff\xff\xff" +
		"\x10\x00\x06\x00\xff\xff\xff\xff" + "\x20\x00\x04\x00\xff\xff\xff\xff"
	return []tar.Header{
		{Name: "./", Typeflag: tar.TypeDir, Mode: 0o751, Uid: 1, Gid: 2},
		dir("bin"), {Name: "bin/su", Size: 5000, Mode: 0o4755}, {Name: "tmp/", Typeflag: tar.TypeDir, Mode: 0o1777},
		{Name: "owned", Uid: 70000, Gid: 4000000000, Mode: 0o2640, Size: 1},
		file("empty", 0), file("block", 4096), file("more", 4097), file("large", 3<<20+5),
		symlink("short", strings.Repeat("s", 59)), symlink("longer", strings.Repeat("l", 60)), symlink("longest", strings.Repeat("a", 4095)),
		{Name: "hard", Linkname: "more", Typeflag: tar.TypeLink}, {Name: "tmp/hard", Linkname: "more", Typeflag: tar.TypeLink},
		{Name: "hardlong", Linkname: "longer", Typeflag: tar.TypeLink},
		{Name: "null", Typeflag: tar.TypeChar, Devmajor: 1, Devminor: 3}, {Name: "disk", Typeflag: tar.TypeBlock, Devmajor: 259, Devminor: 70000},
		{Name: "pipe", Typeflag: tar.TypeFifo},
		attributed(file("few", 1), "user.x", "y", "security.capability", "\x01\x00\x00\x02\x00\x20\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
		attributed(file("many", 1), "user.a", strings.Repeat("a", 500), "user.bb", "", "trusted.c", "ccc", "user."+strings.Repeat("n", 250), "v"),
		attributed(tar.Header{Name: "list", Mode: 0o664, Size: 1}, "system.posix_acl_access", list),
		attributed(dir("lists"), "system.posix_acl_default", list),
		{Name: "old", ModTime: time.Unix(-1, 999999999), Size: 1}, {Name: "young", ModTime: time.Unix(1<<33, 1), Size: 1},
		file("name "+strings.Repeat("é", 100), 1), file("deep/"+strings.Repeat("d/", 500)+"f", 1),
	}
}

// Everything is an archive of it, for the tests outside of the package.
func Everything(t *testing.T) []byte { return archive(t, everything()...) }

func image(t testing.TB, tr *tree.Tree, o Options) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "disk"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if err := Write(f, tr, o); err != nil {
		t.Fatal(err)
	}
	return f
}

// fsck has e2fsck look at everything; it says nothing of a file system that is in order, but for the passes.
func fsck(t *testing.T, f *os.File) {
	t.Helper()
	said, err := exec.Command(testenv.Peer(t, "e2fsck"), "-fn", f.Name()).CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	const banner, passes, total = 1, 5, 1
	if err != nil || len(lines) != banner+passes+total {
		t.Errorf("%v: %s", err, said)
	}
}

func numbered(kind byte, n int) (all []tar.Header) {
	for i := range n {
		all = append(all, tar.Header{Name: fmt.Sprintf("d/%d-%s", i, strings.Repeat("n", i%200)), Typeflag: kind, Linkname: "x"})
	}
	return all
}

func TestFsckFindsNothing(t *testing.T) {
	for name, c := range map[string]struct {
		tree *tree.Tree
		o    Options
	}{
		"nothing":            {tree.New(), Options{}},
		"nothing, small":     {tree.New(), Options{Size: 64 << 10}},
		"an odd size":        {tree.New(), Options{Size: 300<<20 + 12345}},
		"a short last":       {tree.New(), Options{Size: 128<<20 + 8<<10}},
		"all kinds":          {read(t, archive(t, everything()...)), Options{Label: "everything", UUID: [16]byte{1, 2, 3}}},
		"50,000 names":       {read(t, archive(t, numbered(tar.TypeSymlink, 50_000)...)), Options{}},
		"70,000 directories": {read(t, archive(t, numbered(tar.TypeDir, 70_000)...)), Options{}},
		"40 GiB":             {read(t, archive(t, everything()...)), Options{Size: 40 << 30}},
	} {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && c.tree.Size() == 0 && len(c.tree.Entries()) > 60_000 {
				t.Skip("writes 300 MiB")
			}
			f := image(t, c.tree, c.o)
			fsck(t, f)
			info, err := f.Stat()
			if err != nil || c.o.Size != 0 && info.Size() != c.o.Size {
				t.Errorf("%d bytes, %v", info.Size(), err)
			}
			t.Logf("%d MiB, of which the host holds %d", info.Size()>>20, info.Sys().(*syscall.Stat_t).Blocks*512>>20) //nolint:forcetypeassert // Linux
		})
	}
}

func TestTheSameTreeIsTheSameBytes(t *testing.T) {
	a := archive(t, everything()...)
	sum := func(o Options, archives ...[]byte) string {
		f := image(t, read(t, archives...), o)
		h := sha256.New()
		if _, err := io.Copy(h, io.NewSectionReader(f, 0, 1<<30)); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%x", h.Sum(nil))
	}
	small := Options{Size: 64 << 20}
	first := sum(small, a)
	if again := sum(small, a); again != first {
		t.Errorf("%s and %s", first, again)
	}
	if labelled := sum(Options{Size: 64 << 20, Label: "x"}, a); labelled == first {
		t.Error("the label is not written")
	}
	if other := sum(small, a, archive(t, file("one more", 0))); other == first {
		t.Error("another tree is the same")
	}
}

func TestAFileIsMadeAnewWithWhatItHadGone(t *testing.T) {
	f := image(t, read(t, archive(t, file("old", 30<<20))), Options{Size: 64 << 20})
	if err := Write(f, tree.New(), Options{Size: 64 << 20}); err != nil {
		t.Fatal(err)
	}
	fsck(t, f)
	var st unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &st); err != nil || st.Blocks*512 > 1<<20 {
		t.Errorf("%d blocks, %v", st.Blocks, err)
	}
}

func TestWhatDoesNotFitIsRefused(t *testing.T) {
	f := image(t, tree.New(), Options{Size: 1 << 20})
	var names []tar.Header
	for i := range 100 {
		names = append(names, symlink(fmt.Sprint(i), "x"))
	}
	for name, c := range map[string]struct {
		entries []tar.Header
		o       Options
		want    string
		cause   error
	}{
		"content":    {[]tar.Header{file("a", 2<<20)}, Options{Size: 2 << 20}, "the files do not fit into 2097152 bytes", ErrNoRoom},
		"nothing":    {nil, Options{Size: 4096}, "the files do not fit into 4096 bytes", ErrNoRoom},
		"inodes":     {names, Options{Size: 20 << 10}, "do not fit", ErrNoRoom},
		"label":      {nil, Options{Label: "seventeen letters"}, "label of 17 bytes", nil},
		"attributes": {[]tar.Header{attributed(file("a", 0), "user.x", strings.Repeat("x", 4096))}, Options{}, "/a: its extended attributes", nil},
		"attribute":  {[]tar.Header{attributed(file("a", 0), "strange.x", "x")}, Options{}, "/a: attribute \"strange.x\"", unix.ENOTSUP},
		"list":       {[]tar.Header{attributed(file("a", 0), accessList, "x")}, Options{}, "/a: attribute", unix.EINVAL},
	} {
		err := Write(f, read(t, archive(t, c.entries...)), c.o)
		if err == nil || !strings.HasPrefix(err.Error(), "write ext4: ") || !strings.Contains(err.Error(), c.want) || c.cause != nil && !errors.Is(err, c.cause) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestALinkThatHasTooManyNamesIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("makes 65,000 names")
	}
	names := []tar.Header{file("d/x", 0)}
	for i := range mostLinks {
		names = append(names, tar.Header{Name: fmt.Sprint("d/", i), Linkname: "d/x", Typeflag: tar.TypeLink})
	}
	f := image(t, read(t, archive(t, names[:mostLinks]...)), Options{})
	fsck(t, f)
	if err := Write(f, read(t, archive(t, names...)), Options{}); !errors.Is(err, errLinks) {
		t.Errorf("got %v", err)
	}
}

func TestContentThatCannotBeReadIsToldWithItsName(t *testing.T) {
	a := archive(t, file("a", 10_000))
	opened := 0
	tr, err := tree.Read(func() (io.ReadCloser, error) {
		if opened++; opened > 1 {
			return io.NopCloser(bytes.NewReader(a[:5000])), nil
		}
		return io.NopCloser(bytes.NewReader(a)), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(t.TempDir(), "disk"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := Write(f, tr, Options{}); !errors.Is(err, io.ErrUnexpectedEOF) || !strings.HasPrefix(err.Error(), "write ext4: /a: ") {
		t.Errorf("got %v", err)
	}
}

func TestOtherToolsReadWhatIsWritten(t *testing.T) {
	f := image(t, read(t, archive(t, everything()...)), Options{Label: "sixteen letters!", UUID: [16]byte{0xab, 15: 0xcd}})
	said, err := exec.Command(testenv.Peer(t, "dumpe2fs"), "-h", f.Name()).CombinedOutput()
	for _, want := range []string{
		"volume name:   sixteen letters!\n", "UUID:          ab000000-0000-0000-0000-0000000000cd\n", "state:         clean\n",
		"features:      ext_attr filetype extent sparse_super large_file huge_file dir_nlink extra_isize\n",
	} {
		if err != nil || !strings.Contains(string(said), want) {
			t.Errorf("dumpe2fs does not say %q: %v: %s", want, err, said)
		}
	}
	debugfs := testenv.Peer(t, "debugfs")
	for command, want := range map[string]string{
		"stat /short":         "Fast link dest: \"sss",
		"ea_get /few user.x":  "user.x (1) = \"y\"",
		"stat /disk":          "Device major/minor number: 259:70000",
		"ncheck 12":           "/bin",
		"cat /deep/../owned":  "\x00",
		"stat /tmp/hard":      "Links: 3",
		"ea_get /many user.a": strings.Repeat("a", 500),
	} {
		out, err := exec.Command(debugfs, "-R", command, f.Name()).Output()
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%s: %v: %s", command, err, out)
		}
	}
	// fsck finds its way from a copy when the first superblock is lost.
	if _, err := f.WriteAt(make([]byte, blockSize), 0); err != nil {
		t.Fatal(err)
	}
	said, err = exec.Command(testenv.Peer(t, "e2fsck"), "-fn", "-b", "32768", "-B", "4096", f.Name()).CombinedOutput()
	if err != nil || !strings.Contains(string(said), "sixteen_letters!: ") {
		t.Errorf("from a copy: %v: %s", err, said)
	}
}

func TestStructuresAreAsLargeAsOnTheDisk(t *testing.T) {
	for want, structure := range map[int]any{
		1024: superblock{}, 32: descriptor{}, inodeSize: record{}, 12: extent{}, 16: attributeEntry{},
	} {
		if got := binary.Size(structure); got != want {
			t.Errorf("%T has %d bytes", structure, got)
		}
	}
	if binary.Size(extentHeader{}) != 12 || binary.Size(extentIndex{}) != 12 || binary.Size(attributeHeader{}) != 32 {
		t.Error("the headers are of other sizes")
	}
}

func TestCopiesOfTheSuperblockAreInFewGroups(t *testing.T) {
	var got []int
	for g := range 350 {
		if hasSuperblock(g) {
			got = append(got, g)
		}
	}
	if want := []int{0, 1, 3, 5, 7, 9, 25, 27, 49, 81, 125, 243, 343}; !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

// The blocks of a file that is in many pieces are found through two levels.
func TestAFileInManyPieces(t *testing.T) {
	i := &inode{File: &tree.File{}}
	for n := range int64(1500) {
		i.content = append(i.content, run{n * 10, 3})
	}
	i.index = []run{{70_000, 2}, {80_000, indexBlocks(len(i.content)) - 2}}
	depths, entries := map[byte]int{}, 0
	root, err := i.eachNode(func(block int64, data []byte) error {
		depths[data[6]]++
		if data[6] == 0 {
			entries += int(binary.LittleEndian.Uint16(data[2:]))
		}
		return nil
	})
	if err != nil || root[6] != 2 || root[2] != 1 || depths[0] != 5 || depths[1] != 1 || entries != 1500 {
		t.Errorf("root %x, depths %v, %d entries, %v", root, depths, entries, err)
	}
}
