package rootfs_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
)

// TestOnAKernelWithOtherDefaults needs a kernel that may be told to have them.
func TestOnAKernelWithOtherDefaults(t *testing.T) {
	vmtest.Run(t, vmtest.Options{Tests: "^TestInside"})
}

func TestInsideWhatIsWrittenIsComplete(t *testing.T) {
	if !vmtest.Inside() {
		t.Skip("runs in the guest, by TestOnAKernelWithOtherDefaults")
	}
	for _, option := range []string{"redirect_dir", "metacopy"} {
		if err := os.WriteFile("/sys/module/overlay/parameters/"+option, []byte("Y"), 0); err != nil {
			t.Fatal(err)
		}
	}
	image, stage := t.TempDir(), t.TempDir()
	if err := errors.Join(os.Mkdir(image+"/dir", 0o755), os.WriteFile(image+"/file", []byte("text"), 0o644)); err != nil {
		t.Fatal(err)
	}
	err := testenv.OwnMounts(func() {
		s := rootfs.Scratch{Lower: image, Stage: stage}
		if err := plan.Run(s.Steps(), nil); err != nil {
			t.Fatal(err)
		}
		at := func(name string) string { return filepath.Join(s.Root(), name) }
		if err := os.Rename(at("dir"), at("moved")); !errors.Is(err, unix.EXDEV) {
			t.Errorf("a directory of the image was renamed in place: %v", err)
		}
		if err := os.Chmod(at("file"), 0o600); err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(filepath.Join(s.Upper(), "file")); err != nil || string(text) != "text" {
			t.Errorf("of a file with a new mode there is %q, %v", text, err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
