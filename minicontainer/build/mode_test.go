package build

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestModesAreThoseOfChmod(t *testing.T) {
	chmod := testenv.Peer(t, "chmod")
	file, dir := filepath.Join(t.TempDir(), "file"), t.TempDir()
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"644", "0755", "4711", "0", "7777", "u+x", "a-w", "go=", "u=rwx,go=rx", "a=rX", "u=rwX,go=rX", "+x", "u+s", "g+s", "+t", "g=u", "o=g-w", "u=rw,g=u,o=", "a+rw-x",
	} {
		change, err := parseMode(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		for _, mode := range []uint32{0o644, 0o750, 0o600, 0o755} {
			for _, name := range []string{file, dir} {
				if err := os.Chmod(name, os.FileMode(mode)); err != nil {
					t.Fatal(err)
				}
				cmd := exec.Command("sh", "-c", `umask 0; exec "$@"`, "sh", chmod, text, name)
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("chmod %s: %v: %s", text, err, out)
				}
				out, err := exec.Command("stat", "-c", "%a", name).Output()
				if err != nil {
					t.Fatal(err)
				}
				got := fmt.Sprintf("%o\n", change.apply(int64(mode), name == dir))
				if got != string(out) {
					t.Errorf("%s of %o (directory: %t) is %s, chmod has %s", text, mode, name == dir, got, out)
				}
			}
		}
	}
	for _, text := range []string{"8", "77777", "-1", "rwx", "u", "u+y", "z+x", "u+x,", "0x1", "u+ug"} {
		if _, err := parseMode(text); !errors.Is(err, ErrMode) {
			t.Errorf("parseMode(%q) = %v, want %v", text, err, ErrMode)
		}
	}
}
