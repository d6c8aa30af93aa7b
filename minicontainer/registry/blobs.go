// What a pull fills and a push reads.

package registry

import (
	"io"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// Blobs are an image's parts, found by the digest of their content: manifests, configurations
// and layers. Its methods are called by several goroutines.
type Blobs interface {
	// Stat tells whether the blob is there, whole.
	Stat(d digest.Digest) (size int64, ok bool)
	// Open reads a blob. A damaged one ends in an error instead of io.EOF.
	Open(d digest.Digest) (io.ReadCloser, error)
	// Ingest begins a blob, or goes on with what an earlier try has left of it.
	Ingest(d v1.Descriptor) (Ingest, error)
}

// Ingest is one blob on its way in.
type Ingest interface {
	io.Writer
	// Offset is the number of bytes that an earlier try has left. The first Write goes behind them.
	Offset() int64
	// Reset throws away what is there, so that the next Write is the beginning.
	Reset() error
	// Commit verifies size and digest. Afterwards the blob is there, or nothing of it.
	Commit() error
	// Close, without a Commit, keeps what is there for the next try.
	Close() error
}

// Progress is told what a pull or a push does. Its methods are called by several goroutines.
type Progress interface {
	// Begin announces a blob. All blobs of an image are announced in its order before the first of them moves.
	Begin(d v1.Descriptor)
	// Add tells of n more bytes. What an earlier try has left counts too; n is negative when a blob is begun anew.
	Add(d digest.Digest, n int64)
	// End tells that the blob is where it has to be, and how it came there.
	End(d digest.Digest, how Outcome)
}

// Outcome is how a blob came to be where it has to be.
type Outcome int

// The outcomes.
const (
	Moved   Outcome = iota // it was sent over the network
	Present                // it was there before
	Mounted                // the registry took it from another of its repositories
)

// silent is the Progress that tells nobody.
type silent struct{}

func (silent) Begin(v1.Descriptor)        {}
func (silent) Add(digest.Digest, int64)   {}
func (silent) End(digest.Digest, Outcome) {}
