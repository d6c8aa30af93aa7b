package layer_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/treediff"
)

func TestTarUnpacksWhatWePack(t *testing.T) {
	tree := richTree(t)
	name := packedTo(t, tree)
	root, _ := fresh(t)
	run(t, "tar", "-C", root, "--numeric-owner", "--xattrs", "--xattrs-include=*", "-p", "-xf", name)
	wantSame(t, tree, root)
}

func TestWeUnpackWhatTarPacks(t *testing.T) {
	tree := richTree(t)
	w := treeWriter{t, tree}
	w.do(os.Remove(w.path("disk2"))) // tar makes two of a device with two names
	w.times()
	for name, test := range map[string]struct {
		args   []string
		ignore treediff.Ignore
	}{
		"pax":    {[]string{"--format=pax", "--xattrs", "--xattrs-include=*"}, 0},
		"sparse": {[]string{"--format=pax", "--sparse", "--xattrs", "--xattrs-include=*"}, 0},
		"gnu":    {[]string{"--format=gnu", "--sparse"}, treediff.Times | treediff.Attributes},
		"old":    {[]string{"--format=oldgnu"}, treediff.Times | treediff.Attributes},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "tar")
			run(t, "tar", append([]string{"-C", tree, "--numeric-owner", "-cf", file}, append(test.args, ".")...)...)
			root, _ := fresh(t)
			unpackFile(t, file, root)
			wantSameBut(t, tree, root, test.ignore)
			if st, _ := lstat(filepath.Join(root, "sparse")); st.Blocks > 16 {
				t.Errorf("the sparse file has %d blocks", st.Blocks)
			}
		})
	}
}

func TestWeUnpackTheOldestFormats(t *testing.T) {
	testenv.RealRoot(t)
	tree := t.TempDir()
	w := treeWriter{t, tree}
	w.file("dir/file", "content", 0o4711)
	w.dir("empty", 0o1755)
	w.do(os.Symlink("dir/file", w.path("link")))
	w.do(os.Link(w.path("dir/file"), w.path("hard")))
	w.times()
	for _, format := range []string{"v7", "ustar"} {
		file := filepath.Join(t.TempDir(), "tar")
		run(t, "tar", "-C", tree, "--format="+format, "-cf", file, ".")
		root, _ := fresh(t)
		unpackFile(t, file, root)
		wantSameBut(t, tree, root, treediff.Times)
	}
}

func packedTo(t testing.TB, tree string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "layer.tar")
	if err := os.WriteFile(name, packed(t, tree, layer.PackOptions{}), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func unpackFile(t testing.TB, name, root string) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, _, err := layer.Decompress(f)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := layer.Unpack(r, root, layer.UnpackOptions{}); err != nil {
		t.Fatal(err)
	}
}

// layout makes an image layout with one image, of the layers of these archives, with umoci.
func layout(t testing.TB, archives ...string) string {
	t.Helper()
	umoci := testenv.Peer(t, "umoci")
	dir := filepath.Join(t.TempDir(), "layout")
	run(t, umoci, "init", "--layout", dir)
	run(t, umoci, "new", "--image", dir+":x")
	for _, a := range archives {
		run(t, umoci, "raw", "add-layer", "--image", dir+":x", a)
	}
	return dir
}

// peerTree is the rich tree without what peers do not keep: an attribute without a value, and "=" in its name.
func peerTree(t testing.TB) string {
	t.Helper()
	tree := richTree(t)
	w := treeWriter{t, tree}
	w.do(unix.Lremovexattr(w.path("aaa"), "user.empty"))
	w.do(unix.Lremovexattr(w.path("aaa"), "user.a=b%3D"))
	return tree
}

func TestUmociUnpacksWhatWePack(t *testing.T) {
	tree := peerTree(t)
	dir := layout(t, packedTo(t, tree))
	root := filepath.Join(t.TempDir(), "root")
	run(t, "umoci", "raw", "unpack", "--image", dir+":x", root)
	wantSame(t, tree, root)
}

func TestWeUnpackWhatUmociPacks(t *testing.T) {
	tree := peerTree(t)
	dir := layout(t)
	run(t, "umoci", "insert", "--image", dir+":x", tree, "/")
	root, _ := fresh(t)
	for _, blob := range layers(t, dir) {
		unpackFile(t, blob, root)
	}
	wantSameBut(t, tree, root, treediff.Times) // it writes whole seconds
}

