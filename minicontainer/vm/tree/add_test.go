package tree_test

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
)

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// listing is what WriteListing writes, without the digests' ends.
func listing(t *testing.T, tr *tree.Tree, excluded ...string) []string {
	t.Helper()
	var b bytes.Buffer
	must(t, tr.WriteListing(&b, excluded...))
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	for i, line := range lines {
		if fields := strings.Fields(line); len(fields[len(fields)-1]) == 64 {
			lines[i] = line[:len(line)-60]
		}
	}
	return lines
}

func wantListing(t *testing.T, tr *tree.Tree, want ...string) {
	t.Helper()
	if got := listing(t, tr); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestFilesOfOurOwnGoOverTheLayers(t *testing.T) {
	tr := mustRead(t, archive(t, owned(dir("etc"), 5, 5, 0o711), file("etc/motd"), symlink("conf", "etc"), dir("bin/sh/x"), file("home")))
	must(t,
		tr.AddText("/conf/motd", 0o600, "hello"),  // through the symlink, in place of the layer's
		tr.AddSymlink("bin/sh", "busybox"),        // in place of a directory
		tr.AddDirectory("/etc", 0o700),            // which keeps what is in it
		tr.AddText("home/me/.profile", 0o644, "")) // makes directories in place of a file
	wantListing(t, tr,
		`"/" d 0755 0 0`, `"/bin" d 0755 0 0`, `"/bin/sh" l 0777 0 0 "busybox"`, `"/conf" l 0777 0 0 "etc"`,
		`"/etc" d 0700 0 0`, `"/etc/motd" - 0600 0 0 5 2cf2`, `"/home" d 0755 0 0`, `"/home/me" d 0755 0 0`, `"/home/me/.profile" - 0644 0 0 0 e3b0`)
	for name, err := range map[string]error{
		"../x":   tr.AddText("../x", 0o644, ""),
		"/":      tr.AddSymlink("/", "x"),
		"x":      tr.AddSymlink("x", ""),
		"a\\x00": tr.AddText("a\x00", 0o644, ""),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), "add ") || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAListingCanLeaveOut(t *testing.T) {
	tr := mustRead(t, archive(t, file("a/b"), file("a-b"), file("a.b"), device("c", tar.TypeBlock, 8, 17), tar.Header{Name: "p", Typeflag: tar.TypeFifo}))
	if got := listing(t, tr, "/a"); len(got) != 5 || got[3] != `"/c" b 0755 0 0 2065` || got[4] != `"/p" p 0755 0 0` {
		t.Errorf("got %q", got)
	}
	var order []string
	for _, e := range tr.Entries() {
		order = append(order, e.Path)
	}
	if want := []string{"/", "/a", "/a/b", "/a-b", "/a.b", "/c", "/p"}; !slices.Equal(order, want) {
		t.Errorf("the order is %q", order)
	}
}

func TestACopyIsOfTheHost(t *testing.T) {
	host := t.TempDir()
	must(t, os.Mkdir(host+"/d", 0o755), os.WriteFile(host+"/d/f", []byte("text"), 0o600), os.Symlink("f", host+"/d/l"), os.Symlink("d/f", host+"/link"),
		os.Chmod(host+"/d", os.ModeSticky|0o777), os.Chmod(host+"/d/f", os.ModeSetuid|0o755))
	tr := tree.New()
	must(t, tr.Copy("/in/side", host+"/d"), tr.Copy("/one", host+"/link"))
	wantListing(t, tr, `"/" d 0755 0 0`, `"/in" d 0755 0 0`, `"/in/side" d 1777 0 0`, `"/in/side/f" - 0755 0 0 4 982d`,
		`"/in/side/l" l 0777 0 0 "f"`, `"/one" - 0755 0 0 4 982d`)
	if err := tr.Copy("/x", host+"/nowhere"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if err := tr.Copy("/null", "/dev/null"); err == nil || !strings.Contains(err.Error(), "neither a file nor") {
		t.Errorf("got %v", err)
	}
	must(t, os.Truncate(host+"/d/f", 2))
	err := tr.Content(func(_ tree.Entry, r io.Reader) error { _, err := io.Copy(io.Discard, r); return err })
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a file that has shrunk: %v", err)
	}
}

func TestATreeGoesIntoAnother(t *testing.T) {
	image := mustRead(t, archive(t, owned(dir("./"), 1, 1, 0o750), file("a"), hardLink("b", "a")), archive(t, file("c")))
	tr := tree.New()
	must(t, tr.AddText("/root.d/old", 0o644, ""), tr.AddTree("/root.d", image), tr.AddTree("again", image), image.AddText("a", 0o600, "later"))
	want := []string{`"/" d 0755 0 0`}
	for _, in := range []string{"/again", "/root.d"} {
		want = append(want, `"`+in+`" d 0750 1 1`, `"`+in+`/a" - 0644 0 0 3 6be5`, `"`+in+`/b" - 0644 0 0 3 6be5`, `"`+in+`/c" - 0644 0 0 3 ab83`)
	}
	got := listing(t, tr)
	for i := range want {
		if len(got) != len(want) || strings.Join(strings.Fields(got[i])[:4], " ") != strings.Join(strings.Fields(want[i])[:4], " ") {
			t.Fatalf("got %q\nwant %q", got, want)
		}
	}
	a, errA := tr.Lookup("/root.d/a")
	b, errB := tr.Lookup("root.d/b")
	if must(t, errA, errB); a.File != b.File || a.Links != 2 {
		t.Errorf("%+v is no hard link of %+v", a, b)
	}
}

func TestContentComesInTheOrderOfTheArchives(t *testing.T) {
	tr := mustRead(t, archive(t, file("z"), file("gone"), file("y"), hardLink("a", "z")), archive(t, file("x"), file(".wh.gone"), symlink("l", "x")))
	must(t, tr.AddText("/b", 0o644, "bb"))
	var got []string
	must(t, tr.Content(func(e tree.Entry, _ io.Reader) error { got = append(got, e.Path); return nil }))
	if want := []string{"/a", "/y", "/x", "/b"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if tr.Size() != 3*3+2 {
		t.Errorf("%d bytes", tr.Size())
	}
	enough := errors.New("enough")
	if err := tr.Content(func(tree.Entry, io.Reader) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("got %v", err)
	}
}

func TestALayerThatChangesBetweenThePassesIsFoundOut(t *testing.T) {
	for name, second := range map[string][]byte{
		"shorter": archive(t, dir("d")),
		"other":   archive(t, dir("d"), tar.Header{Name: "a", Size: 9}),
		"none":    []byte(strings.Repeat("no archive", 100)),
	} {
		opened := 0
		tr, err := tree.Read(func() (io.ReadCloser, error) {
			if opened++; opened == 1 {
				return io.NopCloser(bytes.NewReader(archive(t, dir("d"), file("a")))), nil
			}
			return io.NopCloser(bytes.NewReader(second)), nil
		})
		must(t, err)
		if err := tr.Content(func(tree.Entry, io.Reader) error { return nil }); err == nil {
			t.Errorf("%s: it is not", name)
		}
	}
}

// A digest is taken while the archive is read, and has to be one of all of it.
func TestAnArchiveIsReadToItsEnd(t *testing.T) {
	r := bytes.NewReader(append(archive(t, file("a")), make([]byte, 100_000)...))
	_, err := tree.Read(func() (io.ReadCloser, error) { return io.NopCloser(r), nil })
	if must(t, err); r.Len() > 0 {
		t.Errorf("%d bytes are left", r.Len())
	}
	damaged := errors.New("wrong digest")
	_, err = tree.Read(func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(bytes.NewReader(archive(t, file("a"))), failing{damaged})), nil
	})
	if !errors.Is(err, damaged) {
		t.Errorf("got %v", err)
	}
	if _, err := tree.Read(func() (io.ReadCloser, error) { return nil, unix.ENOENT }); !errors.Is(err, unix.ENOENT) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ error }

