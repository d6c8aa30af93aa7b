//go:build linux

// The terminal text of docs/ is run here, so that what a reader is shown is what
// the programs print. go test ./docs -update records it again.
//
// The transcripts name the state directory a reader has, /var/lib/minicontainer;
// they run in a mount namespace with an empty /var/lib, and a network namespace, so that what this
// machine has is not touched.
package docs_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/cmd/workshop/docs/transcript"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

var update = flag.Bool("update", false, "record the transcripts again")

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(testenv.Main(m))
}

func TestTerminalTextIsWhatTheProgramsPrint(t *testing.T) {
	testenv.RealRoot(t)
	for _, peer := range []string{"unshare", "setpriv", "ip"} {
		testenv.Peer(t, peer)
	}
	bin := buildPrograms(t)
	files, err := filepath.Glob("testdata/*.transcript")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			err := testenv.OwnMounts(func() { play(t, file, bin) })
			if err != nil && !t.Failed() {
				t.Fatal(err)
			}
		})
	}
}

func buildPrograms(t *testing.T) string {
	t.Helper()
	bin := t.TempDir()
	build := exec.Command("go", "build", "-o", bin, "../cmd/minicontainer", "../cmd/minirun")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	// Some commands run as another user, who must be able to get here.
	if err := errors.Join(os.Chmod(filepath.Dir(bin), 0o755), os.Chmod(bin, 0o755)); err != nil {
		t.Fatal(err)
	}
	return bin
}

// play runs one transcript in the calling thread's mount namespace, and a network of its own.
func play(t *testing.T, file, bin string) {
	if err := unix.Mount("tmpfs", "/var/lib", "tmpfs", 0, "mode=755"); err != nil {
		t.Fatal(err)
	}
	if err := testenv.UnshareNetwork(); err != nil {
		t.Fatal(err)
	}
	if err := transcript.Play(context.Background(), file, transcript.Home(t.TempDir(), bin), *update); err != nil {
		t.Error(err)
	}
}
