// What is tried again: requests that got no answer, or one that says "not now". Whoever says "no" is not asked again.

package registry

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// retrier repeats requests that can be repeated: those without a body, or whose body can be had again.
type retrier struct {
	next     *gate
	patience patience
}

// RoundTrip carries one request, and again if need be.
func (r *retrier) RoundTrip(req *http.Request) (*http.Response, error) {
	for try := 1; ; try++ {
		resp, err := r.once(req)
		wait, again := r.again(req, resp, err, try)
		if !again {
			return resp, err
		}
		if resp != nil {
			io.Copy(io.Discard, resp.Body) //nolint:errcheck // what was read to its end leaves a connection to use again
			resp.Body.Close()
		}
		if err := sleep(req.Context(), wait); err != nil {
			return nil, err
		}
		if req.GetBody != nil {
			if req.Body, err = req.GetBody(); err != nil {
				return nil, err
			}
		}
	}
}

// once carries the request once. A short answer is read to its end here: if the line breaks under it, it
// was no answer.
func (r *retrier) once(req *http.Request) (*http.Response, error) {
	resp, err := r.next.RoundTrip(req)
	if err != nil || isForBlob(req) {
		return resp, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(text))
	return resp, nil
}

func (r *retrier) again(req *http.Request, resp *http.Response, err error, try int) (wait time.Duration, again bool) {
	repeatable := req.Body == nil || req.Body == http.NoBody || req.GetBody != nil
	if !repeatable || try >= r.patience.tries || req.Context().Err() != nil {
		return 0, false
	}
	wait = r.patience.after(try)
	if err != nil {
		// Somebody who has never answered is not there, and will not be in a second either.
		return wait, r.next.answered.Load() && isConnection(err)
	}
	if !later(resp.StatusCode) {
		return 0, false
	}
	asked := retryAfter(resp)
	return max(wait, asked), asked <= r.patience.asked
}

// isConnection tells that an error is of the network, and not a decision of ours.
func isConnection(err error) bool {
	_, ours := err.(*Error) //nolint:errorlint // the gate's own, which nobody wraps
	return !ours
}

// later tells whether a status means "not now".
func later(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// retryAfter is how long the registry asks us to wait: seconds, or a date. Source: RFC 9110, section 10.2.3.
func retryAfter(resp *http.Response) time.Duration {
	text := resp.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil {
		return time.Until(date)
	}
	return 0
}

// after is the pause after that many tries: twice as long each time, and a little at random, so that many clients that
// were turned away at once do not come back at once.
func (p patience) after(try int) time.Duration {
	pause := p.pause << (try - 1)
	return pause/2 + rand.N(pause/2+1)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
