package layer_test

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestHostileArchiveIsRefused(t *testing.T) {
	testenv.Root(t)
	overlay := layer.UnpackOptions{Form: layer.Overlay}
	tests := []struct {
		name    string
		o       layer.UnpackOptions
		entries []tar.Header
		want    string
	}{
		{"traversal", layer.UnpackOptions{}, []tar.Header{file("../../canary")}, "unpack ../../canary: leads out of the directory"},
		{"traversal in the middle", layer.UnpackOptions{}, []tar.Header{file("x/../../../canary")}, "leads out of the directory"},
		{"traversal behind a slash", layer.UnpackOptions{}, []tar.Header{file("/../../canary")}, "leads out of the directory"},
		{"traversal of a directory", layer.UnpackOptions{}, []tar.Header{dir("..")}, "leads out of the directory"},
		{"traversal of a whiteout", layer.UnpackOptions{}, []tar.Header{file("../../.wh.canary")}, "leads out of the directory"},
		{"hard link to the outside", layer.UnpackOptions{}, []tar.Header{hardLink("x", "../../canary")}, "leads out of the directory"},
		{"hard link through a symlink", layer.UnpackOptions{},
			[]tar.Header{symlink("up", "../.."), hardLink("x", "up/canary")}, "unpack x: hard link to up/canary: no such file"},
		{"hard link to what is not there", layer.UnpackOptions{}, []tar.Header{hardLink("x", "y")}, "no such file"},
		{"forward hard link", layer.UnpackOptions{}, []tar.Header{hardLink("x", "y"), file("y")}, "no such file"},
		{"hard link to itself", layer.UnpackOptions{}, []tar.Header{file("x"), hardLink("x", "./x")}, "unpack x: hard link to itself"},
		{"hard link to itself by another name", layer.UnpackOptions{},
			[]tar.Header{dir("d"), file("d/x"), symlink("e", "d"), hardLink("e/x", "d/x")}, "hard link to itself"},
		{"hard link to a directory", layer.UnpackOptions{}, []tar.Header{dir("d"), hardLink("x", "d")}, "is a directory"},
		{"hard link to the root", layer.UnpackOptions{}, []tar.Header{hardLink("x", "/")}, "is a directory"},
		{"hard link to a whiteout", overlay, []tar.Header{file(".wh.y"), hardLink("x", "y")}, "no such file"},
		{"hard link over the directory it is in", layer.UnpackOptions{},
			[]tar.Header{dir("d"), file("d/x"), hardLink("d", "d/x")}, "no such file"},
		{"bare whiteout", overlay, []tar.Header{file("d/.wh.")}, "unpack d/.wh.: a whiteout of nothing"},
		{"whiteout of the directory itself", overlay, []tar.Header{file("d/.wh..")}, "a whiteout of nothing"},
		{"whiteout of the directory above", overlay, []tar.Header{file("d/.wh...")}, "a whiteout of nothing"},
		{"bare whiteout, plain", layer.UnpackOptions{}, []tar.Header{file("d/.wh.")}, "a whiteout of nothing"},
		{"through a whiteout", overlay, []tar.Header{file("d/.wh.x/y")}, "goes through a whiteout"},
		{"the root as a symlink", layer.UnpackOptions{}, []tar.Header{symlink(".", "/etc")}, "only a directory can be the root"},
		{"the root as a symlink, with slashes", layer.UnpackOptions{}, []tar.Header{symlink("//", "/etc")}, "only a directory can be the root"},
		{"through a dangling symlink", layer.UnpackOptions{},
			[]tar.Header{symlink("x", "/nowhere"), file("x/y")}, "unpack x/y: make the directory x: it is a symlink that leads to no directory"},
		{"through a symlink to itself", layer.UnpackOptions{}, []tar.Header{symlink("x", "x"), file("x/y")}, "too many levels"},
		{"device that is not allowed", layer.UnpackOptions{Devices: layer.RefuseDevices},
			[]tar.Header{device("sda", tar.TypeBlock, 8, 0)}, "unpack sda: devices are not allowed"},
		{"device that is not allowed, rootless", layer.UnpackOptions{Devices: layer.RefuseDevices, Rootless: true},
			[]tar.Header{device("null", tar.TypeChar, 1, 3)}, "devices are not allowed"},
		{"whiteout device", overlay, []tar.Header{device("etc", tar.TypeChar, 0, 0)}, "character device 0:0 would act as a whiteout"},
		{"whiteout device, rootless", layer.UnpackOptions{Rootless: true}, []tar.Header{device("etc", tar.TypeChar, 0, 0)}, "would act as a whiteout"},
		{"whiteout device by bits that the kernel drops", overlay, []tar.Header{device("etc", tar.TypeChar, 4096, 1<<20)}, "no such device 4096:1048576"},
		{"opaque attribute", overlay, []tar.Header{attributed(dir("etc"), "trusted.overlay.opaque", "y")}, "unpack etc: attribute trusted.overlay.opaque would act"},
		{"opaque attribute of a user", layer.UnpackOptions{Form: layer.OverlayUser}, []tar.Header{attributed(dir("etc"), "user.overlay.opaque", "y")}, "would act as the overlay's own"},
		{"redirect", layer.UnpackOptions{}, []tar.Header{attributed(dir("etc"), "trusted.overlay.redirect", "/root")}, "would act as the overlay's own"},
		{"overlay attribute on a file, rootless", layer.UnpackOptions{Rootless: true}, []tar.Header{attributed(file("x"), "user.overlay.whiteout", "y")}, "would act as the overlay's own"},
		{"overlay attribute, escaped", layer.UnpackOptions{}, []tar.Header{attributed(dir("etc"), "trusted.overlay.%25", "y")}, "would act as the overlay's own"},
		{"unknown type", layer.UnpackOptions{}, []tar.Header{{Name: "x", Typeflag: 'Q'}}, "unpack x: unknown type 'Q'"},
		{"owner that cannot be", layer.UnpackOptions{}, []tar.Header{{Name: "x", Uid: 1 << 40}}, "no such owner 1099511627776:0"},
		{"owner that means none", layer.UnpackOptions{}, []tar.Header{{Name: "x", Uid: 1<<32 - 1}}, "no such owner"},
		{"name that is too long", layer.UnpackOptions{}, []tar.Header{file(strings.Repeat("abcdefg/", 10_000) + "x")}, "name of"},
		{"component that is too long", layer.UnpackOptions{}, []tar.Header{file("d/" + strings.Repeat("x", 256))}, "file name too long"},
		{"symlink that is too long", layer.UnpackOptions{}, []tar.Header{symlink("x", strings.Repeat("y", 5000))}, "file name too long"},
		{"a file that is too large", layer.UnpackOptions{MaxBytes: 5}, []tar.Header{file("x"), file("y")}, "unpack y: files of more than 5 bytes together"},
		{"too many entries", layer.UnpackOptions{MaxEntries: 2}, []tar.Header{dir("x"), dir("x"), dir("x")}, "unpack x: more than 2 entries"},
		{"too many global headers", layer.UnpackOptions{MaxEntries: 1}, []tar.Header{
			{Typeflag: tar.TypeXGlobalHeader, PAXRecords: map[string]string{"comment": "x"}},
			{Typeflag: tar.TypeXGlobalHeader, PAXRecords: map[string]string{"comment": "x"}}}, "more than 1 entries"},
		{"a name that steers the terminal", layer.UnpackOptions{}, []tar.Header{symlink("../\x1b[2J", "x")}, `unpack "../\x1b[2J": leads out`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root, canary := fresh(t)
			_, err := layer.Unpack(archive(t, test.entries...), root, test.o)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v\nwant %s", err, test.want)
			}
			if err != nil && len(err.Error()) > 1000 {
				t.Errorf("error of %d bytes", len(err.Error()))
			}
			checkCanary(t, canary)
		})
	}
}

