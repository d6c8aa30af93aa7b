//go:build linux

// Package layers is for the graders of lesson 4: layers as they make them, and the files that have to come of them.
package layers

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// Entry is one of a tar archive, and of the directory that it is unpacked to. TOKEN in a text stands for a word that is
// another one each time.
type Entry struct {
	Type byte   // of archive/tar
	Name string // in the archive as it is
	Text string // a file's content, or where a link leads
	Mode int64
}

// File is an ordinary file, Program one that may be executed, Dir a directory, Symlink and Hardlink are links.
func File(name, text string) Entry    { return Entry{tar.TypeReg, name, text, 0o644} }
func Program(name, text string) Entry { return Entry{tar.TypeReg, name, text, 0o755} }   //nolint:revive // see File
func Dir(name string) Entry           { return Entry{tar.TypeDir, name, "", 0o755} }     //nolint:revive // see File
func Symlink(name, to string) Entry   { return Entry{tar.TypeSymlink, name, to, 0o777} } //nolint:revive // see File
func Hardlink(name, to string) Entry  { return Entry{tar.TypeLink, name, to, 0o644} }    //nolint:revive // see File

// With puts the word into names and texts.
func With(token string, entries []Entry) []Entry {
	var with []Entry
	for _, e := range entries {
		e.Name, e.Text = strings.ReplaceAll(e.Name, "TOKEN", token), strings.ReplaceAll(e.Text, "TOKEN", token)
		with = append(with, e)
	}
	return with
}

// Tar is the archive of the entries.
func Tar(entries []Entry) []byte {
	var buffer bytes.Buffer
	w := tar.NewWriter(&buffer)
	for _, e := range entries {
		h := &tar.Header{Typeflag: e.Type, Name: e.Name, Mode: e.Mode}
		if e.Type == tar.TypeReg {
			h.Size = int64(len(e.Text))
		} else {
			h.Linkname = e.Text
		}
		must(w.WriteHeader(h))
		if e.Type == tar.TypeReg {
			_, err := io.WriteString(w, e.Text)
			must(err)
		}
	}
	must(w.Close())
	return buffer.Bytes()
}

// must is for what cannot fail, as writing to memory: the judge says that the check has no verdict.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// Names are the entries as `tar -t` lists them, for evidence.
func Names(entries []Entry) string {
	var names []string
	for _, e := range entries {
		switch e.Type {
		case tar.TypeSymlink:
			names = append(names, e.Name+" -> "+e.Text)
		case tar.TypeLink:
			names = append(names, e.Name+" link to "+e.Text)
		default:
			names = append(names, e.Name)
		}
	}
	return strings.Join(names, ", ")
}

// Difference is a path that is not as it should be, and what is there.
type Difference struct{ Path, Is string }

// Surplus says that there is something that should not be there.
func (d Difference) Surplus() bool { return d.Is == surplus }

const surplus = "is there, and should not be"

func (d Difference) String() string { return d.Path + ": " + d.Is }

// most bounds what is looked at of a directory that a learner's program has filled.
const most = 200

// Differences compares what is in a directory with the entries that should be, and with the paths that should not.
// Directories that are not in the list are passed over, other files are not.
func Differences(r grade.Rooted, want []Entry, gone ...string) []Difference {
	var found []Difference
	wanted := map[string]bool{}
	for _, e := range want {
		name := path.Clean("/" + e.Name)
		wanted[name] = true
		if is := difference(r, name, e); is != "" {
			found = append(found, Difference{name[1:], is})
		}
	}
	for _, file := range r.Files(most) {
		if name := path.Clean("/" + file); !wanted[name] {
			found = append(found, Difference{name[1:], surplus})
		}
	}
	for _, name := range gone {
		if info := r.Lstat("/" + name); info != nil && info.IsDir() {
			found = append(found, Difference{name, surplus})
		}
	}
	return found
}

// difference is what is at a path instead of an entry, "" if it is the entry.
func difference(r grade.Rooted, name string, e Entry) string {
	info := r.Lstat(name)
	switch {
	case info == nil:
		return "is not there"
	case e.Type == tar.TypeDir:
		if !info.IsDir() {
			return "is no directory, mode " + info.Mode().String()
		}
		return ""
	case e.Type == tar.TypeSymlink:
		if to := r.Readlink(name); to == "" {
			return "is no symlink, mode " + info.Mode().String()
		} else if to != e.Text {
			return fmt.Sprintf("is a symlink -> %.80q", to)
		}
		return ""
	case !info.Mode().IsRegular():
		return "is no ordinary file, mode " + info.Mode().String()
	}
	if text := content(r, name); text != e.Text {
		return fmt.Sprintf("says %.80q", text)
	}
	if e.Mode&0o100 != executable(info.Mode()) {
		return "has mode " + info.Mode().String()
	}
	return ""
}

// executable is the bit of a mode that says that the owner may execute the file.
func executable(mode os.FileMode) int64 { return int64(mode.Perm() & 0o100) }

func content(r grade.Rooted, name string) string {
	f, err := r.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 1<<16))
	if err != nil {
		return ""
	}
	return string(text)
}