// layers are the files of the blobs of the only image's layers.
func layers(t testing.TB, dir string) (files []string) {
	t.Helper()
	var index v1.Index
	var manifest v1.Manifest
	parse(t, filepath.Join(dir, "index.json"), &index)
	blob := func(d v1.Descriptor) string {
		return filepath.Join(dir, "blobs", d.Digest.Algorithm().String(), d.Digest.Encoded())
	}
	parse(t, blob(index.Manifests[0]), &manifest)
	for _, l := range manifest.Layers {
		files = append(files, blob(l))
	}
	return files
}

func parse(t testing.TB, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Three layers with whiteouts, made by our overlay and packed by us: umoci, podman and we see the same.
func TestPeersSeeTheSameStack(t *testing.T) {
	tree := peerTree(t)
	testenv.Overlay(t)
	w := treeWriter{t, tree}
	w.file("var/log/a", "a", 0o644)
	w.file("var/log/b", "b", 0o644)
	w.times()
	upper, want, ours := t.TempDir(), t.TempDir(), t.TempDir()
	mounted(t, upper, []string{tree}, func(merged string) {
		m := treeWriter{t, merged}
		m.do(os.RemoveAll(m.path("var/log")))
		m.file("var/log/c", "c", 0o600)
		m.do(os.Remove(m.path("bin/su")))
		m.file("tmp/x", "x", 0o4755)
		m.do(os.Remove(m.path("etc/shadow")))
		m.dir("etc/shadow", 0o700)
		m.do(unix.Setxattr(m.path("tmp/x"), "user.x", []byte("y"), 0))
		copied(t, merged, want)
	})
	top := filepath.Join(t.TempDir(), "top.tar")
	if err := os.WriteFile(top, packed(t, upper, layer.PackOptions{Form: layer.Overlay}), 0o644); err != nil {
		t.Fatal(err)
	}
	bottom := packedTo(t, tree)
	for _, name := range []string{bottom, top} {
		unpackFile(t, name, ours)
	}
	wantSame(t, want, ours)
	t.Run("umoci", func(t *testing.T) {
		root := filepath.Join(t.TempDir(), "root")
		run(t, "umoci", "raw", "unpack", "--image", layout(t, bottom, top)+":x", root)
		wantSame(t, want, root)
	})
	t.Run("podman", func(t *testing.T) {
		dir := lowercase(t, layout(t, bottom, top))
		if err := testenv.OwnMounts(func() { checkPodman(t, dir, want) }); err != nil {
			t.Error(err)
		}
	})
}

// checkPodman compares what podman makes of an image, and what we make of what podman makes of it.
func checkPodman(t *testing.T, layout, want string) {
	t.Helper()
	p := podman(t)
	id := strings.TrimSpace(p("pull", "-q", "oci:"+layout+":x"))
	root := strings.TrimSpace(p("image", "mount", id))
	for _, line := range treediff.Compare(want, root) {
		if !strings.HasPrefix(line, ".: ") { // it has a root of its own
			t.Error(line)
		}
	}
	saved := filepath.Join(t.TempDir(), "saved")
	p("save", "-q", "--format", "oci-dir", "-o", saved, id)
	p("image", "umount", id)
	again := t.TempDir()
	for _, blob := range layers(t, saved) {
		unpackFile(t, blob, again)
	}
	wantSame(t, want, again)
}

// podman is a podman with a store of its own.
func podman(t testing.TB) func(args ...string) string {
	t.Helper()
	program := testenv.Peer(t, "podman")
	// Podman wants its path short.
	dir := short(t)
	return func(args ...string) string {
		t.Helper()
		cmd := exec.Command(program, append([]string{"--root", dir + "/root", "--runroot", dir + "/run", "--tmpdir", dir + "/tmp",
			"--storage-driver", "overlay", "--cgroup-manager", "cgroupfs", "--events-backend", "none"}, args...)...)
		cmd.Env = append(os.Environ(), "HOME="+dir, "TMPDIR="+dir)
		var errors bytes.Buffer
		cmd.Stderr = &errors
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("podman %s: %v\n%s", strings.Join(args, " "), err, errors.String())
		}
		return string(out)
	}
}

// short is a directory with a short name in small letters.
func short(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "podman")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// lowercase copies a layout to a name that can be a reference's.
func lowercase(t testing.TB, dir string) string {
	t.Helper()
	return copied(t, dir, short(t))
}
