package tree_test

import (
	"archive/tar"
	"bytes"
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
)

// Whatever the bytes, nobody panics, and what is read is a tree. The checksums of what looks like a header are put
// right first: almost no change of a byte would get beyond them.
func FuzzRead(f *testing.F) {
	for _, c := range unpackings {
		f.Add(archive(f, c[0]...))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<20 {
			return
		}
		data = bytes.Clone(data)
		for at := 0; at+512 <= len(data); at += 512 {
			sign(data[at : at+512])
		}
		got, err := tree.Read(layers(data, data)...)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "read layer ") || len(err.Error()) > 2000 {
				t.Errorf("an error that does not say what was done: %v", err)
			}
			return
		}
		checkShape(t, got)
	})
}

// sign puts the checksum of a header right, if it is one.
func sign(block []byte) {
	if !bytes.HasPrefix(block[257:], []byte("ustar")) {
		return
	}
	copy(block[148:], "        ")
	sum := 0
	for _, c := range block {
		sum += int(c)
	}
	copy(block[148:], fmt.Sprintf("%06o\x00 ", sum))
}

// checkShape makes sure that all names are in directories, and none is a way out.
func checkShape(t *testing.T, got *tree.Tree) {
	t.Helper()
	kinds, links := map[string]uint32{}, map[*tree.File]int{}
	for i, e := range got.Entries() {
		if i == 0 != (e.Path == "/") || e.Path != path.Clean(e.Path) || !strings.HasPrefix(e.Path, "/") || strings.Contains(e.Path, "\x00") {
			t.Errorf("entry %d is %q", i, e.Path)
		}
		if _, twice := kinds[e.Path]; twice || i > 0 && kinds[path.Dir(e.Path)] != unix.S_IFDIR {
			t.Errorf("%q is there already, or in no directory", e.Path)
		}
		kinds[e.Path] = e.Kind()
		links[e.File]++
	}
	for f, n := range links {
		if f.Links != n {
			t.Errorf("%d names, and %d are counted", n, f.Links)
		}
	}
}

// Archives made of a few names that meet each other, in two layers, come to what package layer unpacks: each entry
// is three bytes, its type, its name, and where it links to.
func FuzzEntries(f *testing.F) {
	testenv.RealRoot(f)
	f.Add([]byte("103700711727"), []byte("0003007002101713711"))
	f.Add([]byte("790400050390"), []byte("702222132243073"))
	f.Add([]byte("700710720730"), []byte("300310403404"))
	f.Fuzz(func(t *testing.T, lower, upper []byte) {
		if len(lower) > 60 || len(upper) > 60 {
			return
		}
		sameAsUnpacked(t, [][]byte{archive(t, entriesOf(lower)...), archive(t, entriesOf(upper)...)})
	})
}

var fuzzNames = []string{
	"a", "b", "a/b", "a/b/c", "b/a", "a/../b", "../a", "/", ".", "a/d", "c", "c/a", "c/b/a", "..", "a/..", "", "c/./a", "/a", "/b/c",
}

func entriesOf(script []byte) (entries []tar.Header) {
	for ; len(script) >= 3; script = script[3:] {
		entries = append(entries, entryOf(script))
	}
	return entries
}

func entryOf(script []byte) tar.Header {
	pick := func(c byte) string { return fuzzNames[int(c-'0')%len(fuzzNames)] }
	name, to := pick(script[1]), pick(script[2])
	inside, base := filepath.Split(name)
	mode := int64(script[2])<<4 | 0o7
	if (script[0]-'0')%8 > 0 {
		name = strings.TrimRight(name, "/") // archive/tar writes no others
	}
	switch (script[0] - '0') % 8 {
	case 0:
		return tar.Header{Name: name, Typeflag: tar.TypeDir, Mode: mode}
	case 1:
		return symlink(name, strings.Repeat("../", int(script[2]%4))+to)
	case 2:
		return hardLink(name, to)
	case 3:
		return file(inside + ".wh." + base)
	case 4:
		return file(name + "/.wh..wh..opq")
	case 5:
		return tar.Header{Name: name, Typeflag: tar.TypeFifo, Mode: mode}
	case 6:
		return device(name, tar.TypeChar, 1, 3)
	}
	return tar.Header{Name: name, Size: int64(script[2] % 9), Mode: mode}
}
