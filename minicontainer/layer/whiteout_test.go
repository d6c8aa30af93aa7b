package layer_test

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/treediff"
)

// Every case is unpacked over the same lower layer: once into its directory, and once into a directory that an overlay
// puts on top of it. What can be seen must be the same.
func TestWhiteoutsMeanTheSameInEveryForm(t *testing.T) {
	testenv.RealRoot(t)
	testenv.Overlay(t)
	lower := func(t *testing.T) string {
		root, _ := fresh(t)
		mustUnpack(t, root, layer.UnpackOptions{},
			file("etc/motd"), file("etc/issue"), dir("var/log"), file("var/log/old"), file("var/log/older"),
			file("var/x"), symlink("lib", "var"), file("file"), symlink("to-etc", "etc"))
		return root
	}
	below := []string{"d etc", "f etc/issue", "f etc/motd", "f file", "l lib", "l to-etc", "d var", "d var/log", "f var/log/old", "f var/log/older", "f var/x"}
	tests := []struct {
		name    string
		entries []tar.Header
		minus   []string
		plus    []string
	}{
		{"a file", []tar.Header{dir("etc"), file("etc/.wh.motd")}, []string{"f etc/motd"}, nil},
		{"a directory", []tar.Header{file("var/.wh.log")}, []string{"d var/log", "f var/log/old", "f var/log/older"}, nil},
		{"a symlink not what it leads to", []tar.Header{file(".wh.lib")}, []string{"l lib"}, nil},
		{"at the top", []tar.Header{file(".wh.file")}, []string{"f file"}, nil},
		{"what is not there", []tar.Header{file(".wh.nothing"), file("new/.wh.nothing")}, nil, nil},
		{"opaque", []tar.Header{dir("var"), file("var/.wh..wh..opq")}, []string{"d var/log", "f var/log/old", "f var/log/older", "f var/x"}, nil},
		{"opaque and new before", []tar.Header{file("var/new"), file("var/log/new"), file("var/.wh..wh..opq")},
			[]string{"f var/log/old", "f var/log/older", "f var/x"}, []string{"f var/new", "f var/log/new"}},
		{"opaque and new behind", []tar.Header{file("var/.wh..wh..opq"), file("var/x"), file("var/log/new")},
			[]string{"f var/log/old", "f var/log/older"}, []string{"f var/log/new"}},
		{"added and hidden", []tar.Header{file("etc/motd"), file("etc/.wh.motd")}, nil, nil},
		{"hidden and added", []tar.Header{file("etc/.wh.motd"), file("etc/motd")}, nil, nil},
		{"directory added and hidden", []tar.Header{dir("var/log"), file("var/log/new"), file("var/.wh.log")},
			[]string{"f var/log/old", "f var/log/older"}, []string{"f var/log/new"}},
		{"directory hidden and added", []tar.Header{file("var/.wh.log"), dir("var/log"), file("var/log/new")},
			[]string{"f var/log/old", "f var/log/older"}, []string{"f var/log/new"}},
		{"directory hidden and a file of it added", []tar.Header{file("var/.wh.log"), file("var/log/new")},
			[]string{"f var/log/old", "f var/log/older"}, []string{"f var/log/new"}},
		{"directory hidden and a file in its place", []tar.Header{file("var/.wh.log"), symlink("var/log", "/etc")},
			[]string{"d var/log", "f var/log/old", "f var/log/older"}, []string{"l var/log"}},
		{"directory through a file", []tar.Header{file("var"), dir("var"), file("var/new")},
			[]string{"d var/log", "f var/log/old", "f var/log/older", "f var/x"}, []string{"f var/new"}},
		{"opaque root", []tar.Header{file("etc/motd"), file(".wh..wh..opq"), file("new")},
			[]string{"f etc/issue", "f file", "l lib", "l to-etc", "d var", "d var/log", "f var/log/old", "f var/log/older", "f var/x"}, []string{"f new"}},
		{"a file in an opaque directory", []tar.Header{file("var/log/.wh.old"), file("var/log/.wh..wh..opq")},
			[]string{"f var/log/old", "f var/log/older"}, nil},
		{"a file under an opaque directory", []tar.Header{file("var/log/.wh.old"), file("var/.wh..wh..opq"), dir("var/log")},
			[]string{"f var/log/old", "f var/log/older", "f var/x"}, nil},
		{"hidden twice", []tar.Header{file(".wh.file"), file(".wh.file")}, []string{"f file"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			want := expected(below, test.minus, test.plus)
			plain := lower(t)
			mustUnpack(t, plain, layer.UnpackOptions{}, test.entries...)
			// A whiteout in a directory that is nowhere makes it, in an overlay.
			if got := without(listing(t, plain), "d new"); got != want {
				t.Errorf("plain: got\n%s\nwant\n%s", got, want)
			}
			low, upper := lower(t), t.TempDir()
			mustUnpack(t, upper, layer.UnpackOptions{Form: layer.Overlay, Lowers: []string{low}}, test.entries...)
			mounted(t, upper, []string{low}, func(merged string) {
				if got := without(listing(t, merged), "d new"); got != want {
					t.Errorf("overlay: got\n%s\nwant\n%s\nupper\n%s", got, want, listing(t, upper))
				}
			})
			checkRepack(t, upper, low, plain)
		})
	}
}

