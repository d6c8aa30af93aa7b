package registry

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestEachRefusalSaysWhatItIs(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 10))
	for code, want := range map[int]struct {
		cause error
		text  string
		tries int
	}{
		401: {ErrUnauthorized, "unauthorized: the registry", 1},
		403: {ErrDenied, "denied by the registry " + s.host + ": your account is closed", 1},
		404: {ErrNotFound, "the registry " + s.host + " has no such image", 1},
		429: {ErrTooMany, "has had too many requests: your account is closed", 4},
		500: {errStatus, "answered 500 Internal Server Error", 4},
		400: {errStatus, "answered 400 Bad Request", 1},
	} {
		tries := 0
		s.before = func(w http.ResponseWriter, r *http.Request) bool {
			kind, _ := split(r.URL.Path)
			if kind == "manifests" {
				tries++
				status(w, code, `your account is \u001b closed`)
			}
			return kind == "manifests"
		}
		_, err := pull(t, s, newMemory(), nil)
		if !errors.Is(err, want.cause) || !strings.Contains(err.Error(), want.text) || tries != want.tries || len(err.Error()) > 200 {
			t.Errorf("%d: %v, after %d tries", code, err, tries)
		}
	}
}

func TestWhatPassesIsWaitedFor(t *testing.T) {
	for _, code := range []int{429, 500, 503, 0} {
		s := serve(t, newImage(t, "amd64", 10))
		var mu sync.Mutex
		seen := map[string]bool{}
		s.before = func(w http.ResponseWriter, r *http.Request) bool {
			mu.Lock()
			defer mu.Unlock()
			if seen[r.URL.Path] || code == 0 && r.URL.Path == "/v2/" {
				return false
			}
			seen[r.URL.Path] = true
			if code == 0 {
				cut(w)
			} else {
				status(w, code, "later")
			}
			return true
		}
		if _, err := pull(t, s, newMemory(), nil); err != nil || len(seen) < 3 {
			t.Errorf("%d once for each address: %v (%d addresses)", code, err, len(seen))
		}
	}
}

func TestARegistryMayAskForAWaitButNotForALongOne(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 10))
	times, wait := 0, "1"
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		kind, _ := split(r.URL.Path)
		if kind != "manifests" {
			return false
		}
		if times++; times == 1 {
			w.Header().Set("Retry-After", wait)
			status(w, http.StatusTooManyRequests, "slowly")
		}
		return times == 1
	}
	began := time.Now()
	if _, err := pull(t, s, newMemory(), nil); err != nil || time.Since(began) < time.Second {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
	began, times, wait = time.Now(), 0, "3600"
	if _, err := pull(t, s, newMemory(), nil); !errors.Is(err, ErrTooMany) || time.Since(began) > 30*time.Second {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
	times, wait = 0, time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)
	if _, err := pull(t, s, newMemory(), nil); err != nil {
		t.Errorf("a date that has passed: %v", err)
	}
}

func TestARegistryThatIsNotThereIsNotWaitedFor(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host := l.Addr().String()
	l.Close()
	c := client(t)
	c.patience.pause = 10 * time.Second
	began := time.Now()
	ref := Reference{Registry: host, Repository: "a", Tag: "1"}
	_, err = c.Pull(context.Background(), ref, amd64(), newMemory(), nil)
	if !errors.Is(err, ErrUnreachable) || err.Error() != "pull "+host+"/a:1: cannot reach registry "+host+": connection refused" || time.Since(began) > 8*time.Second {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
}

func TestAServerThatIsNoRegistryIsFoundOut(t *testing.T) {
	h := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(h.Close)
	err := client(t).Ping(context.Background(), strings.TrimPrefix(h.URL, "http://"))
	if err == nil || strings.Contains(err.Error(), "no such image") {
		t.Error(err)
	}
}
