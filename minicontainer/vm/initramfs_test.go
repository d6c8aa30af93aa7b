package vm

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
)

func mustAdd(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func TestAnInitramfsIsWhatTheKernelReads(t *testing.T) {
	host := filepath.Join(t.TempDir(), "program")
	write(t, host, "12345")
	files := tree.New()
	mustAdd(t, os.Chmod(host, 0o755), files.Copy("/bin/tool", host), files.AddSymlink("/init", "bin/tool"),
		files.AddDirectory("/tmp", 0o1777), files.AddText("etc/motd", 0o644, "hello"), files.AddText("/TRAILER!!!", 0o600, ""))
	want := []string{
		". 040755 1 ", "bin 040755 1 ", "etc 040755 1 ", "init 0120777 1 bin/tool", "tmp 041777 1 ",
		"./TRAILER!!! 0100600 1 ", "bin/tool 0100755 1 12345", "etc/motd 0100644 1 hello", "TRAILER!!! 00 1 ",
	}
	if got := entries(t, files); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	mustAdd(t, os.Remove(host))
	if err := WriteInitramfs(io.Discard, files); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "write initramfs: ") {
		t.Errorf("a file that is not there: %v", err)
	}
}

// TestAnInitramfsKeepsWhatALayerSays but for what the format has no place for.
func TestAnInitramfsKeepsWhatALayerSays(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range []tar.Header{
		{Name: "b", Size: 3, Mode: 0o4711, Uid: 70000, Gid: 5, ModTime: time.Unix(0x12345678, 0)},
		{Name: "d/c", Typeflag: tar.TypeLink, Linkname: "b"}, {Name: "a", Typeflag: tar.TypeLink, Linkname: "b"},
		{Name: "null", Typeflag: tar.TypeChar, Devmajor: 1, Devminor: 300, Mode: 0o666, ModTime: time.Unix(-5, 0)},
	} {
		mustAdd(t, w.WriteHeader(&h))
		if h.Size > 0 {
			_, err := w.Write([]byte("abc"))
			mustAdd(t, err)
		}
	}
	mustAdd(t, w.Close())
	files, err := tree.Read(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b.Bytes())), nil })
	mustAdd(t, err)
	want := []string{". 040755 1 ", "d 040755 1 ", "null 020666 1 ", "a 0104711 3 abc", "b 0104711 3 ", "d/c 0104711 3 ", "TRAILER!!! 00 1 "}
	if got := entries(t, files); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	var archive bytes.Buffer
	mustAdd(t, WriteInitramfs(&archive, files))
	for _, header := range []string{
		// inode, mode, user, group, names, time, size, device that it is on, device that it is, name's length, checksum
		"07070100000004000089c9000111700000000500000003123456780000000300000000000000000000000000000000000000020000000" + "0a\x00",
		"0707010000000400008" + "9c900011170000000050000000312345678000000000000000000000000000000000000000000000004" + "00000000d/c\x00",
		"0707010000000" + "3000021b6000000000000000000000001000000000000000000000000000000000000000" + "10000012c0000000500000000null\x00",
	} {
		if !strings.Contains(archive.String(), header) {
			t.Errorf("no %q in\n%q", header, archive.String())
		}
	}
}

func TestAFileThatIsTooLargeForAnInitramfsIsRefused(t *testing.T) {
	host := filepath.Join(t.TempDir(), "large")
	write(t, host, "")
	mustAdd(t, os.Truncate(host, 1<<32))
	files := tree.New()
	mustAdd(t, files.Copy("/large", host))
	var b bytes.Buffer
	if err := WriteInitramfs(&b, files); err == nil || !strings.Contains(err.Error(), "add /large: it is larger than") || b.Len() > 0 {
		t.Errorf("%d bytes, %v", b.Len(), err)
	}
}

func TestANameThatTheKernelWouldPassOverIsRefused(t *testing.T) {
	files := tree.New()
	mustAdd(t, files.AddText(strings.Repeat("d/", 2047)+"f", 0o644, ""))
	mustAdd(t, WriteInitramfs(io.Discard, files))
	if err := tree.New().AddTree("/root.d", files); !errors.Is(err, unix.ENAMETOOLONG) {
		t.Errorf("got %v", err)
	}
}

// entries writes the files, and reads the archive back: name, mode, names, content. An inode has its content with its first name.
func entries(t *testing.T, files *tree.Tree) []string {
	t.Helper()
	var b bytes.Buffer
	mustAdd(t, WriteInitramfs(&b, files))
	var all []string
	inodes := map[int]bool{}
	for archive, at := b.Bytes(), 0; at < len(archive); {
		header := string(archive[at : at+110])
		field := func(i int) (n int) {
			if _, err := fmt.Sscanf(header[6+8*i:14+8*i], "%x", &n); err != nil {
				t.Fatalf("%q: %v", header, err)
			}
			return n
		}
		if header[:6] != "070701" || inodes[field(0)] && (field(4) == 1 || field(6) > 0) {
			t.Fatalf("header %q", header)
		}
		inodes[field(0)] = true
		pad := func(n int) int { return (n + 3) &^ 3 }
		content := at + pad(110+field(11))
		all = append(all, fmt.Sprintf("%s 0%o %d %s", archive[at+110:at+110+field(11)-1], field(1), field(4), archive[content:content+field(6)]))
		at = content + pad(field(6))
	}
	return all
}
