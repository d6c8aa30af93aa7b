// Whiteouts: an empty file whose name says what of the lower layers is gone.
//
//	d/.wh.x            d/x is gone
//	d/.wh..wh..opq     all in d is gone
//
// They speak of the lower layers only: what the same archive adds stays, whether it comes before or after.
// Source: the image spec, layer.md, "Whiteouts".

package tree

import (
	"errors"
	"path"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	whiteoutPrefix = ".wh."
	leftoverPrefix = ".wh..wh."
	opaqueName     = ".wh..wh..opq"
)

type meaning int

const (
	aFile     meaning = iota
	hidesName         // .wh.NAME
	hidesAll          // .wh..wh..opq
	leftover          // notes of aufs, which whiteouts are from
)

// meaningOf tells what a clean name is about: a file, a file that is hidden, or a directory whose content is.
func meaningOf(name string) (meaning, string, error) {
	dir, base := path.Split(name)
	for _, component := range strings.Split(dir, "/") {
		if strings.HasPrefix(component, leftoverPrefix) {
			return leftover, name, nil
		}
		if strings.HasPrefix(component, whiteoutPrefix) {
			return aFile, name, errors.New("goes through a whiteout")
		}
	}
	hidden, is := strings.CutPrefix(base, whiteoutPrefix)
	switch {
	case !is:
		return aFile, name, nil
	case base == opaqueName:
		return hidesAll, path.Clean(dir), nil
	case strings.HasPrefix(base, leftoverPrefix):
		return leftover, name, nil
	case hidden == "" || hidden == "." || hidden == "..":
		return aFile, name, errors.New("a whiteout of nothing")
	}
	return hidesName, path.Join(dir, hidden), nil
}

func (t *Tree) hide(name string) error {
	n, err := t.find(name)
	if err != nil {
		return unlessMissing(err)
	}
	t.prune(n)
	return nil
}

func (t *Tree) hideAll(name string) error {
	dir, err := t.directory(name)
	if err != nil {
		return unlessMissing(err)
	}
	for _, child := range dir.children {
		t.prune(child)
	}
	return nil
}

// unlessMissing makes no error of what is not there, and so needs no hiding.
func unlessMissing(err error) error {
	if errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ENOTDIR) {
		return nil
	}
	return err
}

// prune removes what is not of this layer. A directory stays if something in it does.
func (t *Tree) prune(n *node) {
	for _, child := range n.children {
		t.prune(child)
	}
	if n.layer != t.layer && len(n.children) == 0 {
		n.remove()
	}
}
