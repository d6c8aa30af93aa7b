// Digests: the name of a blob is the hash of its bytes, so that a wrong byte is a wrong name.

package layer

import (
	_ "crypto/sha256" // the hashes that a digest may name
	_ "crypto/sha512"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/opencontainers/go-digest"
)

// ErrWrongDigest and ErrWrongSize: the bytes are not those that were asked for.
var (
	ErrWrongDigest = errors.New("wrong digest")
	ErrWrongSize   = errors.New("wrong size")
)

// Verify returns r with an error in place of io.EOF unless it was exactly size bytes (-1: any number) with the digest
// d. It never returns more than size bytes. Who does not read to the end has verified nothing.
func Verify(r io.Reader, d digest.Digest, size int64) io.Reader {
	if err := d.Validate(); err != nil {
		return failing{fmt.Errorf("verify %s: %w", shown(string(d)), err)}
	}
	return &verifier{from: r, want: d, hash: d.Algorithm().Hash(), size: size}
}

type failing struct{ error }

func (f failing) Read([]byte) (int, error) { return 0, f.error }

type verifier struct {
	from       io.Reader
	want       digest.Digest
	hash       hash.Hash
	size, read int64
	ended      error
}

func (v *verifier) Read(p []byte) (int, error) {
	if v.ended != nil {
		return 0, v.ended
	}
	n, err := v.from.Read(p)
	if v.size >= 0 && int64(n) > v.size-v.read {
		n, err = int(v.size-v.read), fmt.Errorf("verify %s: %w: more than %d bytes", v.want, ErrWrongSize, v.size)
	}
	v.hash.Write(p[:n]) //nolint:errcheck // never fails
	v.read += int64(n)
	if err == io.EOF { //nolint:errorlint // the end itself, as io.Reader has it
		err = v.end()
	}
	v.ended = err
	return n, err
}

func (v *verifier) end() error {
	if v.size >= 0 && v.read != v.size {
		return fmt.Errorf("verify %s: %w: %d bytes of %d", v.want, ErrWrongSize, v.read, v.size)
	}
	if got := digest.NewDigest(v.want.Algorithm(), v.hash); got != v.want {
		return fmt.Errorf("verify %s: %w: it is %s", v.want, ErrWrongDigest, got)
	}
	return io.EOF
}
