package layer_test

import (
	"archive/tar"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/treediff"
)

// An ordinary user is a process of its own: the test binary, which TestMain sends here.
const asUserEnv = "MINICONTAINER_TEST_LAYER_AS_USER"

// asUser unpacks the archives into dir, one after the other, and packs what has become of it.
func asUser(dir string, archives []string) error {
	for _, name := range archives {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		s, err := layer.Unpack(f, dir, layer.UnpackOptions{Rootless: true})
		if err != nil {
			return err
		}
		fmt.Printf("%d replaced, %d dropped\n", s.Replaced, s.Dropped)
	}
	back, err := os.Create(dir + ".tar")
	if err != nil {
		return err
	}
	defer back.Close()
	return layer.Pack(back, dir, layer.PackOptions{Rootless: true, Owner: func(_, _ uint32) (uint32, uint32, error) { return 0, 0, nil }})
}

func TestOrdinaryUserKeepsWhatCanBeKept(t *testing.T) {
	tree := richTree(t)
	w := treeWriter{t, tree}
	w.attribute("etc/shadow", "user.of-the-unreadable", "x")
	w.times()
	root, said := unpackedAsUser(t, packed(t, tree, layer.PackOptions{}))
	// Three nodes, of which one is a second name, and the attributes of ping, a symlink and a FIFO. What stands in for
	// the device is a file, and has its attribute dropped as well.
	if want := "2 replaced, 4 dropped\n"; said != want {
		t.Errorf("it said %q, want %q", said, want)
	}
	var rest []string
	for _, line := range treediff.CompareBut(tree, root, treediff.Owners) {
		if !slices.ContainsFunc([]string{
			"./bin/ping: security.capability", "./absolute: trusted.of-a-symlink", "./fifo: trusted.of-a-fifo",
			"./null: ", "./disk: ", "./disk2: "}, func(known string) bool { return strings.HasPrefix(line, known) }) {
			rest = append(rest, line)
		}
	}
	if len(rest) > 0 {
		t.Error(strings.Join(rest, "\n"))
	}
	for name, mode := range map[string]uint32{"null": 0o644, "disk": 0o640} {
		if st, err := lstat(filepath.Join(root, name)); err != nil || st.Mode != syscall.S_IFREG|mode || st.Size != 0 {
			t.Errorf("%s: mode %o, %d bytes, %v", name, st.Mode, st.Size, err)
		}
	}
	// What was packed again, root unpacks: it belongs to root, and the modes of what could not be read are as before.
	back, err := os.Open(root + ".tar")
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	again, _ := fresh(t)
	if _, err := layer.Unpack(back, again, layer.UnpackOptions{}); err != nil {
		t.Fatal(err)
	}
	wantSameBut(t, root, again, treediff.Owners)
	if st, _ := lstat(filepath.Join(again, "closed/x")); st.Uid != 0 || st.Mode&0o777 != 0o600 {
		t.Errorf("closed/x: owner %d, mode %o", st.Uid, st.Mode)
	}
}

func TestOrdinaryUserEntersHisOwnClosedDirectories(t *testing.T) {
	testenv.RealRoot(t)
	read := func(entries ...tar.Header) []byte {
		var b bytes.Buffer
		b.ReadFrom(archive(t, entries...))
		return b.Bytes()
	}
	closed := func(name string, mode int64) tar.Header { h := dir(name); h.Mode = mode; return h }
	root, _ := unpackedAsUser(t,
		read(closed("a", 0o555), file("a/old"), closed("a/b", 0o001), file("a/b/old"), closed("o", 0o500), file("o/x"), closed("r", 0o001), file("r/s/x")),
		read(file("a/b/new"), file("a/.wh.old"), file("o/.wh..wh..opq"), file(".wh.r")))
	want := lines("d a", "d a/b", "f a/b/new", "f a/b/old", "d o")
	if got := listing(t, root); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for name, mode := range map[string]uint32{"a": 0o555, "a/b": 0o001, "o": 0o500} {
		if st, err := lstat(filepath.Join(root, name)); err != nil || st.Mode&0o7777 != mode || st.Mtim.Sec != someDay.Unix() {
			t.Errorf("%s: mode %o, time %v, %v", name, st.Mode, st.Mtim, err)
		}
	}
}

func unpackedAsUser(t *testing.T, archives ...[]byte) (root, said string) {
	t.Helper()
	dir := t.TempDir()
	testenv.Passable(t, dir)
	root = filepath.Join(dir, "root")
	var names []string
	for i, text := range archives {
		names = append(names, filepath.Join(dir, fmt.Sprint(i)))
		if err := os.WriteFile(names[i], text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(root, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{dir, root} {
		if err := os.Chown(d, 12345, 12345); err != nil {
			t.Fatal(err)
		}
	}
	self := filepath.Join(dir, "test")
	copyProgram(t, self)
	cmd := exec.Command(self, append([]string{root}, names...)...)
	cmd.Env = append(os.Environ(), asUserEnv+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 12345, Gid: 12345}}
	var errors bytes.Buffer
	cmd.Stderr = &errors
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("as an ordinary user: %v\n%s", err, errors.String())
	}
	return root, string(out)
}

// copyProgram copies the test binary to where an ordinary user can run it.
func copyProgram(t *testing.T, to string) {
	t.Helper()
	data, err := os.ReadFile("/proc/self/exe")
	if err == nil {
		err = os.WriteFile(to, data, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
}
