package base

import (
	"os"
	"path/filepath"
	"testing"
)

func TestContentsAreThoseOfTheImageAndNotOfTheProgram(t *testing.T) {
	made := func(change func(root string) error) string {
		root := t.TempDir()
		if err := writeFiles(root); err != nil {
			t.Fatal(err)
		}
		if err := change(root); err != nil {
			t.Fatal(err)
		}
		name, err := Contents(root)
		if err != nil {
			t.Fatal(err)
		}
		return name
	}
	plain := made(func(string) error { return nil })
	if other := made(func(root string) error {
		return os.WriteFile(filepath.Join(root, "bin", binaryName), []byte("another build"), 0o755)
	}); other != plain {
		t.Error("another build with the same commands has other contents")
	}
	for what, change := range map[string]func(root string) error{
		"a command less":  func(root string) error { return os.Remove(filepath.Join(root, "bin/ls")) },
		"another text":    func(root string) error { return os.WriteFile(filepath.Join(root, "etc/motd"), []byte("hello"), 0o644) },
		"another mode":    func(root string) error { return os.Chmod(filepath.Join(root, "root"), 0o755) },
		"another symlink": func(root string) error { return os.Rename(filepath.Join(root, "sbin"), filepath.Join(root, "xbin")) },
	} {
		if made(change) == plain {
			t.Errorf("%s is not seen", what)
		}
	}
}

func TestTheFilesAreAsOldAsTheProgram(t *testing.T) {
	image, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer image.Close() //nolint:errcheck // only a lock
	program, err := os.Stat("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".", "bin", "bin/ls", "etc/passwd"} {
		info, err := os.Lstat(filepath.Join(image.Root, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.ModTime().Unix() != program.ModTime().Unix() {
			t.Errorf("%s is of %v, the program of %v", name, info.ModTime(), program.ModTime())
		}
	}
}
