//go:build linux

// The files of the bench: what a check prepares, and what it finds afterwards.

package grade

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Token is a random word of 16 hex digits: nothing that is known can stand for it.
func (b *Bench) Token() string {
	t := make([]byte, 8)
	_, err := rand.Read(t)
	must(err)
	return hex.EncodeToString(t)
}

// Sentinel is the argument list of a program that does nothing for a long time, and that
// Await finds by its random last argument.
func (b *Bench) Sentinel() []string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000_000))
	must(err)
	return []string{"/bin/sleep", fmt.Sprintf("55%09d", n)}
}

// Path is a path of the fake host as the judge can use it. It must not be used for
// what a learner's program may have changed into a symlink: Read, Lstat and Rooted are for that.
func (b *Bench) Path(inside string) string { return filepath.Join(b.Host.Root(), inside) }

// BaseRoot makes a root directory with the base image's files, /work/NAME, and returns its
// path in the fake host.
func (b *Bench) BaseRoot(name string) string {
	root := b.Dir(name)
	image := fmt.Sprintf("/proc/self/fd/%d", imageFD)
	entries, err := os.ReadDir(image + "/.")
	must(err)
	for _, e := range entries {
		if e.Name() == "root" { // closed to everybody but its owner, who is nobody here
			must(os.Mkdir(b.Path(root+"/root"), 0o700))
			continue
		}
		must(rootfs.CopyTree{From: filepath.Join(image, e.Name()), To: b.Path(filepath.Join(root, e.Name()))}.Do())
	}
	return root
}

// PlantWalkOut puts the classic way out of a chroot into a root directory made by BaseRoot and
// returns its path inside. Run with the path of a file, it prints the file it then sees.
func (b *Bench) PlantWalkOut(root string) string {
	inside := "/bin/" + fakehost.WalkOut
	must(os.Symlink("minibox", b.Path(root+inside)))
	return inside
}

// Dir makes a directory below /work and returns its path in the fake host.
func (b *Bench) Dir(name string) string {
	dir := filepath.Join(fakehost.Work, name)
	must(os.MkdirAll(b.Path(dir), 0o755))
	return dir
}

// Write puts a file into the fake host, with its directories.
func (b *Bench) Write(path, text string, mode os.FileMode) {
	if !b.Host.Alive() {
		panic(hostIsDead{})
	}
	must(os.MkdirAll(filepath.Dir(b.Path(path)), 0o755))
	must(os.WriteFile(b.Path(path), []byte(text), mode))
}

// Read is the beginning of a file of the fake host, followed as inside; "" and false if
// it cannot be read.
func (b *Bench) Read(path string) (string, bool) { return readIn(b.Host.Root(), path) }

// ReadIn is Read in the view of one process: below its root directory, in its mounts.
func (b *Bench) ReadIn(p fakehost.Process, path string) (string, bool) {
	return readIn(fmt.Sprintf("/proc/%d/root", p.Pid), path)
}

func readIn(root, path string) (string, bool) {
	f, err := syscalls.OpenInRoot(root, path, unix.O_RDONLY|unix.O_NONBLOCK)
	if err != nil {
		return "", false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return "", false
	}
	text, err := io.ReadAll(io.LimitReader(f, largestAnswer))
	return string(text), err == nil
}

// Lstat looks at a path of the fake host, its last part not followed; nil if it is not there.
func (b *Bench) Lstat(path string) os.FileInfo { return statIn(b.Host.Root(), path, unix.O_NOFOLLOW) }

// LstatIn is Lstat in the view of one process.
func (b *Bench) LstatIn(p fakehost.Process, path string) os.FileInfo {
	return statIn(fmt.Sprintf("/proc/%d/root", p.Pid), path, unix.O_NOFOLLOW)
}
