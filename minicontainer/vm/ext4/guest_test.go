package ext4_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
	"github.com/minicontainer/minicontainer/minicontainer/vm"
	"github.com/minicontainer/minicontainer/minicontainer/vm/ext4"
	"github.com/minicontainer/minicontainer/minicontainer/vm/guest"
	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
)

// lister is the name by which this program is one that lists all files.
const lister = "/bin/lister"

func TestMain(m *testing.M) {
	if os.Args[0] == lister {
		if err := list(os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(testenv.Main(m))
}

// ofTheKernel is where a guest's kernel shows itself.
var ofTheKernel = []string{"/dev", "/proc", "/sys"}

// list writes what tree.WriteListing would, of the files that are here.
func list(w io.Writer) error {
	return filepath.WalkDir("/", func(path string, _ fs.DirEntry, err error) error {
		var st unix.Stat_t
		if err == nil {
			err = unix.Lstat(path, &st)
		}
		if err != nil {
			return err
		}
		if slices.Contains(ofTheKernel, path) {
			return fs.SkipDir
		}
		said, err := describe(path, &st)
		fmt.Fprintf(w, "%q %s %04o %d %d%s\n", path, letters[st.Mode&unix.S_IFMT], st.Mode&^unix.S_IFMT, st.Uid, st.Gid, said)
		return err
	})
}

var letters = map[uint32]string{
	unix.S_IFREG: "-", unix.S_IFDIR: "d", unix.S_IFLNK: "l", unix.S_IFIFO: "p", unix.S_IFCHR: "c", unix.S_IFBLK: "b",
}

func describe(path string, st *unix.Stat_t) (string, error) {
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		content, err := os.ReadFile(path)
		return fmt.Sprintf(" %d %x", len(content), sha256.Sum256(content)), err
	case unix.S_IFLNK:
		target, err := os.Readlink(path)
		return fmt.Sprintf(" %q", target), err
	case unix.S_IFCHR, unix.S_IFBLK:
		return fmt.Sprintf(" %d", st.Rdev), nil
	}
	return "", nil
}

// A guest sees the same files whether they came on a disk or in its memory.
func TestAGuestSeesTheTree(t *testing.T) {
	kernel := vmtest.Kernel(t)
	vmlinux, err := kernel.Vmlinux()
	if err != nil {
		t.Fatal(err)
	}
	image := imageOf(t)
	var want bytes.Buffer
	if err := image.WriteListing(&want, ofTheKernel...); err != nil {
		t.Fatal(err)
	}
	for _, root := range []guest.Root{guest.OnDisk, guest.InMemory} {
		t.Run(string(root), func(t *testing.T) {
			dir := t.TempDir()
			m := vm.Machine{Kernel: filepath.Join(dir, "vmlinux"), Initramfs: filepath.Join(dir, "initramfs"), Memory: 256}
			files, err := kernel.GuestFiles(vmtest.Program(t), guest.Order{
				Root: root, Program: guest.Command{Args: []string{lister}},
			}, "virtio_mmio", "virtio_blk", "ext4")
			if err != nil {
				t.Fatal(err)
			}
			if root == guest.OnDisk {
				m.Disks = []vm.Disk{{Name: guest.RootDisk, File: filepath.Join(dir, "disk")}}
				err = create(m.Disks[0].File, func(f *os.File) error { return ext4.Write(f, image, ext4.Options{}) })
			} else {
				err = files.AddTree(guest.RootDir, image)
			}
			err = errors.Join(err, os.WriteFile(m.Kernel, vmlinux, 0o600),
				create(m.Initramfs, func(f *os.File) error { return vm.WriteInitramfs(f, files) }))
			if err != nil {
				t.Fatal(err)
			}
			if got := boot(t, m); got != want.String() {
				t.Errorf("the guest lists\n%s\nand the tree is\n%s", got, want.String())
			}
		})
	}
}

func imageOf(t *testing.T) *tree.Tree {
	t.Helper()
	all := ext4.Everything(t)
	image, err := tree.Read(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(all)), nil })
	if err == nil {
		err = image.Copy(lister, vmtest.Program(t))
	}
	for _, dir := range ofTheKernel {
		if err == nil {
			err = image.AddDirectory(dir, 0o755)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return image
}

func create(file string, write func(*os.File) error) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

func boot(t *testing.T, m vm.Machine) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var out, errs bytes.Buffer
	outcome, err := vm.Boot(ctx, m, vm.Streams{Out: &out, Err: &errs})
	if err != nil || outcome.Status != 0 {
		t.Fatalf("status %d, %s %s: %v", outcome.Status, outcome.Reason, errs.String(), err)
	}
	t.Logf("ready after %v", outcome.Ready)
	return out.String()
}
