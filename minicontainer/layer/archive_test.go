package layer_test

import (
	"archive/tar"
	"bytes"
	"errors"
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
)

func TestMain(m *testing.M) {
	if os.Getenv(asUserEnv) != "" {
		if err := asUser(os.Args[1], os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(testenv.Main(m))
}

var someDay = time.Unix(1_600_000_000, 123456789)

// archive writes entries: what is not said of one is as usual for its type.
func archive(t testing.TB, entries ...tar.Header) *bytes.Reader {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range entries {
		// A file's content is its size many letters.
		if h.Typeflag == 0 {
			h.Typeflag = tar.TypeReg
		}
		if h.Mode == 0 {
			h.Mode = 0o755
		}
		if h.ModTime.IsZero() {
			h.ModTime = someDay
		}
		if h.Typeflag != tar.TypeXGlobalHeader {
			h.Format = tar.FormatPAX
		} else {
			h = tar.Header{Typeflag: h.Typeflag, PAXRecords: h.PAXRecords}
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			if _, err := io.WriteString(w, strings.Repeat("x", int(h.Size))); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b.Bytes())
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

// fresh is a new directory, outside of which a canary lives.
func fresh(t testing.TB) (dir string, canary string) {
	t.Helper()
	outside := t.TempDir()
	canary = filepath.Join(outside, "canary")
	if err := os.WriteFile(canary, []byte("alive"), 0o600); err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(outside, "a", "root")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir, canary
}

func mustUnpack(t testing.TB, dir string, o layer.UnpackOptions, entries ...tar.Header) layer.Summary {
	t.Helper()
	s, err := layer.Unpack(archive(t, entries...), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// kindOf tells what is under a name: "f", "d", "l", "p", "c", "b", "" for nothing, "w" for an overlay's mark.
func kindOf(t testing.TB, path string) string {
	t.Helper()
	st, err := lstat(path)
	if errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ENOTDIR) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		return "f"
	case unix.S_IFDIR:
		return "d"
	case unix.S_IFLNK:
		return "l"
	case unix.S_IFIFO:
		return "p"
	case unix.S_IFCHR:
		if st.Rdev == 0 {
			return "w"
		}
		return "c"
	case unix.S_IFBLK:
		return "b"
	}
	return "?"
}

func lstat(path string) (st unix.Stat_t, err error) {
	err = unix.Lstat(path, &st)
	return st, err
}

// listing is all that is in a directory, as "KIND NAME", an opaque directory in capitals.
func listing(t testing.TB, dir string) string {
	t.Helper()
	var lines []string
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		kind := kindOf(t, path)
		var value [8]byte
		for _, mark := range []string{"trusted.overlay.opaque", "user.overlay.opaque"} {
			if n, err := unix.Lgetxattr(path, mark, value[:]); err == nil && string(value[:n]) == "y" {
				kind = strings.ToUpper(kind)
			}
		}
		lines = append(lines, kind+" "+strings.TrimPrefix(path, dir+"/"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func lines(l ...string) string { return strings.Join(l, "\n") }
