// The gate: what all requests go through, and what no answer gets around.

package registry

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// carrier is what carries requests over the network.
func (c *Client) carrier() http.RoundTripper {
	if c.Transport != nil {
		return c.Transport
	}
	return sharedCarrier()
}

var sharedCarrier = sync.OnceValue(func() http.RoundTripper {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 15 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		TLSHandshakeTimeout:   15 * time.Second,
		ResponseHeaderTimeout: 2 * time.Minute, // a registry looks at a whole blob before it answers
		MaxIdleConnsPerHost:   atOnce,
		IdleConnTimeout:       15 * time.Second,
		// A blob is what its digest says, not what it is after it was unpacked on the way.
		DisableCompression: true,
	}
})

// gate lets no unencrypted request out that was not allowed, cuts answers that do not end, and gives up on those that
// do not go on.
type gate struct {
	next     http.RoundTripper
	registry string
	plain    bool
	stall    time.Duration

	answered atomic.Bool // at least once: somebody is there

	mu   sync.Mutex
	last error
}

// RoundTrip carries one request.
func (g *gate) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Scheme != "https" && !g.plain {
		// Also when a registry or token server with https redirects to one without: what is asked would be seen by all.
		return nil, g.fail(req, &Error{Registry: g.registry, Cause: ErrPlain,
			Text: "the registry " + g.registry + " leads to an address without encryption, which nobody has allowed"})
	}
	ctx, cancel := context.WithCancelCause(req.Context())
	resp, err := g.next.RoundTrip(req.WithContext(ctx))
	if err != nil {
		cancel(nil)
		return nil, g.fail(req, g.explain(err))
	}
	g.succeed()
	if !isForBlob(req) || resp.StatusCode >= http.StatusMultipleChoices {
		resp.Body = limitBody(resp.Body, longestManifest+1)
	}
	resp.Body = newWatched(ctx, cancel, resp.Body, g.stall)
	return resp, nil
}

func (g *gate) explain(err error) error {
	var noTLS tls.RecordHeaderError
	if errors.As(err, &noTLS) && !g.plain {
		return &Error{Registry: g.registry, Cause: ErrPlain,
			Text: "the registry " + g.registry + " speaks without encryption, which nobody has allowed"}
	}
	return err
}

// fail remembers the error of the last request that got no answer. Where both https and http were tried, it is
// that of http: that the other did not work is no news.
func (g *gate) fail(req *http.Request, err error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.last == nil || req.URL.Scheme == "http" && g.plain {
		g.last = err
	}
	return err
}

func (g *gate) succeed() {
	g.answered.Store(true)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.last = nil
}

// failure is the error of the last request, if that got no answer.
func (g *gate) failure() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.last
}

// blobKey marks requests whose answers may be long.
type blobKey struct{}

func forBlob(ctx context.Context) context.Context { return context.WithValue(ctx, blobKey{}, true) }

func isForBlob(req *http.Request) bool { return req.Context().Value(blobKey{}) != nil }

type limited struct {
	io.Reader
	io.Closer
}

func limitBody(body io.ReadCloser, n int64) io.ReadCloser {
	return limited{io.LimitReader(body, n), body}
}

var errStalled = errors.New("it sends nothing any more")

// watched is a body that fails when nothing comes for a while.
type watched struct {
	body  io.ReadCloser
	ctx   context.Context
	end   context.CancelCauseFunc
	timer *time.Timer
	stall time.Duration
}

func newWatched(ctx context.Context, end context.CancelCauseFunc, body io.ReadCloser, stall time.Duration) *watched {
	return &watched{body: body, ctx: ctx, end: end, timer: time.AfterFunc(stall, func() { end(errStalled) }), stall: stall}
}

func (w *watched) Read(b []byte) (int, error) {
	w.timer.Reset(w.stall)
	n, err := w.body.Read(b)
	w.timer.Stop() // whoever reads may take the time it needs
	if err != nil && !errors.Is(err, io.EOF) && context.Cause(w.ctx) != nil {
		err = context.Cause(w.ctx)
	}
	return n, err
}

func (w *watched) Close() error {
	w.timer.Stop()
	w.end(nil)
	return w.body.Close()
}
