package debian

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ulikunitz/xz"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// mirror is a Debian of two packages.
type mirror map[string][]byte

func (m mirror) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	text, there := m[strings.TrimPrefix(r.URL.Path, "/debian/")]
	if !there {
		http.NotFound(w, r)
		return
	}
	w.Write(text) //nolint:errcheck // the test would see it
}

const (
	release = "dists/bookworm/Release"
	index   = "dists/bookworm/main/binary-amd64/Packages.xz"
	kernel  = "pool/main/l/linux/linux-image-6.1.0-9-cloud-amd64.deb"
)

func newMirror(t *testing.T) mirror {
	t.Helper()
	m := mirror{kernel: deb(t, map[string]string{"boot/vmlinuz-6.1.0-9": "kernel", "lib/modules/6.1.0-9/a.ko": "module"})}
	m.sign(t, fmt.Sprintf("Package: linux-image-amd64\nDepends: linux-image-6.1.0-9-amd64\n\n"+
		"Package: linux-image-cloud-amd64\nDescription: x\n Package: trap\nDepends: a (>= 1), linux-image-6.1.0-9-cloud-amd64 (= 6.1)\n\n"+
		"Package: linux-image-6.1.0-9-cloud-amd64\nFilename: %s\nSHA256: %x\n", kernel, sha256.Sum256(m[kernel])))
	return m
}

// sign has the index say this, and the Release file its sum.
func (m mirror) sign(t *testing.T, text string) {
	t.Helper()
	m[index] = compress(t, []byte(text))
	m[release] = []byte(fmt.Sprintf("Suite: oldstable\nMD5Sum:\n 00 1 main/binary-amd64/Packages.xz\nSHA256:\n %x 1 main/binary-amd64/Packages.xz\n", sha256.Sum256(m[index])))
}

func compress(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := xz.NewWriter(&b)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func deb(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var archive bytes.Buffer
	w := tar.NewWriter(&archive)
	for name, text := range files {
		if err := w.WriteHeader(&tar.Header{Name: "./" + name, Mode: 0o644, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	b.WriteString("!<arch>\n")
	for _, m := range []struct {
		name string
		text []byte
	}{{"debian-binary", []byte("2.0\n")}, {"control.tar.xz", []byte("odd")}, {"data.tar.xz", compress(t, archive.Bytes())}} {
		fmt.Fprintf(&b, "%-16s%-12d%-6d%-6d%-8s%-10d`\n%s", m.name, 0, 0, 0, "100644", len(m.text), m.text)
		if len(m.text)%2 == 1 {
			b.WriteByte('\n')
		}
	}
	return b.Bytes()
}

func fetch(t *testing.T, m mirror, dir string) (string, error) {
	t.Helper()
	server := httptest.NewServer(http.StripPrefix("", m))
	defer server.Close()
	return Source{Mirror: server.URL + "/debian", Suite: "bookworm"}.Fetch(context.Background(), dir, func(string) {})
}

func TestTheNewestKernelIsFetchedAndUnpacked(t *testing.T) {
	testenv.Kernel(t)
	dir := filepath.Join(t.TempDir(), "cache", "kernel")
	for range 2 { // also over one that is there
		name, err := fetch(t, newMirror(t), dir)
		if err != nil || name != "linux-image-6.1.0-9-cloud-amd64" {
			t.Fatal(name, err)
		}
	}
	for file, want := range map[string]string{"boot/vmlinuz-6.1.0-9": "kernel", "lib/modules/6.1.0-9/a.ko": "module"} {
		if text, err := os.ReadFile(filepath.Join(dir, file)); string(text) != want {
			t.Errorf("%s: %q, %v", file, text, err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), ".*")); len(left) > 0 || err != nil {
		t.Error("left behind:", left, err)
	}
}

func TestWhatAMirrorMayNotDoLeavesTheOldKernel(t *testing.T) {
	for name, test := range map[string]struct {
		change func(m mirror)
		want   string
	}{
		"another package": {func(m mirror) { m[kernel] = deb(t, map[string]string{"boot/vmlinuz-6.1.0-9": "evil"}) }, "it is not the file that the index names"},
		"another index":   {func(m mirror) { m[index] = compress(t, []byte("Package: x\n")) }, "it is not the file that the index names"},
		"no sum":          {func(m mirror) { m[release] = []byte("SHA256:\n") }, "no sum"},
		"no package":      {func(m mirror) { m.sign(t, "Package: x\n\n") }, "there is no package linux-image-cloud-amd64"},
		"no kernel":       {func(m mirror) { m.sign(t, "Package: linux-image-cloud-amd64\nDepends: x\n") }, "no kernel"},
		"nothing there":   {func(m mirror) { delete(m, release) }, "404"},
		"not a package":   {func(m mirror) { m[kernel] = []byte("text"); m.resign(t) }, "not a Debian package"},
		"out of its tree": {func(m mirror) { m[kernel] = deb(t, map[string]string{"../../evil": "x"}); m.resign(t) }, "evil"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "a", "kernel")
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			m := newMirror(t)
			test.change(m)
			if _, err := fetch(t, m, dir); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v", err)
			}
			if entries, err := os.ReadDir(filepath.Dir(dir)); len(entries) != 1 || err != nil {
				t.Error("beside it:", entries, err)
			}
		})
	}
}

// resign has the index name the package as it is now.
func (m mirror) resign(t *testing.T) {
	t.Helper()
	m.sign(t, fmt.Sprintf("Package: linux-image-cloud-amd64\nDepends: linux-image-k\n\nPackage: linux-image-k\nFilename: %s\nSHA256: %x\n", kernel, sha256.Sum256(m[kernel])))
}

func FuzzPackagesAreOpenedOrRefused(f *testing.F) {
	f.Add([]byte("!<arch>\ndata.tar        0           0     0     100644  4         `\nabcd"))
	f.Fuzz(func(_ *testing.T, archive []byte) {
		member(archive, "data.tar") //nolint:errcheck // it may not panic
	})
}
