package layer_test

import (
	"archive/tar"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
)

// Whatever the bytes, nothing outside of the directory is touched, and nobody panics. The checksums of what looks like a
// header are put right first: almost no change of a byte would get beyond them.
func FuzzUnpack(f *testing.F) {
	for _, seed := range seeds {
		var b bytes.Buffer
		b.ReadFrom(archive(f, seed...))
		for form := byte(0); form < 6; form++ {
			f.Add(form, b.Bytes())
		}
	}
	f.Fuzz(func(t *testing.T, form byte, data []byte) {
		if len(data) > 1<<20 {
			return
		}
		data = bytes.Clone(data)
		for at := 0; at+512 <= len(data); at += 512 {
			sign(data[at : at+512])
		}
		unpackSafely(t, form, data)
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

// The same for archives made of a few names that meet each other: each entry is three bytes, its type, its
// name, and where it links to.
func FuzzEntries(f *testing.F) {
	for form := byte(0); form < 6; form++ {
		f.Add(form, []byte("103700711727"))
		f.Add(form, []byte("0003007002101713711"))
		f.Add(form, []byte("790400050390"))
		f.Add(form, []byte("702222132243073"))
	}
	f.Fuzz(func(t *testing.T, form byte, script []byte) {
		if len(script) > 90 {
			return
		}
		var entries []tar.Header
		for ; len(script) >= 3; script = script[3:] {
			entries = append(entries, entryOf(script))
		}
		var b bytes.Buffer
		b.ReadFrom(archive(t, entries...))
		unpackSafely(t, form, b.Bytes())
	})
}

var fuzzNames = []string{
	"a", "b", "a/b", "a/b/c", "b/a", "a/../b", "../canary", "../../canary", "/", ".", "/canary", "a/canary", "b/../../canary",
	"c", "c/a", "c/b/a", "..", "a/..", "", "c/./a", "/a", "/b/c",
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

var seeds = [][]tar.Header{
	{dir("a"), file("a/b"), symlink("c", "/"), file("c/canary")},
	{symlink("a", "../.."), file("a/canary"), hardLink("h", "a/canary")},
	{dir("a"), file("a/b"), symlink("a", ".."), file("a/canary"), file("a/.wh.canary")},
	{file("a"), hardLink("b", "a"), file("a"), hardLink("b", "b")},
	{dir("./"), file(".wh.a"), file("a/b"), file("a/.wh..wh..opq"), file(".wh..wh..opq")},
	{attributed(file("a"), "user.x", "y"), attributed(dir("b"), "trusted.overlay.opaque", "y")},
	{device("n", tar.TypeChar, 1, 3), {Name: "p", Typeflag: tar.TypeFifo}},
}

// unpackSafely unpacks over a first layer, which has symlinks to the outside, and checks the canary.
func unpackSafely(t *testing.T, form byte, data []byte) {
	t.Helper()
	outside, err := os.MkdirTemp("", "fuzz")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(outside)
	canary, root := filepath.Join(outside, "canary"), filepath.Join(outside, "a", "root")
	if err := os.MkdirAll(root, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(canary, []byte("alive"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := layer.UnpackOptions{Form: layer.Form(form % 3), Rootless: form/3%2 == 1, MaxBytes: 1 << 20, MaxEntries: 1000}
	if o.Form == layer.Plain {
		mustUnpack(t, root, layer.UnpackOptions{}, file("a/b"), symlink("c", "../.."), symlink("b", "/"), file("d"))
	}
	_, err = layer.Unpack(bytes.NewReader(data), root, o)
	if err != nil && !strings.HasPrefix(err.Error(), "unpack ") && !strings.HasPrefix(err.Error(), "read ") {
		t.Errorf("an error that does not say what was done: %v", err)
	}
	checkCanary(t, canary)
	if err == nil {
		// What has been unpacked can be packed.
		pack := layer.PackOptions{Form: o.Form}
		if err := layer.Pack(&bytes.Buffer{}, root, pack); err != nil {
			t.Errorf("pack what was unpacked: %v", err)
		}
	}
}
