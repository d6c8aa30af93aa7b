package build

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// names is the names in what a selection takes.
func names(t *testing.T, c *Context, sources ...string) string {
	t.Helper()
	var archive bytes.Buffer
	if err := c.Get(context.Background(), Selection{Sources: sources}, &archive); err != nil {
		return err.Error()
	}
	var list []string
	in := tar.NewReader(&archive)
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return strings.Join(list, " ")
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, h.Name)
	}
}

func TestDockerignore(t *testing.T) {
	testenv.Kernel(t)
	for _, test := range []struct{ name, ignore, source, want string }{
		{"nothing", "", ".", "./ .dockerignore Dockerfile a.go a.txt d/ d/b.txt d/e/ d/e/c.txt d/e/keep v/ v/x"},
		{"a pattern at the top", "*.txt", ".", "./ .dockerignore Dockerfile a.go d/ d/b.txt d/e/ d/e/c.txt d/e/keep v/ v/x"},
		{"a pattern anywhere", "**/*.txt\n# a comment\n\n", ".", "./ .dockerignore Dockerfile a.go d/ d/e/ d/e/keep v/ v/x"},
		{"a directory", "d/\n/v", ".", "./ .dockerignore Dockerfile a.go a.txt"},
		{"an exception", "d\n!d/e/keep", ".", "./ .dockerignore Dockerfile a.go a.txt d/ d/e/ d/e/keep v/ v/x"},
		{"an exception and its exception", "d\n!d/e\nd/e/c.txt", ".", "./ .dockerignore Dockerfile a.go a.txt d/ d/e/ d/e/keep v/ v/x"},
		{"all but", "*\n!v", ".", "./ v/ v/x"},
		{"the Dockerfile", "Dockerfile\n.dockerignore\nd\nv", ".", "./ a.go a.txt"},
		{"a source that is left out", "a.txt", "a.txt", "take /a.txt: " + ErrIgnored.Error()},
		{"a source in what is left out", "d", "d/e/c.txt", "take /d/e/c.txt: " + ErrIgnored.Error()},
		{"an exception as source", "d\n!d/e/keep", "d/e/keep", "keep"},
		{"a directory with an exception", "d/e\n!d/e/keep", "d", "./ b.txt e/ e/keep"},
		{"by its real path", "d/e", "link", "take /link: " + ErrIgnored.Error()},
		{"a pattern in the source", "d/b*", "d/*", "./ c.txt keep"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			b := &bench{fakeWorld: &fakeWorld{t: t}, dir: dir}
			for _, name := range []string{"Dockerfile", "a.go", "a.txt", "d/b.txt", "d/e/c.txt", "d/e/keep", "v/x"} {
				b.file(name, name)
			}
			b.file(".dockerignore", test.ignore)
			if test.source == "link" {
				if err := os.Symlink("d/e", filepath.Join(dir, "link")); err != nil {
					t.Fatal(err)
				}
			}
			c, err := OpenContext(dir, filepath.Join(dir, "Dockerfile"))
			if err != nil {
				t.Fatal(err)
			}
			if got := names(t, c, test.source); got != test.want {
				t.Errorf("took %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestTheDockerfilesOwnIgnoreFileCounts(t *testing.T) {
	testenv.Kernel(t)
	b := &bench{fakeWorld: &fakeWorld{t: t}, dir: t.TempDir()}
	b.file(".dockerignore", "a")
	b.file("x.Dockerfile.dockerignore", "b\n*ignore")
	b.file("a", "")
	b.file("b", "")
	c, err := OpenContext(b.dir, filepath.Join(b.dir, "x.Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := names(t, c, "."), "./ a"; got != want {
		t.Errorf("took %q, want %q", got, want)
	}
}

func TestWrongContexts(t *testing.T) {
	testenv.Kernel(t)
	b := &bench{fakeWorld: &fakeWorld{t: t}, dir: t.TempDir()}
	b.file("file", "")
	b.file("bad/.dockerignore", "[")
	if _, err := OpenContext(filepath.Join(b.dir, "gone"), ""); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a directory that is not there: %v", err)
	}
	if _, err := OpenContext(filepath.Join(b.dir, "file"), ""); !errors.Is(err, ErrNotDirectory) {
		t.Errorf("a file: %v", err)
	}
	c, err := OpenContext(filepath.Join(b.dir, "bad"), "")
	if err == nil {
		if text := names(t, c, "."); !strings.Contains(text, ".dockerignore") {
			t.Errorf("a broken pattern took %q", text)
		}
	}
}

func TestContextFromAnArchive(t *testing.T) {
	testenv.Kernel(t)
	archive := archiveOf(t, map[string]string{
		"Dockerfile": "FROM scratch\n", "other/File": "FROM scratch\nCOPY a /\n", "a": "A", "b": "B", ".dockerignore": "b\nDockerfile\n.dockerignore\nother\n",
	})
	for name, input := range map[string][]byte{"bare": archive, "gzip": gzipped(t, archive)} {
		temp := t.TempDir()
		c, text, err := ReadContext(bytes.NewReader(input), temp, "other/File")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if string(text) != "FROM scratch\nCOPY a /\n" || names(t, c, ".") != "./ a" {
			t.Errorf("%s: Dockerfile %q, context %q", name, text, names(t, c, "."))
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadDir(temp); err != nil || len(left) != 0 {
			t.Errorf("%s: Close left %v, %v", name, left, err)
		}
	}
}

func TestADockerfileInPlaceOfAContext(t *testing.T) {
	testenv.Kernel(t)
	for _, want := range []string{"FROM scratch\nCMD x\n", "", "x", strings.Repeat("# a long comment\n", 20000)} {
		c, text, err := ReadContext(strings.NewReader(want), t.TempDir(), "Dockerfile")
		if err != nil || string(text) != want {
			t.Errorf("read %d bytes, %v, want %d", len(text), err, len(want))
		}
		if c != nil {
			c.Close()
		}
	}
}

func TestAHostileContextIsConfined(t *testing.T) {
	testenv.Kernel(t)
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("FROM secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	var archive bytes.Buffer
	w := tar.NewWriter(&archive)
	for _, h := range []*tar.Header{
		{Name: "Dockerfile", Typeflag: tar.TypeSymlink, Linkname: outside},
		{Name: ".dockerignore", Typeflag: tar.TypeSymlink, Linkname: outside},
	} {
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	temp := t.TempDir()
	c, text, err := ReadContext(&archive, temp, "Dockerfile")
	if err == nil {
		c.Close()
		t.Errorf("read %q through a symlink of the archive", text)
	}
	if left, _ := os.ReadDir(temp); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	if _, _, err := ReadContext(bytes.NewReader(archiveOf(t, map[string]string{"a": ""})), temp, "Dockerfile"); !errors.Is(err, ErrNothingTaken) {
		t.Errorf("an archive without Dockerfile: %v", err)
	}
}
