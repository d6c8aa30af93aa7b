//go:build linux

package grader

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// blob is a layer as it is stored, and what is in it.
type blob struct {
	what       string // in a few words
	bytes, tar []byte
	first      []byte // of the tar, what the first gzip stream has
	contents   []byte // of the files in it, one after the other
	broken     bool
	refused    string // the mistake, if there is no answer
}

// makeBlobs begins with the usual one.
func makeBlobs(b *grade.Bench) []blob {
	archive, contents := layer(b)
	half := len(archive) / 2
	whole := blob{what: "a tar, compressed with gzip", bytes: compress(archive), tar: archive, contents: contents, refused: "img.digest.nothing"}
	two := whole
	two.what, two.first = "a tar, compressed in two gzip streams, one after the other", archive[:half]
	two.bytes = append(compress(archive[:half]), compress(archive[half:])...)
	plain := whole
	plain.what, plain.bytes, plain.refused = "a tar, not compressed", archive, "img.digest.plain"
	return []blob{whole, plain, two,
		{what: "a gzip stream that ends too early", bytes: whole.bytes[:len(whole.bytes)-3], broken: true},
		{what: "a gzip stream whose checksum (CRC-32) is that of other bytes", bytes: flipped(whole.bytes, len(whole.bytes)-7), broken: true},
	}
}

// layer is a small tar as GNU tar writes it: padded with zeros to a multiple of 10240 bytes.
func layer(b *grade.Bench) (archive, contents []byte) {
	const record = 10240
	var buffer bytes.Buffer
	w := tar.NewWriter(&buffer)
	for _, name := range []string{"etc/motd", "usr/share/" + b.Token(), "bin/hello"} {
		text := strings.Repeat(b.Token()+"\n", 40)
		contents = append(contents, text...)
		must(w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text))}))
		_, err := w.Write([]byte(text))
		must(err)
	}
	must(w.Close())
	return append(buffer.Bytes(), make([]byte, record-buffer.Len()%record)...), contents
}

// compress notes a name in the stream, so that no other gzip makes the same bytes of the same tar.
func compress(text []byte) []byte {
	var buffer bytes.Buffer
	w, err := gzip.NewWriterLevel(&buffer, gzip.BestSpeed)
	must(err)
	w.Name = "layer.tar"
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

// must is for what cannot fail, as writing to memory: the judge says that the check has no verdict.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

func name(text []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(text)) }

// want are the arguments of the texts, and args the same for a Text.
func (b blob) want() []string { return []string{short(name(b.bytes)), short(name(b.tar))} }

func (b blob) args() []any {
	w := b.want()
	return []any{w[0], w[1]}
}

// mistake compares the two names with those of everything that might have been hashed instead; "" if they are right.
func (b blob) mistake(file, digest, diffID string) string {
	wanted, wantedID := name(b.bytes), name(b.tar)
	if digest == wanted && diffID == wantedID {
		return ""
	}
	d, id := b.canonical(digest), b.canonical(diffID)
	either := func(texts ...[]byte) bool {
		for _, text := range texts {
			if n := name(text); d == n || id == n {
				return true
			}
		}
		return false
	}
	switch {
	case d == wanted && id == wantedID:
		return "form"
	case d == wantedID && id == wanted:
		return "swapped"
	case either(nil):
		return "read-to-end"
	case either([]byte(file), []byte(file[strings.LastIndex(file, "/")+1:])):
		return "file-name"
	case either(slices.Concat(b.bytes, b.tar), slices.Concat(b.tar, b.bytes)):
		return "not-reset"
	case either(b.contents):
		return "contents"
	case b.again(d):
		return "compressed-again"
	case id == wanted:
		return "compressed"
	case d == wantedID:
		return "uncompressed"
	case b.first != nil && id == name(b.first):
		return "first-stream"
	case beginning(b.tar, id) || beginning(b.bytes, d):
		return "cut-short"
	}
	return "unknown"
}

// canonical is a name in the form that was asked for, if it is only written in another one.
func (b blob) canonical(text string) string {
	digits := text[strings.LastIndexAny(text, ":- ")+1:]
	for _, right := range [][]byte{b.bytes, b.tar} {
		if strings.ToLower(digits) == unpadded(right) {
			return name(right)
		}
	}
	for _, code := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding} {
		if sum, err := code.DecodeString(digits); err == nil && len(sum) == sha256.Size {
			return fmt.Sprintf("sha256:%x", sum)
		}
	}
	return "sha256:" + strings.ToLower(digits)
}

// unpadded are a hash's digits written byte by byte, each as short as it can be: %x of 0x05 is one digit.
func unpadded(text []byte) string {
	var digits strings.Builder
	for _, c := range sha256.Sum256(text) {
		fmt.Fprintf(&digits, "%x", c)
	}
	return digits.String()
}

// again tells whether a name is that of the tar, compressed anew.
func (b blob) again(digest string) bool {
	for level := gzip.HuffmanOnly; level <= gzip.BestCompression; level++ {
		var buffer bytes.Buffer
		w, err := gzip.NewWriterLevel(&buffer, level)
		must(err)
		_, err = w.Write(b.tar)
		must(err)
		must(w.Close())
		if name(buffer.Bytes()) == digest {
			return true
		}
	}
	return false
}

// beginning tells whether a name is that of the beginning of a text.
func beginning(text []byte, wanted string) bool {
	sum := sha256.New()
	for _, c := range text {
		if fmt.Sprintf("sha256:%x", sum.Sum(nil)) == wanted {
			return true
		}
		sum.Write([]byte{c}) //nolint:errcheck // never fails
	}
	return false
}
