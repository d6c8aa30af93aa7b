package checkout

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func write(t *testing.T, root, name, content string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestRootIsTheClosestDirectoryOfOurModule(t *testing.T) {
	root := t.TempDir()
	write(t, root, "go.mod", "module "+Module+"\n\ngo 1.23.0\n")
	write(t, root, "a/go.mod", "module example.org/other\n")
	write(t, root, "a/b/x.go", "package b\n")
	if got, err := Root(filepath.Join(root, "a", "b")); err != nil || got != root {
		t.Errorf("Root = %q, %v, want %q", got, err, root)
	}
}

func TestRootOutsideIsAClearError(t *testing.T) {
	dir := t.TempDir()
	_, err := Root(dir)
	if want := "find checkout: " + dir + " is not inside a clone of " + Module; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestFilesPassesOverWhatGoPassesOver(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"b.go", "a/c.go", "a/testdata/d.go", ".git/e.go", "_x/f.go", "dist/g.go", "a/h.txt"} {
		write(t, root, name, "")
	}
	got, err := Files(root, ".go")
	if want := []string{"a/c.go", "b.go"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %s, %v, want %s", strings.Join(got, " "), err, want)
	}
}
