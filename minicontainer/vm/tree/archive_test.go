package tree_test

import (
	"archive/tar"
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
)

func TestMain(m *testing.M) { os.Exit(testenv.Main(m)) }

var someDay = time.Unix(1_600_000_000, 123456789)

// archive writes entries: what is not said of one is as usual for its type. A file's content is its size many letters.
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
			if _, err := io.WriteString(w, strings.Repeat(letter(h.Name), int(h.Size))); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// letter has files of different names differ.
func letter(name string) string {
	if name == "" {
		return "x"
	}
	return string('a' + rune(len(name)+int(name[len(name)-1]))%26)
}

func layers(archives ...[]byte) (all []tree.Layer) {
	for _, a := range archives {
		all = append(all, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(a)), nil })
	}
	return all
}

func mustRead(t testing.TB, archives ...[]byte) *tree.Tree {
	t.Helper()
	got, err := tree.Read(layers(archives...)...)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// Entries by type.
func file(name string) tar.Header { return tar.Header{Name: name, Size: 3, Mode: 0o644} }
func dir(name string) tar.Header  { return tar.Header{Name: name, Typeflag: tar.TypeDir} }
func symlink(name, to string) tar.Header {
	return tar.Header{Name: name, Linkname: to, Typeflag: tar.TypeSymlink, Mode: 0o777}
}
func hardLink(name, to string) tar.Header {
	return tar.Header{Name: name, Linkname: to, Typeflag: tar.TypeLink}
}
func device(name string, kind byte, major, minor int64) tar.Header {
	return tar.Header{Name: name, Typeflag: kind, Devmajor: major, Devminor: minor}
}

func attributed(h tar.Header, name, value string) tar.Header {
	h.PAXRecords = map[string]string{"SCHILY.xattr." + name: value}
	return h
}

func owned(h tar.Header, uid, gid int, mode int64) tar.Header {
	h.Uid, h.Gid, h.Mode = uid, gid, mode
	return h
}
