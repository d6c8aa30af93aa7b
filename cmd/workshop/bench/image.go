//go:build linux

package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Image measures how long images take, whole commands against those of umoci, skopeo and podman: to bring one
// from an archive to where containers use it, and to make one of a tree. Its one layer are up to 20,000 files of this machine's
// /usr, each of a megabyte at most, gzipped.
func Image(ctx context.Context, out io.Writer, root string, runs int) error {
	dir, err := os.MkdirTemp("/tmp", "bench-") // podman's run root may have 50 characters only
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary directory
	if err := build(ctx, root, dir, "minicontainer"); err != nil {
		return err
	}
	if err := prepareImage(ctx, dir); err != nil {
		return err
	}
	for _, race := range []struct {
		title       string
		contestants []Contestant
	}{{"unpack", unpackers(dir)}, {"pack", packers(dir)}} {
		results, err := Race(race.contestants, runs)
		if err != nil {
			return err
		}
		Table(out, race.title, results)
	}
	return nil
}

// prepareImage makes the tree as a tar archive, and the image of it as a layout and as an archive of one.
func prepareImage(ctx context.Context, dir string) error {
	script := `set -e
cd /usr
find lib share -xdev -type f -size -1024k | sort | head -n 20000 | tar --numeric-owner -cf "$OLDPWD/tree.tar" -T -
cd "$OLDPWD"
mkdir tree && tar -C tree -xf tree.tar
MINICONTAINER_ROOT=$PWD/first ./minicontainer import tree.tar big:1 >/dev/null
MINICONTAINER_ROOT=$PWD/first ./minicontainer save -o layout.tar big:1
mkdir layout && tar -C layout -xf layout.tar && rm -r first`
	cmd := exec.CommandContext(ctx, "sh", "-c", script)
	cmd.Dir = dir
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("prepare image: %w: %s", err, text)
	}
	return nil
}

// shell is a contestant that a few lines of shell are. It begins by removing what the round before has left.
func shell(dir, name, needs, script string) Contestant {
	// In a mount namespace of its own, as podman's storage mounts something that it leaves.
	c := Contestant{Name: name, Dir: dir, Command: []string{"unshare", "--mount", "--propagation", "private", "sh", "-c", "set -e\n" + script}}
	for _, program := range strings.Fields(needs) {
		if _, err := exec.LookPath(program); err != nil {
			c.Missing = "needs " + program
		}
	}
	return c
}

func unpackers(dir string) []Contestant {
	ours := "rm -rf s; MINICONTAINER_ROOT=" + filepath.Join(dir, "s") + " ./minicontainer load -q -i layout.tar >/dev/null"
	return []Contestant{
		shell(dir, "minicontainer load", "", ours),
		shell(dir, "umoci unpack", "umoci", "rm -rf b; umoci unpack --image layout:1 b"),
		shell(dir, "skopeo copy into podman's storage", "skopeo", "rm -rf p; skopeo copy -q oci:layout:1 'containers-storage:[overlay@"+dir+"/p+"+dir+"/r]big:1'"),
		shell(dir, "podman load", "podman", "rm -rf p; podman --root p --runroot r load -q -i layout.tar >/dev/null"),
	}
}

func packers(dir string) []Contestant {
	ours := "rm -rf s; MINICONTAINER_ROOT=" + filepath.Join(dir, "s") + " ./minicontainer import tree.tar big:1 >/dev/null"
	return []Contestant{
		shell(dir, "minicontainer import", "", ours),
		shell(dir, "umoci insert", "umoci", "rm -rf l; umoci init --layout l; umoci new --image l:1; umoci insert --image l:1 tree /x"),
		shell(dir, "podman import and push to a layout", "podman", "rm -rf p l; podman --root p --runroot r import -q tree.tar big:1 >/dev/null; podman --root p --runroot r push -q big:1 oci:l:1"),
	}
}
