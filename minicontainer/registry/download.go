// One blob, from the registry to here.
//
// A line that breaks costs nothing but what was on it: the next try asks for the rest ("Range: bytes=N-", RFC 9110, section
// 14), in the same command or in a later one. What the registry makes of that is its business: 206 is the rest, 200 is all of
// it once more, and 416 says that there is nothing behind N. None of it is believed: the digest of the whole decides.

package registry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// much is what a try has to bring for not being counted as one in vain.
const much = 1 << 20

// download brings a blob, if it is not here.
func (s *session) download(ctx context.Context, d v1.Descriptor, to Blobs, p Progress) error {
	if _, ok := to.Stat(d.Digest); ok {
		p.End(d.Digest, Present)
		return nil
	}
	resumed, err := s.bring(ctx, d, to, p)
	var wrong *wrongContent
	if resumed && errors.As(err, &wrong) {
		// What the earlier try left was not the beginning of this. Now it is gone.
		_, err = s.bring(ctx, d, to, p)
	}
	return err
}

// wrongContent is a blob that came whole and is not what it should be.
type wrongContent struct{ error }

func (e *wrongContent) Unwrap() error { return e.error }

// bring fills one Ingest. resumed tells that it was not empty at first.
func (s *session) bring(ctx context.Context, d v1.Descriptor, to Blobs, p Progress) (resumed bool, err error) {
	in, err := ingest(ctx, to, d)
	if err != nil {
		return false, err
	}
	defer in.Close()                    //nolint:errcheck // after a Commit there is nothing left to lose, and before it nothing was promised
	if _, ok := to.Stat(d.Digest); ok { // somebody else was faster
		p.End(d.Digest, Present)
		return false, nil
	}
	t := &transfer{session: s, blob: d, in: in, progress: p, at: in.Offset()}
	resumed = t.at > 0
	p.Add(d.Digest, t.at)
	if err := t.fill(ctx); err != nil {
		return resumed, err
	}
	if err := in.Commit(); err != nil {
		p.Add(d.Digest, -t.at)
		return resumed, &wrongContent{fmt.Errorf("fetch %s: %w", short(d), err)}
	}
	p.End(d.Digest, Moved)
	return resumed, nil
}

// ingest begins the blob. Where another command is at the same blob, that takes as long as it needs, and nobody who
// is interrupted waits so long.
func ingest(ctx context.Context, to Blobs, d v1.Descriptor) (Ingest, error) {
	type begun struct {
		in  Ingest
		err error
	}
	done := make(chan begun, 1)
	go func() {
		in, err := to.Ingest(d)
		done <- begun{in, err}
	}()
	select {
	case b := <-done:
		return b.in, b.err
	case <-ctx.Done():
		go func() {
			if b := <-done; b.err == nil {
				b.in.Close() //nolint:errcheck // nothing was done with it
			}
		}()
		return nil, ctx.Err()
	}
}

// short is a digest as people read it.
func short(d v1.Descriptor) string { return fmt.Sprintf("%.12s", d.Digest.Encoded()) }

// transfer is a blob on its way.
type transfer struct {
	session  *session
	blob     v1.Descriptor
	in       Ingest
	progress Progress
	at       int64 // so many bytes are here
	whole    bool  // the registry does not know ranges, or other ones
}

// fill fetches until everything is there. A try that brings much is not in vain, so that a bad line ends well at last.
func (t *transfer) fill(ctx context.Context) error {
	patience := t.session.patience
	for vain := 0; t.at != t.blob.Size; {
		before := t.at
		err := t.stream(ctx)
		var broken *brokenLine
		if !errors.As(err, &broken) {
			return err
		}
		if t.at-before >= much {
			vain = 0
		}
		if vain++; vain >= patience.tries {
			return &Error{Registry: t.session.registry, Cause: ErrUnreachable, Text: "the line to registry " + t.session.registry + " broke", Detail: broken}
		}
		if err := sleep(ctx, patience.after(vain)); err != nil {
			return err
		}
	}
	return nil
}

// brokenLine is the end of a body before its time.
type brokenLine struct{ cause error }

func (e *brokenLine) Error() string { return innermost(e.cause).Error() }

// stream fetches once, as much as comes.
func (t *transfer) stream(ctx context.Context) error {
	header := http.Header{}
	if t.whole || t.at > t.blob.Size {
		if err := t.reset(); err != nil {
			return err
		}
	}
	if t.at > 0 {
		header.Set("Range", fmt.Sprintf("bytes=%d-", t.at))
	}
	resp, err := t.session.do(forBlob(ctx), http.MethodGet, t.session.url("blobs/"+t.blob.Digest.String()), header)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if err := t.begin(resp); err != nil {
		return err
	}
	return t.copy(ctx, resp)
}

// begin looks at what kind of answer it is, so that the next byte of it is the next byte of the blob.
func (t *transfer) begin(resp *http.Response) error {
	asked := resp.Request.Header.Get("Range") != ""
	switch {
	case asked && resp.StatusCode == http.StatusPartialContent &&
		strings.HasPrefix(resp.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", t.at)):
	case asked && (resp.StatusCode == http.StatusPartialContent || resp.StatusCode == http.StatusRequestedRangeNotSatisfiable):
		t.whole = true
		return &brokenLine{errors.New("it sends other bytes than it was asked for")}
	case asked && resp.StatusCode == http.StatusOK:
		if err := t.reset(); err != nil {
			return err
		}
	default:
		if err := t.session.expect(resp, http.StatusOK); err != nil {
			return t.refused(err)
		}
	}
	if n := t.blob.Size - t.at; resp.ContentLength >= 0 && resp.ContentLength != n {
		return errors.Join(t.reset(), damaged("fetch %s: the registry sends %d bytes instead of %d", short(t.blob), resp.ContentLength, n))
	}
	return nil
}

// refused says what a refused blob means, which is another thing than a refused name.
func (t *transfer) refused(err error) error {
	if errors.Is(err, ErrNotFound) {
		return &Error{Registry: t.session.registry, Cause: ErrDamaged,
			Text: "the registry " + t.session.registry + " has the image, but not its part " + short(t.blob)}
	}
	return err
}

func (t *transfer) reset() error {
	t.progress.Add(t.blob.Digest, -t.at)
	t.at = 0
	return t.in.Reset()
}

// copy takes what comes, and one byte more than there may be.
func (t *transfer) copy(ctx context.Context, resp *http.Response) error {
	buffer := make([]byte, 128<<10)
	for {
		n, err := resp.Body.Read(buffer)
		if int64(n) > t.blob.Size-t.at {
			return errors.Join(t.reset(), damaged("fetch %s: the registry sends more than its %d bytes", short(t.blob), t.blob.Size))
		}
		written, writeErr := t.in.Write(buffer[:n])
		t.at += int64(written)
		t.progress.Add(t.blob.Digest, int64(written))
		if writeErr != nil {
			return writeErr
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, io.EOF) && t.at == t.blob.Size:
			return nil
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			return &brokenLine{fmt.Errorf("%s ended after %d of %d bytes", short(t.blob), t.at, t.blob.Size)}
		case err != nil:
			return &brokenLine{err}
		}
	}
}
