//go:build linux

package grader

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/04-images/layers"
)

// blob is what came from a registry, and the name under which it was asked for.
type blob struct {
	what   string // in a few words
	bytes  []byte
	digest string
	id     string            // of the mistake, if a broken one is taken
	want   []layers.Entry    // nil for one that is to be refused
	before map[string]string // files in the directory already
}

// makeBlobs begins with a good one. Their layers are several blocks long, so that files have been made when the trouble comes.
func makeBlobs(token string) []blob {
	good, other := entries(token), entries("other-"+token)
	archive := padded(layers.Tar(good))
	whole := compressed(archive)
	name := digest(whole)
	bad := flipped(whole, bytes.Index(whole, []byte("third "+token)))
	cut := compressed(archive[:len(archive)/3])
	return []blob{
		{what: "a good blob", bytes: whole, digest: name, want: good},
		{what: "another layer's blob, as good as any", bytes: compressed(padded(layers.Tar(other))), digest: name, id: "accepted"},
		{what: "one bit of a file is another", bytes: bad, digest: name, id: "accepted"},
		{what: "asked for by a digest whose last digit is another", bytes: whole, digest: mistyped(name), id: "accepted"},
		{what: "the blob, and an empty gzip stream after it", bytes: append(bytes.Clone(whole), compressed(nil)...), digest: name, id: "tail"},
		{what: "the first half of the blob", bytes: whole[:len(whole)/2], digest: name, id: "accepted"},
		{what: "the digest is right, but the tar in the blob ends in the middle of a file", bytes: cut, digest: digest(cut), id: "cut"},
		{what: "one bit is another, and DIR is there already", bytes: bad, digest: name, id: "accepted", before: map[string]string{"kept": token}},
		{what: "a good blob, but DIR is there already", bytes: whole, digest: name, id: "mixed", before: map[string]string{"kept": token}},
	}
}

func entries(token string) []layers.Entry {
	text := strings.Repeat("a line of "+token+"\n", 500)
	return []layers.Entry{
		layers.Dir("etc/"), layers.File("etc/first", token), layers.File("second", text), layers.File("usr/third", "third "+token+text), layers.Program("usr/last", text),
	}
}

// padded is a tar as GNU tar writes it: there is more after its end mark.
func padded(archive []byte) []byte {
	const record = 10240
	return append(archive, make([]byte, 4*record-len(archive)%record)...)
}

// compressed does not really compress, so that a place in the tar is one in the blob.
func compressed(text []byte) []byte {
	var buffer bytes.Buffer
	w, err := gzip.NewWriterLevel(&buffer, gzip.NoCompression)
	must(err)
	_, err = w.Write(text)
	must(err)
	must(w.Close())
	return buffer.Bytes()
}

func flipped(text []byte, at int) []byte {
	other := bytes.Clone(text)
	other[at] ^= 1
	return other
}

// mistyped is a name with another last digit.
func mistyped(name string) string {
	last := len(name) - 1
	if name[last] == '0' {
		return name[:last] + "1"
	}
	return name[:last] + "0"
}

func digest(text []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(text)) }

// must is for what cannot fail, as writing to memory: the judge says that the check has no verdict.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
