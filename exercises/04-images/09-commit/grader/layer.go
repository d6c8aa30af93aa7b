//go:build linux

package grader

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// entry is one of a tar; the header is nil for a name that is not in it.
type entry struct {
	header *tar.Header
	text   string
}

func (e entry) device() bool { return e.header.Typeflag == tar.TypeChar }

// layer is the entries of a tar by their names, without "./" before and "/" after.
type layer map[string]entry

// end is what a tar ends with. Go's reader can do without, others complain.
var end = strings.Repeat("\x00", 2*512)

func read(text string) (layer, error) {
	l := layer{}
	if strings.HasPrefix(text, "\x1f\x8b") {
		return l, errors.New("it begins with 1f 8b, as gzip does")
	}
	r := tar.NewReader(strings.NewReader(text))
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) && !strings.HasSuffix(text, end) {
			return l, errors.New("it has no end, which is two blocks of zeros")
		}
		if errors.Is(err, io.EOF) {
			return l, nil
		}
		if err != nil {
			return l, err
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return l, err
		}
		if name := strings.TrimPrefix(path.Clean("/"+h.Name), "/"); name != "" {
			l[name] = entry{h, string(content)}
		}
	}
}

// first is the name that comes first in the alphabet, so that the evidence is the same in each run.
func first(l layer) string {
	var names []string
	for name := range l {
		names = append(names, name)
	}
	return slices.Min(names)
}

// files compares what was made and changed in the container with the entries.
func (c *container) files(l layer) grade.Finding {
	var names []string
	for name := range c.wants {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if f := c.wants[name].compare(name, l[name]); f.Status != "" {
			return f
		}
	}
	return grade.Finding{}
}

func (w want) compare(name string, e entry) grade.Finding {
	switch {
	case e.header == nil:
		return grade.Failed("img.commit.missing", "not in the layer: "+name)
	case w.target != "" && e.header.Typeflag != tar.TypeSymlink:
		return grade.Failed("img.commit.symlink", fmt.Sprintf("%s: an entry of type %q with %d bytes", name, e.header.Typeflag, len(e.text)))
	case w.target != "" && e.header.Linkname != w.target:
		return grade.Failed("img.commit.symlink", fmt.Sprintf("%s -> %q", name, e.header.Linkname))
	case w.target != "":
		return grade.Finding{}
	case e.header.FileInfo().IsDir() != w.mode.IsDir() || e.text != w.text:
		return grade.Failed("img.commit.missing", fmt.Sprintf("%s: an entry of type %q with %d bytes, not the file's", name, e.header.Typeflag, len(e.text)))
	case e.header.FileInfo().Mode() != w.mode:
		return grade.Failed("img.commit.metadata", fmt.Sprintf("in the layer %s has the mode %s, in the container %s", name, e.header.FileInfo().Mode(), w.mode))
	case e.header.ModTime.Unix() != longAgo.Unix():
		return grade.Failed("img.commit.metadata", fmt.Sprintf("in the layer %s is not of %s, as in the container", name, longAgo.UTC().Format("2006-01-02 15:04:05")))
	}
	return grade.Finding{}
}
