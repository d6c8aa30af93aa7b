//go:build linux

package grade

import (
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
)

// hogName is the name under which this program is one that uses memory.
const hogName = "memory-hog"

func init() {
	if filepath.Base(os.Args[0]) == hogName && len(os.Args) > 1 {
		os.Exit(hog(os.Args[1], len(os.Args) > 2)) //nolint:forbidigo // a program of its own
	}
}

// hog touches every page of so much memory.
func hog(bytes string, stay bool) int {
	n, err := strconv.Atoi(bytes)
	if err != nil {
		return 125
	}
	memory, err := unix.Mmap(-1, 0, n, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
	if err != nil {
		return 125
	}
	for i := 0; i < n; i += os.Getpagesize() {
		memory[i] = 1
	}
	for stay {
		time.Sleep(time.Hour)
	}
	return 0
}

// PlantHog puts a program into the fake host that uses so many bytes of memory, and returns its path. Called
// "PATH BYTES" it ends then, with a further argument it stays.
func (b *Bench) PlantHog() string {
	path := fakehost.Tools + "/" + hogName
	must(os.Symlink("minibox", b.Path(path)))
	return path
}

// MakeGroup makes a group of the judge's own in the fake host.
func (b *Bench) MakeGroup(t fakehost.Tree, group string) {
	must(os.Mkdir(filepath.Join(b.Host.Top(t), group), 0o755))
}

// SetGroup writes to a file of a group; there tells whether there is such a file.
func (b *Bench) SetGroup(t fakehost.Tree, group, name, value string) (there bool) {
	file := filepath.Join(b.Host.Top(t), group, name)
	if _, err := os.Stat(file); err != nil {
		return false
	}
	must(os.WriteFile(file, []byte(value), 0))
	return true
}

// RemoveGroup removes a group of the judge's own, in which there is nobody any more.
func (b *Bench) RemoveGroup(t fakehost.Tree, group string) {
	must(removeGroup(filepath.Join(b.Host.Top(t), group)))
}

// InGroup is the argument list that runs a command in a group.
func InGroup(t fakehost.Tree, group string, command ...string) []string {
	script := "echo 0 >" + filepath.Join(t.Point, group, "cgroup.procs") + ` && exec "$@"`
	return append(Own("sh", "-c", script, "sh"), command...)
}
