// One blob, from here to the registry.

package registry

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"sync"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// send sends a blob that the registry does not have.
func (j *pushing) send(ctx context.Context, d v1.Descriptor) error {
	there, err := j.session.has(ctx, d)
	if err != nil {
		return err
	}
	if there {
		j.progress.End(d.Digest, Present)
		return nil
	}
	patience := j.session.patience
	for try := 1; ; try++ {
		how, err := j.upload(ctx, d)
		if err == nil {
			j.progress.End(d.Digest, how)
			return nil
		}
		if try == patience.tries || !worthAnotherTry(ctx, err) {
			return err
		}
		if err := sleep(ctx, patience.after(try)); err != nil {
			return err
		}
	}
}

// worthAnotherTry tells a broken line, or a registry that could not, from one that would not.
func worthAnotherTry(ctx context.Context, err error) bool {
	var status *statusLater
	return ctx.Err() == nil && (errors.Is(err, ErrUnreachable) || errors.As(err, &status))
}

// statusLater is an answer that says "not now".
type statusLater struct{ error }

func (e *statusLater) Unwrap() error { return e.error }

// has asks whether the registry has the blob already.
func (s *session) has(ctx context.Context, d v1.Descriptor) (bool, error) {
	resp, err := s.do(ctx, http.MethodHead, s.url("blobs/"+d.Digest.String()), nil)
	if err != nil {
		return false, err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusNotFound {
		return false, nil
	}
	return true, s.expect(resp, http.StatusOK)
}

// upload asks where to, and sends the whole blob there.
func (j *pushing) upload(ctx context.Context, d v1.Descriptor) (Outcome, error) {
	location, mounted, err := j.session.begin(ctx, d, j.elsewhere[d.Digest])
	if err != nil {
		return Moved, err
	}
	if mounted {
		return Mounted, nil
	}
	blob, err := j.from.Open(d.Digest)
	if err != nil {
		return Moved, err
	}
	body := &sent{blob: blob, digest: d.Digest, progress: j.progress}
	err = j.session.put(ctx, location, d, body)
	if err != nil {
		if ours := body.takeBack(); ours != nil && !errors.Is(ours, os.ErrClosed) {
			return Moved, ours
		}
	}
	return Moved, err
}

// begin starts an upload, or has the registry take the blob from another repository.
func (s *session) begin(ctx context.Context, d v1.Descriptor, elsewhere string) (location *url.URL, mounted bool, err error) {
	address := s.url("blobs/uploads/")
	if elsewhere != "" {
		address += "?" + url.Values{"mount": {d.Digest.String()}, "from": {elsewhere}}.Encode()
	}
	resp, err := s.do(ctx, http.MethodPost, address, nil)
	if err != nil {
		return nil, false, err
	}
	defer resp.Body.Close()
	if elsewhere != "" && resp.StatusCode == http.StatusCreated {
		return nil, true, nil
	}
	if err := s.expect(resp, http.StatusAccepted); err != nil {
		return nil, false, err
	}
	location, err = resp.Location() // may be relative to the request
	if err != nil {
		return nil, false, &Error{Registry: s.registry, Cause: errStatus, Text: "the registry " + s.registry + " does not tell where to send a blob"}
	}
	return location, false, nil
}

func (s *session) put(ctx context.Context, location *url.URL, d v1.Descriptor, body io.ReadCloser) error {
	query := location.Query() // the registry has its own things in there
	query.Set("digest", d.Digest.String())
	location.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, location.String(), body)
	if err != nil {
		return errors.Join(err, body.Close())
	}
	req.ContentLength = d.Size
	if d.Size == 0 { // net/http takes 0 for "unknown"
		req.Body = http.NoBody
	}
	req.Header.Set("Content-Type", "application/octet-stream")
	resp, err := s.send(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if err := s.expect(resp, http.StatusCreated); err != nil {
		if later(resp.StatusCode) {
			return &statusLater{err}
		}
		return err
	}
	return nil
}

// sent is the body of an upload: it counts, and remembers an error of the blob itself. The network reads it
// in a goroutine of its own, which may go on for a moment after the registry has answered.
type sent struct {
	blob     io.ReadCloser
	digest   digest.Digest
	progress Progress

	mu   sync.Mutex
	n    int64
	err  error
	over bool
}

func (s *sent) Read(b []byte) (int, error) {
	n, err := s.blob.Read(b)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return n, err
	}
	if n > 0 {
		s.n += int64(n)
		s.progress.Add(s.digest, int64(n))
	}
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

func (s *sent) Close() error { return s.blob.Close() }

// takeBack says that nothing of it has arrived. It returns the error of the blob, which the network is not to blame for.
func (s *sent) takeBack() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	s.progress.Add(s.digest, -s.n)
	return s.err
}
