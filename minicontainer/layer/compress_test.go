package layer_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math/rand"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/opencontainers/go-digest"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
)

func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

var compressions = []layer.Compression{layer.None, layer.Gzip, layer.Zstd}

// text compresses about as well as programs do.
func text(n int) []byte {
	r := rand.New(rand.NewSource(1))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('a' + r.Intn(4))
	}
	return b
}

func compressed(t testing.TB, c layer.Compression, data []byte, piece int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := layer.Compress(&b, c)
	if err != nil {
		t.Fatal(err)
	}
	for len(data) > 0 {
		n := min(piece, len(data))
		if _, err := w.Write(data[:n]); err != nil {
			t.Fatal(err)
		}
		data = data[n:]
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decompressed(r io.Reader) ([]byte, layer.Compression, error) {
	d, c, err := layer.Decompress(r)
	if err != nil {
		return nil, c, err
	}
	defer d.Close()
	data, err := io.ReadAll(d)
	return data, c, err
}

func TestCompressAndDecompress(t *testing.T) {
	for _, c := range compressions {
		for _, size := range []int{0, 1, 3, 511, 1 << 20, 5<<20 + 77} {
			data := text(size)
			blob := compressed(t, c, data, 1<<30)
			got, told, err := decompressed(iotest.HalfReader(bytes.NewReader(blob)))
			if err != nil || told != c && len(blob) > 0 || !bytes.Equal(got, data) {
				t.Errorf("%v of %d bytes: told %v, %d bytes, %v", c, size, told, len(got), err)
			}
		}
	}
}

func TestCompressionDependsOnNothingElse(t *testing.T) {
	data := text(3<<20 + 5)
	for _, c := range compressions {
		want := compressed(t, c, data, 1<<30)
		old := runtime.GOMAXPROCS(1)
		one := compressed(t, c, data, 1000)
		runtime.GOMAXPROCS(4)
		four := compressed(t, c, data, 77_777)
		runtime.GOMAXPROCS(old)
		if !bytes.Equal(want, one) || !bytes.Equal(want, four) {
			t.Errorf("%v: the same bytes, %d, %d and %d", c, len(want), len(one), len(four))
		}
	}
}

func TestMembersFollowOneAnother(t *testing.T) {
	for _, c := range compressions {
		blob := append(compressed(t, c, []byte("first "), 99), compressed(t, c, []byte("second"), 99)...)
		if got, _, err := decompressed(bytes.NewReader(blob)); err != nil || string(got) != "first second" {
			t.Errorf("%v: %q %v", c, got, err)
		}
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b) // the standard library's
	w.Write([]byte("other"))
	w.Close()
	if got, _, err := decompressed(&b); err != nil || string(got) != "other" {
		t.Errorf("%q %v", got, err)
	}
}

func TestDamagedBlobIsAnError(t *testing.T) {
	data := text(200_000)
	for _, c := range []layer.Compression{layer.Gzip, layer.Zstd} {
		blob := compressed(t, c, data, 1<<30)
		for n := 5; n < len(blob); n += 1 + len(blob)/50 {
			if _, _, err := decompressed(bytes.NewReader(blob[:n])); !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%v cut off after %d bytes of %d: %v", c, n, len(blob), err)
			}
			wrong := bytes.Clone(blob)
			wrong[n] ^= 0x10
			if got, _, err := decompressed(bytes.NewReader(wrong)); err == nil && !bytes.Equal(got, data) {
				t.Errorf("%v with byte %d wrong is accepted", c, n)
			}
		}
		for _, more := range []string{"garbage", "\x00", "x"} {
			if _, _, err := decompressed(bytes.NewReader(append(bytes.Clone(blob), more...))); err == nil {
				t.Errorf("%v with %q behind its end is accepted", c, more)
			}
		}
	}
}

func TestCloseEndsTheReading(t *testing.T) {
	for _, c := range compressions {
		source := bytes.NewReader(compressed(t, c, text(20<<20), 1<<30))
		d, _, err := layer.Decompress(source)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(d, make([]byte, 10)); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		left := source.Len()
		if left == 0 {
			t.Errorf("%v: everything has been read", c)
		}
		if _, err := io.Copy(io.Discard, d); err == nil || source.Len() != left {
			t.Errorf("%v: read after Close: %v", c, err)
		}
	}
}

func TestReadersErrorIsPassedOn(t *testing.T) {
	broken := errors.New("the line is broken")
	for _, c := range compressions {
		blob := compressed(t, c, text(3<<20), 1<<30)
		r := io.MultiReader(bytes.NewReader(blob[:len(blob)/2]), iotest.ErrReader(broken))
		if _, _, err := decompressed(r); !errors.Is(err, broken) {
			t.Errorf("%v: %v", c, err)
		}
	}
	if _, _, err := decompressed(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("at once: %v", err)
	}
}

func TestWriteTellsBothDigests(t *testing.T) {
	data := text(1 << 20)
	for _, c := range compressions {
		var blob bytes.Buffer
		got, err := layer.Write(&blob, c, func(w io.Writer) error { _, err := w.Write(data); return err })
		want := layer.Written{Digest: digest.FromBytes(blob.Bytes()), DiffID: digest.FromBytes(data), Size: int64(blob.Len()), Unpacked: int64(len(data))}
		if err != nil || got != want {
			t.Errorf("%v: %v\n got %v\nwant %v", c, err, got, want)
		}
		broken := errors.New("broken")
		if _, err := layer.Write(io.Discard, c, func(io.Writer) error { return broken }); !errors.Is(err, broken) {
			t.Errorf("%v: %v", c, err)
		}
		r := failingWriter{broken}
		if _, err := layer.Write(r, c, func(w io.Writer) error { _, err := w.Write(data); return err }); !errors.Is(err, broken) {
			t.Errorf("%v: %v", c, err)
		}
	}
}

type failingWriter struct{ err error }

func (f failingWriter) Write([]byte) (int, error) { return 0, f.err }

func TestVerify(t *testing.T) {
	const content = "the very bytes"
	d, size := digest.FromString(content), int64(len(content))
	tests := []struct {
		name, content string
		d             digest.Digest
		size          int64
		want          error
	}{
		{"right", content, d, size, nil},
		{"of any size", content, d, -1, nil},
		{"sha512", content, digest.SHA512.FromString(content), size, nil},
		{"another byte", "the very bytez", d, size, layer.ErrWrongDigest},
		{"shorter", content[1:], d, size, layer.ErrWrongSize},
		{"longer", content + "x", d, size, layer.ErrWrongSize},
		{"empty", "", d, size, layer.ErrWrongSize},
		{"longer, of any size", content + "x", d, -1, layer.ErrWrongDigest},
		{"no digest", content, "", size, digest.ErrDigestInvalidFormat},
		{"unknown hash", content, "md5:d41d8cd98f00b204e9800998ecf8427e", size, digest.ErrDigestUnsupported},
		{"digest of another length", content, "sha256:abcd", size, digest.ErrDigestInvalidLength},
	}
	for _, test := range tests {
		for how, from := range map[string]func(io.Reader) io.Reader{
			"whole": func(r io.Reader) io.Reader { return r }, "bytes": iotest.OneByteReader, "with its end": iotest.DataErrReader} {
			got, err := io.ReadAll(layer.Verify(from(strings.NewReader(test.content)), test.d, test.size))
			if !errors.Is(err, test.want) || (err == nil) != (test.want == nil) {
				t.Errorf("%s, %s: %v, want %v", test.name, how, err, test.want)
			}
			if test.size >= 0 && int64(len(got)) > test.size {
				t.Errorf("%s, %s: %d bytes were returned", test.name, how, len(got))
			}
		}
	}
}

func TestXZIsCalledByItsName(t *testing.T) {
	for _, blob := range []string{"\xfd7zXZ\x00", "\xfd7zXZ\x00\x00\x04 and so on"} {
		if _, _, err := layer.Decompress(strings.NewReader(blob)); !errors.Is(err, layer.ErrXZ) {
			t.Errorf("%q: %v", blob, err)
		}
	}
}
