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

	"golang.org/x/sys/unix"
)

// Image measures how long images take, whole commands against those of umoci, skopeo and podman: to bring one
// from an archive to where containers use it, and to make one of a tree. Its one layer are up to 20,000 files of this machine's
// /usr, each of a megabyte at most, gzipped.
func Image(ctx context.Context, out io.Writer, root string, runs int) error {
	dir, err := os.MkdirTemp(workplace(), "bench-") // podman's run root may have 50 characters only
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

// workplace is in memory, if programs can be executed there. What is measured is the programs: ext4, for one, does not use
// the inodes of files that were removed in the last minutes, and looks at each of them for every new file, so that a round there
// pays for the rounds before.
func workplace() string {
	const memory = "/dev/shm"
	var st unix.Statfs_t
	if unix.Statfs(memory, &st) != nil || st.Type != unix.TMPFS_MAGIC || st.Flags&unix.ST_NOEXEC != 0 || st.Bavail*uint64(st.Bsize) < 4<<30 { //nolint:gosec,unconvert // not negative; another type on another machine
		return "/tmp"
	}
	return memory
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

// shell is a contestant that a few lines of shell are. What the rounds before have left is removed first.
func shell(dir, name, needs, script string) Contestant {
	// In a mount namespace of its own, as podman's storage mounts something that it leaves.
	c := Contestant{Name: name, Dir: dir, Command: []string{"unshare", "--mount", "--propagation", "private", "sh", "-c", "set -e\n" + script}}
	c.Before = []string{"rm", "-rf", "s", "b", "p", "r", "l"}
	for _, program := range strings.Fields(needs) {
		if _, err := exec.LookPath(program); err != nil {
			c.Missing = "needs " + program
		}
	}
	return c
}

func unpackers(dir string) []Contestant {
	ours := "MINICONTAINER_ROOT=" + filepath.Join(dir, "s") + " ./minicontainer load -q -i layout.tar >/dev/null"
	return []Contestant{
		shell(dir, "minicontainer load", "", ours),
		shell(dir, "umoci unpack", "umoci", "umoci unpack --image layout:1 b"),
		shell(dir, "skopeo copy into podman's storage", "skopeo", "skopeo copy -q oci:layout:1 'containers-storage:[overlay@"+dir+"/p+"+dir+"/r]big:1'"),
		shell(dir, "podman load", "podman", "podman --root p --runroot r load -q -i layout.tar >/dev/null"),
	}
}

func packers(dir string) []Contestant {
	ours := "MINICONTAINER_ROOT=" + filepath.Join(dir, "s") + " ./minicontainer import tree.tar big:1 >/dev/null"
	return []Contestant{
		shell(dir, "minicontainer import", "", ours),
		shell(dir, "umoci insert", "umoci", "umoci init --layout l; umoci new --image l:1; umoci insert --image l:1 tree /x"),
		shell(dir, "podman import and push to a layout", "podman", "podman --root p --runroot r import -q tree.tar big:1 >/dev/null; podman --root p --runroot r push -q big:1 oci:l:1"),
	}
}