func attributed(h tar.Header, name, value string) tar.Header {
	records := map[string]string{"SCHILY.xattr." + name: value}
	for k, v := range h.PAXRecords {
		records[k] = v
	}
	h.PAXRecords = records
	return h
}

// checkCanary looks whether what is outside of the directory is as it was.
func checkCanary(t testing.TB, canary string) {
	t.Helper()
	data, err := os.ReadFile(canary)
	st, _ := lstat(canary)
	if err != nil || string(data) != "alive" || st.Mode != unix.S_IFREG|0o600 || st.Nlink != 1 {
		t.Errorf("the canary: %q %v, mode %o, %d links", data, err, st.Mode, st.Nlink)
	}
	for _, d := range []string{filepath.Dir(canary), filepath.Join(filepath.Dir(canary), "a")} {
		if names, err := os.ReadDir(d); err != nil || len(names) > 2 || d == filepath.Join(filepath.Dir(canary), "a") && len(names) != 1 {
			t.Errorf("outside of the root, there is now %v %v", names, err)
		}
	}
}

func TestSymlinkOnTheWayStaysInside(t *testing.T) {
	testenv.Root(t)
	root, canary := fresh(t)
	mustUnpack(t, root, layer.UnpackOptions{},
		symlink("slash", "/"), file("slash/canary"),
		symlink("up", "../../.."), file("up/canary2"),
		dir("d"), symlink("d/deep", "../../../../d"), file("d/deep/x"),
		file("/absolute"))
	want := lines("f absolute", "f canary", "f canary2", "d d", "l d/deep", "f d/x", "l slash", "l up")
	if got := listing(t, root); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	checkCanary(t, canary)
}

