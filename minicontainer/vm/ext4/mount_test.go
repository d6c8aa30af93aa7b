package ext4

import (
	"archive/tar"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/treediff"
	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
)

// mounted calls body with the disk mounted, in a mount namespace of its own.
func mounted(t *testing.T, f *os.File, options string, body func(dir string)) {
	t.Helper()
	testenv.RealRoot(t)
	program := testenv.Peer(t, "mount")
	known, err := os.ReadFile("/proc/filesystems")
	if _, loopErr := os.Stat("/dev/loop-control"); err != nil || loopErr != nil || !strings.Contains(string(known), "\text4\n") {
		testenv.Missing(t, "peers", "the kernel mounts no ext4, or has no loop devices")
	}
	dir := t.TempDir()
	err = testenv.OwnMounts(func() {
		// The loop device goes with its mount.
		if said, err := exec.Command(program, "-t", "ext4", "-o", "loop,"+options, f.Name(), dir).CombinedOutput(); err != nil {
			t.Errorf("mount: %v: %s", err, said)
			return
		}
		defer func() {
			if err := unix.Unmount(dir, 0); err != nil {
				t.Error(err)
			}
		}()
		body(dir)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func unpacked(t *testing.T, archives ...[]byte) string {
	t.Helper()
	dir := t.TempDir()
	for _, a := range archives {
		if _, err := layer.Unpack(bytes.NewReader(a), dir, layer.UnpackOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAMountedDiskIsWhatWouldBeUnpacked(t *testing.T) {
	testenv.RealRoot(t)
	all := archive(t, append([]tar.Header{dir("./")}, everything()...)...)
	want := unpacked(t, all)
	mounted(t, image(t, read(t, all), Options{}), "ro", func(got string) {
		for _, d := range treediff.Compare(want, got) {
			t.Error(d)
		}
	})
}

func TestAMountedDiskOfSeveralLayers(t *testing.T) {
	testenv.RealRoot(t)
	layers := [][]byte{archive(t, append(everything(), dir("./"))...), archive(t,
		file("bin/.wh.su", 0), file("tmp", 100), file("large", 70_000), symlink("null", "pipe"), file("deep/.wh..wh..opq", 0), file("deep/now", 5)), archive(t,
		file("tmp/again/a/directory", 9), tar.Header{Name: "link", Linkname: "large", Typeflag: tar.TypeLink}, file("large", 3))}
	want := unpacked(t, layers...)
	mounted(t, image(t, read(t, layers...), Options{}), "ro", func(got string) {
		// What is unpacked into a directory that is there changes its time.
		for _, d := range treediff.CompareBut(want, got, treediff.DirTimes) {
			t.Error(d)
		}
	})
}

// A file of several gigabytes is in many groups, and its extents are in a block of their own.
func TestAMountedLargeFile(t *testing.T) {
	if testing.Short() {
		t.Skip("reads five gigabytes")
	}
	const size = 5<<30 + 3
	marks := map[int64]string{0: "start", 1<<27 - 2: "first", 3<<30 + 1: "middle", 1<<32 - 2: "32 bits", size - 3: "end"}
	host, err := os.Create(filepath.Join(t.TempDir(), "large"))
	if err == nil {
		err = host.Truncate(size)
	}
	for at, mark := range marks {
		if err == nil {
			_, err = host.WriteAt([]byte(mark), at)
		}
	}
	tr := tree.New()
	if err = errors.Join(err, host.Close(), tr.Copy("/large", host.Name())); err != nil {
		t.Fatal(err)
	}
	f := image(t, tr, Options{})
	fsck(t, f)
	mounted(t, f, "ro", func(dir string) {
		got, err := os.Open(filepath.Join(dir, "large"))
		if err != nil {
			t.Error(err)
			return
		}
		defer got.Close()
		if info, err := got.Stat(); err != nil || info.Size() != size {
			t.Errorf("%d bytes, %v", info.Size(), err)
		}
		for at, mark := range marks {
			text := make([]byte, len(mark)+1)
			n, err := got.ReadAt(text, at)
			if strings.TrimRight(string(text[:n]), "\x00") != mark {
				t.Errorf("%q at %d, %v", text[:n], at, err)
			}
		}
	})
}

// A disk is for a guest that changes everything on it.
func TestAMountedDiskCanBeWritten(t *testing.T) {
	f := image(t, read(t, archive(t, everything()...), archive(t, numbered(tar.TypeReg, 3000)...)), Options{})
	mounted(t, f, "rw", func(dir string) {
		var room unix.Statfs_t
		const ofTheKernel = 16 << 20 // which it keeps for itself, so as not to run out of blocks in the middle of a write
		if err := unix.Statfs(dir, &room); err != nil || room.Bavail*uint64(room.Bsize) < Room-ofTheKernel {
			t.Errorf("%d bytes are free, %v", room.Bavail*uint64(room.Bsize), err)
		}
		err := os.RemoveAll(filepath.Join(dir, "deep"))
		for _, name := range []string{"large", "more", "many", "list", "longest", "new"} {
			if err == nil {
				err = os.RemoveAll(filepath.Join(dir, name))
			}
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, name), bytes.Repeat([]byte(name), 1<<20), 0o600)
			}
		}
		for _, h := range numbered(tar.TypeReg, 6000) {
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, h.Name+"x"), []byte("text"), 0o600)
			}
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "block"), bytes.Repeat([]byte("again"), 50<<20/5), 0o600)
		}
		if err != nil {
			t.Error(err)
		}
	})
	fsck(t, f)
}
