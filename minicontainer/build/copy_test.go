package build

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestCopyPutsFilesAsDockerDoes(t *testing.T) {
	for _, test := range []struct {
		name, dockerfile string
		want             map[string]string
	}{
		{"a file to a name", "COPY a.txt /x/b.txt", map[string]string{"/x": "0755 0:0 /", "/x/b.txt": "0644 0:0 A"}},
		{"a file to a slash", "COPY a.txt /x/", map[string]string{"/x": "0755 0:0 /", "/x/a.txt": "0644 0:0 A"}},
		{"a file to a directory that is there", "WORKDIR /x\nCOPY a.txt /x", map[string]string{"/x": "0755 0:0 /", "/x/a.txt": "0644 0:0 A"}},
		{"a file over a file", "COPY a.txt /x\nCOPY d/b.txt /x", map[string]string{"/x": "0644 0:0 B"}},
		{"relative to the working directory", "WORKDIR /w\nWORKDIR v\nCOPY a.txt .", map[string]string{
			"/w": "0755 0:0 /", "/w/v": "0755 0:0 /", "/w/v/a.txt": "0644 0:0 A",
		}},
		{"what is in a directory", "COPY d /x", map[string]string{
			"/x": "0755 0:0 /", "/x/b.txt": "0644 0:0 B", "/x/e": "0755 0:0 /", "/x/e/c.txt": "0644 0:0 C", "/x/link": "-> ../a.txt",
		}},
		{"several, and a directory among them", "COPY a.txt d/e /x/", map[string]string{
			"/x": "0755 0:0 /", "/x/a.txt": "0644 0:0 A", "/x/c.txt": "0644 0:0 C",
		}},
		{"several to a directory that is there", "WORKDIR /x\nCOPY a.txt d/b.txt ./", map[string]string{
			"/x": "0755 0:0 /", "/x/a.txt": "0644 0:0 A", "/x/b.txt": "0644 0:0 B",
		}},
		{"patterns", "COPY ?.txt d/*/c.* /x/", map[string]string{"/x": "0755 0:0 /", "/x/a.txt": "0644 0:0 A", "/x/c.txt": "0644 0:0 C"}},
		{"a pattern that matches nothing, next to what is there", "COPY a.txt lock* /x/", map[string]string{"/x": "0755 0:0 /", "/x/a.txt": "0644 0:0 A"}},
		{"a pattern of one match to a name", "COPY a* /b", map[string]string{"/b": "0644 0:0 A"}},
		{"JSON, with a space", `COPY ["with space.txt", "/a b/"]`, map[string]string{"/a b": "0755 0:0 /", "/a b/with space.txt": "0644 0:0 S"}},
		{"what looks like a pattern, escaped", `COPY [[]x].txt /x`, map[string]string{"/x": "0644 0:0 X"}},
		{"through a symlink", "COPY d/link /x", map[string]string{"/x": "0644 0:0 A"}},
		{"owner and mode", "COPY --chown=7:8 --chmod=640 a.txt /x/y", map[string]string{"/x": "0755 7:8 /", "/x/y": "0640 7:8 A"}},
		{"one number is both", "COPY --chown=7 a.txt /y", map[string]string{"/y": "0644 7:7 A"}},
		{"a mode in letters", "COPY --chmod=u=rwX,go=rX d/e /e", map[string]string{"/e": "0755 0:0 /", "/e/c.txt": "0644 0:0 C"}},
		{"a heredoc", "COPY <<EOF /x/hello\nhi $HOME\nEOF", map[string]string{"/x": "0755 0:0 /", "/x/hello": "0644 0:0 hi \n"}},
		{"two heredocs", "COPY <<one <<'two' /x/\n1\none\n$2\ntwo", map[string]string{
			"/x": "0755 0:0 /", "/x/one": "0644 0:0 1\n", "/x/two": "0644 0:0 $2\n",
		}},
		{"variables", "ENV D=/x F=a\nCOPY ${F}.txt $D/", map[string]string{"/x": "0755 0:0 /", "/x/a.txt": "0644 0:0 A"}},
		{"absolute sources are the context's", "COPY /d/../a.txt ../../d/b.txt /x/", map[string]string{
			"/x": "0755 0:0 /", "/x/a.txt": "0644 0:0 A", "/x/b.txt": "0644 0:0 B",
		}},
		{"hard links", "COPY h1 h2 /x/", map[string]string{"/x": "0755 0:0 /", "/x/h1": "0644 0:0 H", "/x/h2": "0644 0:0 H"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.files()
			b.is(b.build("FROM scratch\n"+test.dockerfile+"\n"), test.want)
		})
	}
}

