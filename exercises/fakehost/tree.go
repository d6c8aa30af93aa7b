//go:build linux

// The files of the fake host.

package fakehost

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// Places in the fake host, and its PATH.
const (
	Work  = "/work"      // where exercises happen, and the working directory of every program
	Tools = "/.fakehost" // the base image's programs, last in PATH, for machines that have few
	Path  = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:" + Tools
)

// programTrees are the directories of a machine that hold programs and what they
// need to run. They are shown read-only; nothing else of the machine is.
var programTrees = []string{"usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "nix", "gnu"}

// etcCopies are files below /etc without which the machine's programs do not run:
// where the loader finds libraries, and where names are looked up.
var etcCopies = []string{"ld.so.cache", "ld.so.conf", "nsswitch.conf"}

var emptyDirs = []string{"proc", "sys", "dev", "work", "tmp", "run", "root", "home", "var/tmp", "mnt", "etc"}

// stage is the directory of the judge that becomes the fake host's root. The tmpfs on
// it is mounted in the judge's own mount namespace. What it hides there the judge does not need.
func stage() (string, error) {
	for _, dir := range []string{"/mnt", "/media", "/srv", "/home", "/root", "/tmp"} {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir, nil
		}
	}
	return "", errors.New("make fake host: none of /mnt, /media, /srv, /home, /root and /tmp is there to mount on")
}

// treeSize bounds what the fake host's files can take of memory.
const treeSize = "size=384m"

// makeTree mounts a tmpfs on root, out of the machine's sight, and fills it with the files
// that are the fake host's own. image is the base image's root.
func makeTree(root, image string) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	if err := unix.Mount(Name, root, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755,"+treeSize); err != nil {
		return fmt.Errorf("mount tmpfs on %s: %w", root, err)
	}
	for _, dir := range emptyDirs {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			return err
		}
	}
	if err := os.Chmod(filepath.Join(root, "tmp"), 0o777|os.ModeSticky); err != nil {
		return err
	}
	if err := writeEtc(root); err != nil {
		return err
	}
	return makeTools(root, image)
}

func writeEtc(root string) error {
	files := map[string]string{
		"passwd":   "root:x:0:0:root:/root:/bin/sh\nlearner:x:1000:1000:learner:/home:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n",
		"group":    "root:x:0:\nlearner:x:1000:\nnogroup:x:65534:\n",
		"hosts":    "127.0.0.1 localhost\n",
		"hostname": Name + "\n",
	}
	for _, name := range etcCopies {
		if data, err := os.ReadFile(filepath.Join("/etc", name)); err == nil {
			files[name] = string(data)
		}
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(root, "etc", name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// makeTools puts the base image's programs where the fake host's PATH ends.
func makeTools(root, image string) error {
	dir := filepath.Join(root, Tools)
	if err := (rootfs.CopyTree{From: filepath.Join(image, "bin"), To: dir}).Do(); err != nil {
		return err
	}
	for _, name := range base.Commands() {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("make fake host: the base image has no %s: %w", name, err)
		}
	}
	return nil
}

// programMounts shows the machine's programs in root: the directories read-only,
// and the symlinks among them (/bin → usr/bin) as symlinks.
func programMounts(root string) ([]specs.Mount, error) {
	var mounts []specs.Mount
	for _, name := range append(programTrees, "etc/alternatives") {
		info, err := os.Lstat(filepath.Join("/", name))
		switch {
		case errors.Is(err, os.ErrNotExist):
			continue
		case err != nil:
			return nil, err
		case info.Mode()&os.ModeSymlink != 0:
			to, err := os.Readlink(filepath.Join("/", name))
			if err != nil {
				return nil, err
			}
			if err := os.Symlink(to, filepath.Join(root, name)); err != nil {
				return nil, err
			}
		case info.IsDir():
			mounts = append(mounts, readOnly(name))
		}
	}
	return mounts, nil
}

func readOnly(name string) specs.Mount {
	return specs.Mount{Destination: "/" + name, Source: "/" + name, Options: []string{"rbind", "rro", "nosuid"}}
}

// kernelMounts are the file systems that a host has from its kernel. Nothing in them
// needs a cover: what belongs to the machine is closed to the user namespace.
func kernelMounts() []specs.Mount {
	return []specs.Mount{
		{Destination: "/proc", Type: "proc", Source: "proc", Options: []string{"nosuid", "noexec", "nodev"}},
		{Destination: "/sys", Type: "sysfs", Source: "sysfs", Options: []string{"nosuid", "noexec", "nodev", "ro"}},
		{Destination: "/dev", Type: "tmpfs", Source: "tmpfs", Options: []string{"nosuid", "mode=755", "size=1m"}},
		{Destination: "/dev/pts", Type: "devpts", Source: "devpts", Options: []string{"nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"}},
		{Destination: "/dev/shm", Type: "tmpfs", Source: "shm", Options: []string{"nosuid", "nodev", "mode=1777", "size=16m"}},
	}
}
