package build

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

var unixEpoch = time.Unix(0, 0)

// taken is the entries of an archive: name → type and size.
func taken(t *testing.T, root string, s Selection) []*tar.Header {
	t.Helper()
	var archive bytes.Buffer
	if err := Take(root, s, &archive); err != nil {
		t.Fatal(err)
	}
	var list []*tar.Header
	in := tar.NewReader(&archive)
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, h)
	}
}

func TestTakeIsTheSameForTheSameFiles(t *testing.T) {
	testenv.Kernel(t)
	var archives [2]bytes.Buffer
	for i, order := range [][]string{{"a", "b", "c/d", "c/e"}, {"c/e", "b", "c/d", "a"}} {
		b := &bench{fakeWorld: &fakeWorld{t: t}, dir: t.TempDir()}
		for _, name := range order {
			b.file(name, name)
		}
		for _, name := range append(order, "c", ".") {
			if err := os.Chtimes(filepath.Join(b.dir, name), unixEpoch, unixEpoch); err != nil {
				t.Fatal(err)
			}
		}
		if err := Take(b.dir, Selection{Sources: []string{"."}}, &archives[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(archives[0].Bytes(), archives[1].Bytes()) {
		t.Error("the archive depends on the order in which the files were made")
	}
}

func TestTakeKnowsFilesOfEveryKind(t *testing.T) {
	testenv.Root(t)
	dir := t.TempDir()
	old := unix.Umask(0)
	defer unix.Umask(old)
	err := errors.Join(
		unix.Mkfifo(filepath.Join(dir, "fifo"), 0o640), os.Symlink("nowhere", filepath.Join(dir, "link")),
		os.WriteFile(filepath.Join(dir, "suid"), []byte("x"), 0o755), unix.Chmod(filepath.Join(dir, "suid"), 0o4755),
		os.WriteFile(filepath.Join(dir, "bytes\xff"), nil, 0o600), os.Mkdir(filepath.Join(dir, "empty"), 0o1777), unix.Chmod(filepath.Join(dir, "empty"), 0o1777))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][2]int64{
		"./": {tar.TypeDir, 0o755}, "fifo": {tar.TypeFifo, 0o640}, "link": {tar.TypeSymlink, 0o777},
		"suid": {tar.TypeReg, 0o4755}, "bytes\xff": {tar.TypeReg, 0o600}, "empty/": {tar.TypeDir, 0o1777},
	}
	got := taken(t, dir, Selection{Sources: []string{"/"}})
	for _, h := range got {
		if w, ok := want[h.Name]; !ok || w != [2]int64{int64(h.Typeflag), h.Mode} {
			t.Errorf("%q is %c %o, want %c %o", h.Name, h.Typeflag, h.Mode, w[0], w[1])
		}
	}
	if len(got) != len(want) {
		t.Errorf("took %d entries, want %d", len(got), len(want))
	}
}

func TestTakeEndsWithItsReader(t *testing.T) {
	testenv.Kernel(t)
	b := &bench{fakeWorld: &fakeWorld{t: t}, dir: t.TempDir()}
	b.file("a", "a")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	c := &Context{Dir: b.dir}
	if err := c.Get(ctx, Selection{Sources: []string{"a"}}, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("Get of a cancelled build: %v", err)
	}
	broken := errors.New("broken")
	err := throughPipe(
		func(w io.Writer) error { return Take(b.dir, Selection{Sources: []string{"."}}, w) },
		func(io.Reader) error { return broken })
	if !errors.Is(err, broken) {
		t.Errorf("error is %v, want the reader's", err)
	}
}

func TestLandPutsEverythingThroughTheRoot(t *testing.T) {
	testenv.Root(t)
	outside := t.TempDir()
	for _, link := range []string{outside, "../../../../../../" + outside} {
		root := t.TempDir()
		if err := os.Symlink(link, filepath.Join(root, "way")); err != nil {
			t.Fatal(err)
		}
		archive := archiveOf(t, map[string]string{"f": "x"})
		put := PutRequest{Dest: "/way/sub/"}
		err := Land(root, put, bytes.NewReader(archive), layer.UnpackOptions{Rootless: true})
		left, readErr := os.ReadDir(outside)
		if readErr != nil || len(left) != 0 {
			t.Fatalf("through %s something landed outside: %v, %v", link, left, readErr)
		}
		if !errors.Is(err, ErrDangling) {
			t.Errorf("through %s, which is nothing in the root: %v, want %v", link, err, ErrDangling)
		}
		if err := os.MkdirAll(filepath.Join(root, outside), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := Land(root, put, bytes.NewReader(archive), layer.UnpackOptions{Rootless: true}); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(filepath.Join(root, outside, "sub/f")); err != nil {
			t.Error(err)
		}
	}
}