// What a name leads to changes when a later entry replaces a directory that is still open.
func TestDirectoryThatBecomesASymlinkIsLookedUpAnew(t *testing.T) {
	testenv.Root(t)
	root, canary := fresh(t)
	mustUnpack(t, root, layer.UnpackOptions{},
		dir("e"), file("d/x"), symlink("d", "e"), file("d/y"),
		dir("p"), file("p/q/r"), symlink("p", "../../.."), file("p/canary"))
	want := lines("f canary", "l d", "d e", "f e/y", "l p")
	if got := listing(t, root); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	checkCanary(t, canary)
}

func TestLastComponentIsNeverFollowed(t *testing.T) {
	testenv.Root(t)
	root, canary := fresh(t)
	for _, target := range []string{canary, "../../canary"} {
		mustUnpack(t, root, layer.UnpackOptions{},
			symlink("f", target), file("f"),
			symlink("d", filepath.Dir(target)), dir("d"),
			symlink("p", target), tar.Header{Name: "p", Typeflag: tar.TypeFifo, Mode: 0o666},
			symlink("s", target), hardLink("h", "s"), symlink("w", target), file(".wh.w"))
		if got, want := listing(t, root), lines("d d", "f f", "l h", "p p", "l s"); !strings.HasPrefix(got, want) {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		checkCanary(t, canary)
	}
}

func TestHeaderBombIsRefused(t *testing.T) {
	// An extended header that says it has 4 GiB, and a name of 2 MiB in a GNU header.
	for name, kind := range map[string]byte{"extended header": 'x', "global header": 'g', "long name": 'L', "long link": 'K'} {
		t.Run(name, func(t *testing.T) {
			root, _ := fresh(t)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := layer.Unpack(io.MultiReader(bytes.NewReader(rawHeader(kind, "x", 1<<32)), &endless{}), root, layer.UnpackOptions{})
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), "read archive after the beginning") {
				t.Errorf("error %v", err)
			}
			if grown := after.TotalAlloc - before.TotalAlloc; grown > 16<<20 {
				t.Errorf("%d bytes of memory", grown)
			}
		})
	}
}

// endless is a gigabyte of letters and more.
type endless struct{}

