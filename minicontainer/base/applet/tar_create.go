package applet

import (
	"archive/tar"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// An archiver writes trees. A file with several names is written once, its
// other names become links to it.
type archiver struct {
	*call
	*tar.Writer
	accounts *accounts
	linked   map[fileID]string
}

func (a *archiver) addTree(root string) {
	walk(root, func(path string, info os.FileInfo, err error) {
		if err == nil {
			err = a.add(path, info)
		}
		if err != nil {
			a.warn(err)
		}
	})
}

func (a *archiver) add(path string, info os.FileInfo) error {
	for _, pattern := range a.all("exclude") {
		if matched, _ := filepath.Match(pattern, path); matched {
			return nil
		}
	}
	if info.Mode()&os.ModeSocket != 0 {
		return fmt.Errorf("add %s: an archive cannot hold a socket", path)
	}
	header, err := a.header(path, info)
	if err != nil {
		return err
	}
	if err := a.WriteHeader(header); err != nil {
		return fmt.Errorf("add %s: %w", path, err)
	}
	if a.has("v") {
		a.progress("%s\n", header.Name)
	}
	if header.Typeflag != tar.TypeReg {
		return nil
	}
	return withInput(path, func(_ string, r io.Reader) error {
		_, err := io.Copy(a.Writer, r)
		return err
	})
}

// header drops a leading slash: unpacking must not write outside of the place
// where it happens.
func (a *archiver) header(path string, info os.FileInfo) (*tar.Header, error) {
	target := ""
	if info.Mode()&os.ModeSymlink != 0 {
		target, _ = os.Readlink(path)
	}
	header, err := tar.FileInfoHeader(plainInfo{info}, target)
	if err != nil {
		return nil, fmt.Errorf("add %s: %w", path, err)
	}
	st := info.Sys().(*syscall.Stat_t)
	header.Name = strings.TrimLeft(path, "/")
	if header.Name == "" {
		header.Name = "./"
	}
	if info.IsDir() {
		header.Name = strings.TrimSuffix(header.Name, "/") + "/"
	}
	header.Uid, header.Gid = int(st.Uid), int(st.Gid)
	header.Uname, header.Gname = a.nameOr(a.accounts.userByID, header.Uid), a.nameOr(a.accounts.groupByID, header.Gid)
	header.Devmajor, header.Devminor = int64(unix.Major(uint64(st.Rdev))), int64(unix.Minor(uint64(st.Rdev)))
	if first, known := a.linked[idOf(info)]; known && !info.IsDir() {
		header.Typeflag, header.Linkname, header.Size = tar.TypeLink, first, 0
	} else if st.Nlink > 1 {
		a.linked[idOf(info)] = header.Name
	}
	return header, nil
}

func (a *archiver) nameOr(lookup func(int) (string, bool), id int) string {
	name, _ := lookup(id)
	return name
}

// plainInfo hides the system's part of a FileInfo from package tar, which would
// look the owner's name up through os/user.
type plainInfo struct{ os.FileInfo }

// Sys returns nothing.
func (plainInfo) Sys() any { return nil }