func (f failing) Read([]byte) (int, error) { return 0, f.error }

func TestLookupFollowsAllButTheLast(t *testing.T) {
	tr := mustRead(t, archive(t, symlink("l", "/d/../d"), file("d/f"), symlink("d/s", "f")))
	for name, want := range map[string]string{"/l/f": "/d/f", "l/s": "/d/s", "/l": "/l", "/": "/", "d/": "/d"} {
		if e, err := tr.Lookup(name); err != nil || e.Path != want {
			t.Errorf("%s: %s, %v", name, e.Path, err)
		}
	}
	for name, want := range map[string]error{"/x": unix.ENOENT, "d/f/x": unix.ENOTDIR, "l/x/y": unix.ENOENT} {
		if _, err := tr.Lookup(name); !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A tree cannot be made to take memory without end by names that lead through symlinks ever deeper.
func TestPathsAreNoLongerThanTheKernelTakes(t *testing.T) {
	deep := strings.TrimSuffix(strings.Repeat("d/", 1500), "/")
	_, err := tree.Read(layers(archive(t, file(deep+"/f"), symlink("s", deep), file("s/"+deep+"/f")))...)
	if !errors.Is(err, unix.ENAMETOOLONG) {
		t.Errorf("got %v", err)
	}
}

func TestALinkIsTheSameFile(t *testing.T) {
	a := tree.New()
	must(t, a.AddText("/bin/guest", 0o755, "x"), a.AddLink("/root/probe", "/bin/guest"))
	first, err1 := a.Lookup("/bin/guest")
	second, err2 := a.Lookup("/root/probe")
	if must(t, err1, err2); first.File != second.File || first.Links != 2 || a.Size() != 1 {
		t.Errorf("%+v and %+v", first, second)
	}
	if err := a.AddLink("/y", "/nowhere"); err == nil || !strings.Contains(err.Error(), "/y") {
		t.Errorf("to nothing: %v", err)
	}
	if err := a.AddLink("/y", "/root"); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("to a directory: %v", err)
	}
}
