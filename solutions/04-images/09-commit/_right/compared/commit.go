//go:build linux

package main

import (
	"archive/tar"
	"io"
	"os"
	"path"
	"strings"

	"golang.org/x/sys/unix"
)

// The overlay itself is asked what is gone: what upper has and merged has not. The walk is by hand, marks are written last.
func commit(dir string, layer io.Writer) error {
	w := tar.NewWriter(layer)
	var marks []string
	todo := []string{""}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		entries, err := os.ReadDir(dir + "/upper/" + at)
		if err != nil {
			return err
		}
		for _, e := range entries {
			name := path.Join(at, e.Name())
			info, err := os.Lstat(dir + "/merged/" + name)
			if os.IsNotExist(err) {
				marks = append(marks, path.Join(at, ".wh."+e.Name()))
				continue
			}
			if err != nil {
				return err
			}
			if err := write(w, dir+"/upper/"+name, name, info); err != nil {
				return err
			}
			if !info.IsDir() {
				continue
			}
			todo = append(todo, name)
			if n, err := unix.Getxattr(dir+"/upper/"+name, "user.overlay.opaque", make([]byte, 8)); err == nil && n > 0 {
				marks = append(marks, name+"/.wh..wh..opq")
			}
		}
	}
	for _, name := range marks {
		if err := w.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg}); err != nil {
			return err
		}
	}
	return w.Close()
}

func write(w *tar.Writer, file, name string, info os.FileInfo) error {
	target, _ := os.Readlink(file)
	h, err := tar.FileInfoHeader(info, target)
	if err != nil {
		return err
	}
	h.Name = name
	text := ""
	if info.Mode().IsRegular() {
		read, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		text = string(read)
		h.Size = int64(len(text))
	}
	if err := w.WriteHeader(h); err != nil {
		return err
	}
	_, err = io.Copy(w, strings.NewReader(text))
	return err
}
