//go:build linux

package main

import (
	"archive/tar"
	"errors"
	"io"
	"os"
	"path"
	"sort"
	"strings"
)

// Decides all in memory, as a tree of names, and refuses what would leave it; only then makes files.
func unpack(layer, root string) error {
	text, err := os.Open(layer)
	if err != nil {
		return err
	}
	defer text.Close()
	type node struct {
		kind byte
		to   string
		mode int64
		data []byte
	}
	tree := map[string]node{"/": {kind: tar.TypeDir, mode: 0o755}}
	var walk func(name string, depth int) (string, error)
	walk = func(name string, depth int) (string, error) {
		if depth > 30 {
			return "", errors.New("too many symlinks")
		}
		at := "/"
		for _, part := range strings.Split(name, "/") {
			switch next := path.Join(at, part); {
			case part == "..":
				if at == "/" {
					return "", errors.New("leads out: " + name)
				}
				at = path.Dir(at)
			case tree[next].kind == tar.TypeSymlink:
				to := tree[next].to
				if !path.IsAbs(to) {
					to = at + "/" + to
				}
				if at, err = walk(to, depth+1); err != nil {
					return "", err
				}
			default:
				at = next
			}
		}
		for dir := at; ; dir = path.Dir(dir) {
			if _, ok := tree[dir]; !ok {
				tree[dir] = node{kind: tar.TypeDir, mode: 0o755}
			}
			if dir == "/" {
				return at, nil
			}
		}
	}
	links := map[string]string{}
	for r := tar.NewReader(text); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		if strings.HasPrefix(h.Name, "/") {
			return errors.New("absolute name")
		}
		parts := strings.Split(strings.TrimSuffix(h.Name, "/"), "/")
		dir, err := walk(strings.Join(parts[:len(parts)-1], "/"), 0)
		if err != nil {
			return err
		}
		name := path.Join(dir, parts[len(parts)-1])
		if parts[len(parts)-1] == ".." {
			return errors.New("leads out")
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		tree[name] = node{h.Typeflag, h.Linkname, h.Mode, data}
		if h.Typeflag == tar.TypeLink {
			if strings.HasPrefix(h.Linkname, "/") {
				return errors.New("absolute name")
			}
			old, err := walk(h.Linkname, 0)
			if err != nil {
				return err
			}
			links[name] = old
		}
	}
	var names []string
	for name := range tree {
		names = append(names, name)
	}
	sort.Strings(names) // a directory before what is in it
	for _, kind := range []byte{tar.TypeDir, tar.TypeReg, tar.TypeLink, tar.TypeSymlink} {
		for _, name := range names {
			n := tree[name]
			if n.kind != kind || name == "/" {
				continue
			}
			var err error
			switch kind {
			case tar.TypeDir:
				err = os.Mkdir(root+name, os.FileMode(n.mode))
			case tar.TypeReg:
				err = os.WriteFile(root+name, n.data, os.FileMode(n.mode))
			case tar.TypeLink:
				err = os.Link(root+links[name], root+name)
			case tar.TypeSymlink:
				err = os.Symlink(n.to, root+name)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