// files is a context with a bit of everything.
func (b *bench) files() {
	b.t.Helper()
	for name, text := range map[string]string{
		"a.txt": "A", "d/b.txt": "B", "d/e/c.txt": "C", "with space.txt": "S", "[x].txt": "X", "h1": "H",
	} {
		b.file(name, text)
	}
	err := errors.Join(
		os.Symlink("../a.txt", filepath.Join(b.dir, "d/link")),
		os.Link(filepath.Join(b.dir, "h1"), filepath.Join(b.dir, "h2")))
	if err != nil {
		b.t.Fatal(err)
	}
}

func TestCopyRefuses(t *testing.T) {
	for _, test := range []struct {
		name, dockerfile string
		want             error
	}{
		{"what is not there", "COPY gone /x", ErrNothingTaken},
		{"what is not there among others", "COPY a.txt gone /x/", ErrNothingTaken},
		{"patterns that match nothing at all", "COPY *.none /x/", ErrNothingTaken},
		{"several to a name", "COPY a.txt d/b.txt /x", ErrSeveral},
		{"a pattern of several to a name", "COPY d/* /x", ErrSeveral},
		{"several to a file", "COPY a.txt /f\nCOPY a.txt h1 /f/", ErrNotDirectory},
		{"a directory over a file", "COPY a.txt /f\nCOPY d /f", ErrNotDirectory},
		{"a way through a file", "COPY a.txt /f\nCOPY a.txt /f/g", ErrNotDirectory},
		{"a whiteout's name", "COPY w /x/", ErrWhiteout},
		{"a socket", "COPY s /x/", ErrSocket},
		{"a URL", "ADD https://example.com/x /x", ErrURL},
		{"a repository", "ADD git@example.com:a/b.git /x", ErrURL},
		{"a wrong mode", "COPY --chmod=9 a.txt /x", ErrMode},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.files()
			b.file("w/.wh.x", "")
			b.file("s/", "")
			fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer syscall.Close(fd)
			dir, err := os.Open(filepath.Join(b.dir, "s")) // whose own path may be too long for a socket's
			if err != nil {
				t.Fatal(err)
			}
			defer dir.Close()
			if err := syscall.Bind(fd, &syscall.SockaddrUnix{Name: fmt.Sprintf("/proc/self/fd/%d/sock", dir.Fd())}); err != nil {
				t.Fatal(err)
			}
			_, err = b.try("FROM scratch\n" + test.dockerfile + "\n")
			if !errors.Is(err, test.want) {
				t.Errorf("error is %v, want %v", err, test.want)
			}
			if err != nil && !strings.Contains(err.Error(), "line ") {
				t.Errorf("the error does not name the line: %v", err)
			}
		})
	}
}

