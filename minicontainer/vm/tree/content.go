// The second pass: the content of the files that are left.

package tree

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// source is where a regular file's content is: an entry of an archive, a file of the host, or text.
type source struct {
	archive *archive
	entry   int
	host    string
	text    string
}

type archive struct{ open Layer }

// Content calls f once for each regular file, hard links under the first of their names, with exactly its content: the
// layers' files in the order of their archives, which are read only once, then those that were added, in the order of
// Entries. f need not read to the end. Its errors are returned as they are.
func (t *Tree) Content(f func(e Entry, r io.Reader) error) error {
	archived := map[*archive]map[int]Entry{}
	var others []Entry
	for _, e := range t.contents() {
		switch a := e.from.archive; {
		case a == nil:
			others = append(others, e)
		case archived[a] == nil:
			archived[a] = map[int]Entry{e.from.entry: e}
		default:
			archived[a][e.from.entry] = e
		}
	}
	for _, a := range t.archives {
		if err := a.content(archived[a], f); err != nil {
			return err
		}
	}
	for _, e := range others {
		if err := ownContent(e, f); err != nil {
			return err
		}
	}
	return nil
}

var errDone = errors.New("nothing more is wanted")

// content tells the content of some entries of an archive.
func (a *archive) content(wanted map[int]Entry, f func(Entry, io.Reader) error) error {
	if len(wanted) == 0 {
		return nil
	}
	r, err := a.open()
	if err != nil {
		return err
	}
	defer r.Close()
	left := len(wanted)
	err = eachEntry(r, func(number int, h *tar.Header, content io.Reader) error {
		e, is := wanted[number]
		if !is {
			return nil
		}
		if h.Size != e.Size {
			return fmt.Errorf("read %s: its layer is not the one that was read first", shown(e.Path))
		}
		if err := f(e, content); err != nil {
			return err
		}
		if left--; left == 0 {
			return errDone
		}
		return nil
	})
	if errors.Is(err, errDone) {
		return nil
	}
	if err == nil {
		err = fmt.Errorf("read layer: %d files are not there any more", left)
	}
	return err
}

func ownContent(e Entry, f func(Entry, io.Reader) error) error {
	if e.from.host == "" {
		return f(e, strings.NewReader(e.from.text))
	}
	file, err := os.Open(e.from.host)
	if err != nil {
		return err
	}
	defer file.Close()
	return f(e, &exactly{from: file, left: e.Size})
}

// exactly reads so many bytes: of a file that has grown no more, and of one that has shrunk the end comes as an error.
type exactly struct {
	from io.Reader
	left int64
}

func (x *exactly) Read(p []byte) (int, error) {
	if x.left == 0 {
		return 0, io.EOF
	}
	n, err := x.from.Read(p[:min(int64(len(p)), x.left)])
	x.left -= int64(n)
	if errors.Is(err, io.EOF) && x.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}
