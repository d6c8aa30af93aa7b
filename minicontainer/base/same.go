// The same image from one build after the other, and from several programs of one build: the stages of the course and the
// runtime are different programs with the same commands in them.

package base

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// Contents names what the unpacked image at root offers: its files, modes and links, but of a program that it has no
// more than that it is there. Two images of the same contents can stand for each other.
func Contents(root string) (string, error) {
	sum := sha256.New()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%q %v ", path[len(root):], info.Mode())
		switch {
		case d.Type() == fs.ModeSymlink:
			to, err := os.Readlink(path)
			fmt.Fprintf(sum, "%q\n", to)
			return err
		case d.Type().IsRegular() && info.Mode()&0o111 == 0:
			text, err := os.ReadFile(path)
			fmt.Fprintf(sum, "%q\n", text)
			return err
		}
		fmt.Fprintln(sum)
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("read base image: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:15]), nil
}

// setTimes makes all files as old as the program that they come from, so that the layer of one program has
// one digest.
func setTimes(root string) error {
	program, err := os.Stat("/proc/self/exe")
	if err != nil {
		return err
	}
	at := unix.NsecToTimespec(program.ModTime().Truncate(time.Second).UnixNano())
	return filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return unix.UtimesNanoAt(unix.AT_FDCWD, path, []unix.Timespec{at, at}, unix.AT_SYMLINK_NOFOLLOW)
	})
}