func TestCopyStaysInTheContext(t *testing.T) {
	b := newBench(t)
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"abs": secret, "up": "../../../../../../../" + secret, "dir": filepath.Dir(secret)} {
		if err := os.Symlink(to, filepath.Join(b.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, source := range []string{"abs", "up", "dir/secret", "../../../../../../../../" + secret, "d*r/secret"} {
		if made, err := b.try("FROM scratch\nCOPY " + source + " /x\n"); err == nil {
			t.Errorf("COPY %s took %v", source, b.tree(made.Layers()))
		}
	}
	b.is(b.build("FROM scratch\nCOPY . /\n"), map[string]string{
		"/abs": "-> " + secret, "/up": "-> ../../../../../../../" + secret, "/dir": "-> " + filepath.Dir(secret),
	})
}

func TestCopyFollowsTheSymlinksOfTheImageWithinIt(t *testing.T) {
	b := newBench(t)
	b.file("a.txt", "A")
	b.is(b.build("FROM scratch\nRUN mkdir real && ln -s /real link\nCOPY a.txt /link/sub/\nCOPY a.txt link/\n"), map[string]string{
		"/real": "0755 0:0 /", "/link": "-> /real", "/real/sub": "0755 0:0 /", "/real/sub/a.txt": "0644 0:0 A", "/real/a.txt": "0644 0:0 A",
	})
}

func TestCopyKeepsTimesAndLinks(t *testing.T) {
	b := newBench(t)
	b.files()
	when := time.Unix(1234567890, 123456789)
	if err := os.Chtimes(filepath.Join(b.dir, "h1"), when, when); err != nil {
		t.Fatal(err)
	}
	made := b.build("FROM scratch\nCOPY h1 h2 /\n")
	entries := map[string]*tar.Header{}
	archive := tar.NewReader(bytes.NewReader(b.blobs[made.Layers()[0].Blob.Digest]))
	for h, err := archive.Next(); err == nil; h, err = archive.Next() {
		entries[h.Name] = h
	}
	if h := entries["h1"]; h == nil || !h.ModTime.Equal(when) {
		t.Errorf("h1 is %+v, want it to be of %v", h, when)
	}
	if h := entries["h2"]; h == nil || h.Typeflag != tar.TypeLink || h.Linkname != "h1" {
		t.Errorf("h2 is %+v, want a hard link to h1", h)
	}
}

func TestCopyLooksUpOwnersInTheImage(t *testing.T) {
	b := newBench(t)
	b.file("a.txt", "A")
	b.file("etc/passwd", "app:x:70:71::/:/bin/sh\n")
	b.file("etc/group", "staff:x:72:\n")
	made := b.build("FROM scratch\nCOPY etc /etc\nCOPY --chown=app a.txt /1\nCOPY --chown=app:staff a.txt /2\nUSER app\nWORKDIR /home/app\n")
	got := b.tree(made.Layers())
	for name, want := range map[string]string{"/1": "0644 70:71 A", "/2": "0644 70:72 A", "/home": "0755 70:71 /", "/home/app": "0755 70:71 /"} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if _, err := b.try("FROM scratch\nCOPY --chown=nobody a.txt /\n"); err == nil {
		t.Error("an owner that the image does not know was accepted")
	}
}

func archiveOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var text bytes.Buffer
	w := tar.NewWriter(&text)
	for _, name := range sortedKeys(files) {
		h := &tar.Header{Name: name, Mode: 0o640, Uid: 5, Gid: 6, Size: int64(len(files[name])), Typeflag: tar.TypeReg}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

func gzipped(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAddUnpacksArchives(t *testing.T) {
	testenv.RealRoot(t) // the archive's files are somebody's
	b := newBench(t)
	archive := archiveOf(t, map[string]string{"one": "1", "sub/two": "2"})
	b.file("plain", string(archive))
	b.file("zip", string(gzipped(t, archive)))
	b.file("text.gz", string(gzipped(t, []byte("no archive"))))
	b.file("other", "other")
	unpacked := map[string]string{"/x": "0755 0:0 /", "/x/one": "0640 5:6 1", "/x/sub": "0755 0:0 /", "/x/sub/two": "0640 5:6 2"}
	b.is(b.build("FROM scratch\nADD plain /x\n"), unpacked)
	b.is(b.build("FROM scratch\nADD zip /x/\n"), unpacked)
	unpacked["/x/other"] = "0644 0:0 other"
	unpacked["/x/text.gz"] = "0644 0:0 " + string(gzipped(t, []byte("no archive")))
	b.is(b.build("FROM scratch\nADD zip other text.gz /x/\n"), unpacked)
	b.is(b.build("FROM scratch\nCOPY zip /x\n"), map[string]string{"/x": "0644 0:0 " + string(gzipped(t, archive))})

	if bzip2, err := exec.LookPath("bzip2"); err == nil {
		cmd := exec.Command(bzip2, "-kf", filepath.Join(b.dir, "plain"))
		if err := cmd.Run(); err != nil {
			t.Fatal(err)
		}
		delete(unpacked, "/x/other")
		delete(unpacked, "/x/text.gz")
		b.is(b.build("FROM scratch\nADD plain.bz2 /x\n"), unpacked)
	}
	b.file("a.xz", "\xfd7zXZ\x00 and so on")
	_, err := b.try("FROM scratch\nADD a.xz /\n")
	if !errors.Is(err, ErrXZ) || !strings.Contains(err.Error(), "line 2: ADD a.xz /: /a.xz: it is compressed with xz") {
		t.Errorf("ADD of xz: %v, want %v", err, ErrXZ)
	}
	b.is(b.build("FROM scratch\nCOPY a.xz /\n"), map[string]string{"/a.xz": "0644 0:0 \xfd7zXZ\x00 and so on"})
}

func TestAddRefusesArchivesThatLeadOut(t *testing.T) {
	for name, want := range map[string]error{"../x": ErrOutside, "a/../../x": ErrOutside, "a/.wh.b": ErrWhiteout} {
		b := newBench(t)
		b.file("a.tar", string(archiveOf(t, map[string]string{name: "x"})))
		if _, err := b.try("FROM scratch\nADD a.tar /deep/down/\n"); !errors.Is(err, want) {
			t.Errorf("ADD of an archive with %s: %v, want %v", name, err, want)
		}
	}
}

func TestCopyFromStagesAndImagesKeepsOwners(t *testing.T) {
	b := newBench(t)
	base := b.build("FROM scratch\nRUN echo img >f && chown 3:4 f\n")
	b.images["img"] = base
	made := b.build(`FROM scratch AS one
RUN mkdir d && echo 1 >d/f && chown 1:2 d/f
FROM img AS two
FROM scratch
COPY --from=one /d/f /named
COPY --from=0 d /numbered
COPY --from=img /f /image
COPY --from=two --chown=9:9 /f /chowned
COPY --from=one /d/* /globbed
`)
	b.is(made, map[string]string{
		"/named": "0644 1:2 1\n", "/numbered": "0755 0:0 /", "/numbered/f": "0644 1:2 1\n", "/image": "0644 3:4 img\n",
		"/chowned": "0644 9:9 img\n", "/globbed": "0644 1:2 1\n",
	})
}