// checkRepack packs the upper directory, and unpacks that over the lower one: the same again.
func checkRepack(t *testing.T, upper, lower, plain string) {
	t.Helper()
	text := packed(t, upper, layer.PackOptions{Form: layer.Overlay})
	again := t.TempDir()
	if _, err := layer.Unpack(bytes.NewReader(text), again, layer.UnpackOptions{Form: layer.Overlay, Lowers: []string{lower}}); err != nil {
		t.Fatal(err)
	}
	if listing(t, upper) != listing(t, again) {
		t.Errorf("packed and unpacked, the upper directory\n%s\nbecomes\n%s", listing(t, upper), listing(t, again))
	}
	if _, err := layer.Unpack(bytes.NewReader(text), lower, layer.UnpackOptions{}); err != nil {
		t.Fatal(err)
	}
	if without(listing(t, lower), "d new") != without(listing(t, plain), "d new") {
		t.Errorf("unpacked into the lower layer, it becomes\n%s\nwant\n%s", listing(t, lower), listing(t, plain))
	}
}

func expected(below, minus, plus []string) string {
	var all []string
	for _, line := range below {
		if !contains(minus, line) {
			all = append(all, line)
		}
	}
	return sorted(append(all, plus...))
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

// sorted orders lines as a walk of the tree does.
func sorted(all []string) string {
	key := func(s string) string { return strings.ReplaceAll(s[2:], "/", "\x00") }
	for i := range all {
		for j := i; j > 0 && key(all[j]) < key(all[j-1]); j-- {
			all[j], all[j-1] = all[j-1], all[j]
		}
	}
	return strings.Join(all, "\n")
}

func without(text, line string) string {
	var kept []string
	for _, l := range strings.Split(text, "\n") {
		if l != line {
			kept = append(kept, strings.ToLower(l[:1])+l[1:])
		}
	}
	return strings.Join(kept, "\n")
}

// mounted calls body with an overlay, in a mount namespace of its own.
func mounted(t *testing.T, upper string, lowers []string, body func(merged string)) {
	t.Helper()
	work, merged := t.TempDir(), t.TempDir()
	err := testenv.OwnMounts(func() {
		data := fmt.Sprintf("lowerdir=%s,upperdir=%s,workdir=%s,metacopy=off,redirect_dir=off", strings.Join(lowers, ":"), upper, work)
		if err := unix.Mount("overlay", merged, "overlay", 0, data); err != nil {
			t.Errorf("mount the overlay: %v", err)
			return
		}
		body(merged)
	})
	if err != nil {
		t.Error(err)
	}
}

// What is done to an overlay, Changes tells from its upper directory, and Compare from two whole trees; and both make
// a layer that does it again.
func TestChangesAndCompare(t *testing.T) {
	tree := richTree(t)
	testenv.Overlay(t)
	w := treeWriter{t, tree}
	w.file("var/log/a", "a", 0o644)
	w.file("var/log/b", "b", 0o644)
	w.file("var/spool/deep/c", "c", 0o644)
	w.file("opt/touched", "t", 0o644)
	w.file("opt/opened", "o", 0o644)
	w.file("was-file", "f", 0o644)
	w.file("was-dir/x", "x", 0o644)
	w.file("gone-and-back/old", "x", 0o644)
	w.file("gone-and-back/both", "x", 0o644)
	w.times()
	upper, after := t.TempDir(), t.TempDir()
	wantSame(t, copied(t, tree, t.TempDir()), tree)
	mounted(t, upper, []string{tree}, func(merged string) {
		m := treeWriter{t, merged}
		m.do(os.Remove(m.path("var/log/a")))
		m.file("var/log/new", "n", 0o600)
		m.do(os.RemoveAll(m.path("var/spool")))
		m.do(os.Chmod(m.path("tmp"), 0o700))
		m.do(os.Chtimes(m.path("opt/touched"), someDay, someDay))
		f, err := os.OpenFile(m.path("opt/opened"), os.O_WRONLY, 0)
		m.do(err)
		f.Close()
		m.do(os.Remove(m.path("was-file")))
		m.file("was-file/now", "x", 0o644)
		m.do(os.RemoveAll(m.path("was-dir")))
		m.file("was-dir", "x", 0o644)
		m.do(os.RemoveAll(m.path("gone-and-back")))
		m.file("gone-and-back/new", "x", 0o644)
		m.file("gone-and-back/both", "other", 0o644)
		m.do(os.Mkdir(m.path("empty"), 0o755))
		m.attribute("etc/shadow", "user.new", "x")
		m.do(os.Remove(m.path("absolute")))
		m.do(os.Symlink("/etc/shadow", m.path("absolute")))
		m.do(os.Remove(m.path("disk")))
		copied(t, merged, after)
	})
	var want []layer.Change
	for _, line := range []string{"C /absolute", "D /disk", "A /empty", "C /etc", "C /etc/shadow",
		"C /gone-and-back", "C /gone-and-back/both", "A /gone-and-back/new", "D /gone-and-back/old",
		"C /opt", "C /opt/touched", "C /tmp", "C /var", "C /var/log", "D /var/log/a", "A /var/log/new", "D /var/spool",
		"C /was-dir", "C /was-file", "A /was-file/now"} {
		kind := map[byte]layer.Kind{'C': layer.Changed, 'A': layer.Added, 'D': layer.Deleted}[line[0]]
		want = append(want, layer.Change{Kind: kind, Path: line[2:]})
	}
	byMarks, err := layer.Changes(upper, layer.Overlay, []string{tree})
	if err != nil || !reflect.DeepEqual(byMarks, want) {
		t.Errorf("Changes: %v\n got %v\nwant %v", err, byMarks, want)
	}
	byTrees, err := layer.Compare(tree, after)
	if err != nil || !reflect.DeepEqual(byTrees, want) {
		t.Errorf("Compare: %v\n got %v\nwant %v", err, byTrees, want)
	}
	if same, err := layer.Compare(tree, tree); err != nil || len(same) != 0 {
		t.Errorf("a tree differs from itself: %v %v", same, err)
	}
	for name, pack := range map[string]func(io.Writer) error{
		"upper":   func(w io.Writer) error { return layer.Pack(w, upper, layer.PackOptions{Form: layer.Overlay}) },
		"changes": func(w io.Writer) error { return layer.PackChanges(w, after, byTrees, layer.PackOptions{}) },
	} {
		var text bytes.Buffer
		if err := pack(&text); err != nil {
			t.Fatal(name, err)
		}
		for _, form := range []layer.Form{layer.Plain, layer.Overlay} {
			top := t.TempDir()
			if form == layer.Plain {
				copied(t, tree, top)
			}
			if _, err := layer.Unpack(&slowly{text.Bytes(), 0}, top, layer.UnpackOptions{Form: form, Lowers: []string{tree}}); err != nil {
				t.Fatal(name, err)
			}
			ignore := treediff.Ignore(0)
			if name == "changes" {
				ignore = treediff.DirTimes // nothing but its time has changed: not told of
			}
			if form == layer.Plain {
				wantSameBut(t, after, top, ignore)
				continue
			}
			mounted(t, top, []string{tree}, func(merged string) { wantSameBut(t, after, merged, ignore) })
		}
	}
}

// slowly is a reader that returns a few bytes at a time.
type slowly struct {
	text []byte
	at   int
}

func (r *slowly) Read(p []byte) (int, error) {
	if r.at == len(r.text) {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), 700)], r.text[r.at:])
	r.at += n
	return n, nil
}

