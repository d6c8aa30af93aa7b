package registry

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// server is a registry that can be made to fail in every way. It has one repository, whatever its name.
type server struct {
	*fixture
	tags map[string]digest.Digest
	host string
	// before may answer instead; it returns whether it did.
	before func(w http.ResponseWriter, r *http.Request) bool

	sent  atomic.Int64 // bytes of blobs
	mu    sync.Mutex
	asked []string
}

func serve(t testing.TB, f *fixture) *server {
	s := &server{fixture: f, tags: map[string]digest.Digest{"latest": f.target.Digest}}
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	s.host = strings.TrimPrefix(h.URL, "http://")
	return s
}

func (s *server) ref() Reference {
	return Reference{Registry: s.host, Repository: "team/app", Tag: "latest"}
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r.Method+" "+r.URL.Path)
	s.mu.Unlock()
	if s.before != nil && s.before(w, r) {
		return
	}
	kind, name := split(r.URL.Path)
	switch kind {
	case "manifests":
		d, tagged := s.tags[name]
		if !tagged {
			d = digest.Digest(name)
		}
		s.send(w, r, d)
	case "blobs":
		s.send(counting{w, &s.sent}, r, digest.Digest(name))
	}
}

// split finds what is asked for: "blobs" and a digest, or "manifests" and a tag or digest.
func split(path string) (kind, name string) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if len(parts) < 4 {
		return "", ""
	}
	return parts[len(parts)-2], parts[len(parts)-1]
}

func (s *server) send(w http.ResponseWriter, r *http.Request, d digest.Digest) {
	b, ok := s.whole[d]
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
}

func (s *server) count(prefix string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, asked := range s.asked {
		if strings.HasPrefix(asked, prefix) {
			n++
		}
	}
	return n
}

type counting struct {
	http.ResponseWriter
	n *atomic.Int64
}

func (c counting) Write(b []byte) (int, error) {
	c.n.Add(int64(len(b))) // before the other side can have them
	return c.ResponseWriter.Write(b)
}

// cut ends the connection under an answer. What was sent before arrives.
func cut(w http.ResponseWriter) {
	if c, ok := w.(counting); ok {
		w = c.ResponseWriter
	}
	w.(http.Flusher).Flush()
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	conn.Close()
}

func isBlob(r *http.Request, d v1.Descriptor) bool {
	return r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/blobs/"+d.Digest.String())
}

// status answers with the error that a registry sends.
func status(w http.ResponseWriter, code int, message string) {
	w.WriteHeader(code)
	io.WriteString(w, `{"errors":[{"code":"X","message":"`+message+`"}]}`)
}

// client waits for nobody.
func client(t testing.TB) *Client {
	carrier := &http.Transport{DisableCompression: true}
	t.Cleanup(carrier.CloseIdleConnections)
	return &Client{Transport: carrier, patience: patience{tries: 4, pause: time.Millisecond, asked: 2 * time.Second, stall: 10 * time.Second}}
}

func amd64() Platform { return Platform{OS: "linux", Architecture: "amd64"} }

func pull(t testing.TB, s *server, to *memory, p Progress) (v1.Descriptor, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return client(t).Pull(ctx, s.ref(), amd64(), to, p)
}