func (*endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// rawHeader is a header as no writer of archives would write it.
func rawHeader(kind byte, name string, size int64) []byte {
	h := make([]byte, 512)
	copy(h, name)
	copy(h[100:], "0000644\x000000000\x000000000\x00")
	if size < 1<<33 {
		copy(h[124:], fmt.Sprintf("%011o\x00", size))
	}
	copy(h[136:], "00000000000\x00")
	h[156] = kind
	copy(h[257:], "ustar\x0000")
	copy(h[148:], "        ")
	sum := 0
	for _, c := range h {
		sum += int(c)
	}
	copy(h[148:], fmt.Sprintf("%06o\x00 ", sum))
	return h
}

func TestMillionEntries(t *testing.T) {
	testenv.Root(t)
	n := 50_000
	if os.Getenv(testenv.SoakEnv) != "" {
		n = 1_000_000
	}
	root, _ := fresh(t)
	r, w := io.Pipe()
	go func() {
		archive := tar.NewWriter(w)
		for i := 0; i < n; i++ {
			// All of them names of one file, in a thousand directories: what is tested is the memory, not the disk.
			h := &tar.Header{Name: fmt.Sprintf("d%03d/%d", i%1000, i), Typeflag: tar.TypeLink, Linkname: "one"}
			if i == 0 {
				h = &tar.Header{Name: "one", Typeflag: tar.TypeReg}
			} else if i%60_000 == 0 {
				h = &tar.Header{Name: "one", Typeflag: tar.TypeReg} // a file may have no more names
			}
			if err := archive.WriteHeader(h); err != nil {
				break
			}
		}
		w.CloseWithError(archive.Close())
	}()
	start := time.Now()
	s, err := layer.Unpack(r, root, layer.UnpackOptions{})
	if err != nil || s.Entries != int64(n) {
		t.Fatal(s, err)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > 256<<20 {
		t.Errorf("%d entries keep %d MiB", n, m.HeapAlloc>>20)
	}
	t.Logf("%d entries in %v", n, time.Since(start))
}

func TestFileOfZerosTakesNoDisk(t *testing.T) {
	testenv.Root(t)
	root, _ := fresh(t)
	size := int64(1 << 30)
	if os.Getenv(testenv.SoakEnv) != "" {
		size = 10 << 30
	}
	end := bytes.NewReader(make([]byte, 1024))
	content := io.MultiReader(strings.NewReader("start"), io.LimitReader(zeroes{}, size-5))
	// 10 GiB do not fit into the octal digits; the base-256 form has room.
	header := bigHeader("zeros", size)
	if _, err := layer.Unpack(io.MultiReader(bytes.NewReader(header), content, end), root, layer.UnpackOptions{}); err != nil {
		t.Fatal(err)
	}
	st, err := lstat(filepath.Join(root, "zeros"))
	if err != nil || st.Size != size || st.Blocks > 64 {
		t.Errorf("size %d, %d blocks, %v", st.Size, st.Blocks, err)
	}
}

func bigHeader(name string, size int64) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	w.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o644, Typeflag: tar.TypeReg, Format: tar.FormatGNU})
	return b.Bytes()
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestArchiveThatIsCutOffIsAnError(t *testing.T) {
	testenv.Root(t)
	whole, err := io.ReadAll(archive(t, tar.Header{Name: "a", Size: 2000}, file("b")))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{100, 520, 1100, 2600, 3900, 4100} {
		root, _ := fresh(t)
		_, err := layer.Unpack(bytes.NewReader(whole[:n]), root, layer.UnpackOptions{})
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("cut off after %d bytes of %d: %v", n, len(whole), err)
		}
	}
}

func TestWhatFollowsTheEndIsReadAndLimited(t *testing.T) {
	testenv.Root(t)
	root, _ := fresh(t)
	text, _ := io.ReadAll(archive(t, file("x")))
	rest := bytes.NewReader(make([]byte, 20<<10))
	if _, err := layer.Unpack(io.MultiReader(bytes.NewReader(text), rest), root, layer.UnpackOptions{}); err != nil || rest.Len() != 0 {
		t.Errorf("%d bytes not read, %v", rest.Len(), err)
	}
	root, _ = fresh(t)
	_, err := layer.Unpack(io.MultiReader(bytes.NewReader(text), zeroes{}), root, layer.UnpackOptions{MaxBytes: 1 << 20})
	if err == nil || !strings.Contains(err.Error(), "bytes behind the end") {
		t.Errorf("an archive without end: %v", err)
	}
}