// copied copies a tree by the peer of all: cp -a.
func copied(t testing.TB, from, to string) string {
	t.Helper()
	run(t, "cp", "-a", from+"/.", to)
	return to
}

func TestChangesOfAStack(t *testing.T) {
	testenv.RealRoot(t)
	testenv.Overlay(t)
	bottom, middle, upper := t.TempDir(), t.TempDir(), t.TempDir()
	mustUnpack(t, bottom, layer.UnpackOptions{Form: layer.Overlay}, file("a/1"), file("a/2"), file("b/1"), file("c"))
	mustUnpack(t, middle, layer.UnpackOptions{Form: layer.Overlay, Lowers: []string{bottom}},
		dir("a"), file("a/.wh..wh..opq"), file("a/3"), file(".wh.c"), file("b/2"))
	mounted(t, upper, []string{middle, bottom}, func(merged string) {
		m := treeWriter{t, merged}
		m.file("a/1", "new again", 0o644)
		m.file("a/3", "changed", 0o644)
		m.file("c", "new again", 0o644)
		m.do(os.RemoveAll(m.path("b")))
	})
	got, err := layer.Changes(upper, layer.Overlay, []string{middle, bottom})
	want := "[{C /a} {A /a/1} {C /a/3} {D /b} {A /c}]"
	if err != nil || fmt.Sprint(got) != want {
		t.Errorf("%v\n got %v\nwant %v", err, got, want)
	}
}

func TestUpperWhoseContentIsElsewhereIsRefused(t *testing.T) {
	testenv.RealRoot(t)
	upper := t.TempDir()
	w := treeWriter{t, upper}
	w.dir("d", 0o755)
	w.attribute("d", "trusted.overlay.redirect", "/elsewhere")
	err := layer.Pack(io.Discard, upper, layer.PackOptions{Form: layer.Overlay})
	if err == nil || !strings.HasPrefix(err.Error(), "pack d: attribute trusted.overlay.redirect") {
		t.Errorf("error %v", err)
	}
	w.do(unix.Mknod(filepath.Join(upper, "a"), unix.S_IFCHR, 0))
	if err := layer.Pack(io.Discard, upper, layer.PackOptions{}); err == nil || !strings.HasPrefix(err.Error(), "pack a: character device 0:0") {
		t.Errorf("error %v", err)
	}
}
