//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// Two privileged containers, each with a runtime in it, share the machine's control groups, and both call their
// state directory the same. Neither may take the other's containers for something that a crash has left.
func TestAnotherDirectoryOfTheSamePathHasItsOwnGroups(t *testing.T) {
	testenv.RealRoot(t)
	dir := t.TempDir()
	state := filepath.Join(dir, "state")
	for _, name := range []string{"first", "second", "state"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv(cli.StateEnv, state)
	in := func(name string, args ...string) string {
		const bind = `mount --bind "$1" "$2"; shift 2; exec "$@"`
		program := container(args...)
		sh := []string{"--mount", "--propagation", "private", "sh", "-e", "-c", bind, "sh", filepath.Join(dir, name), state, program.Path}
		return output(t, exec.Command("unshare", append(sh, args...)...))
	}
	in("first", "run", "-d", "--name", "web", "base", "sleep", "1000")
	defer in("first", "rm", "-f", "web")
	in("second", "run", "--rm", "base", "true")
	in("second", "system", "check")
	if running := in("first", "ps", "-q"); running == "" {
		t.Error("the first engine's container was ended by the second")
	}
}
