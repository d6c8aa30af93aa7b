package registry

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	inmemory "github.com/google/go-containerregistry/pkg/registry"
	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// sink is a registry that takes pushes; before may answer instead of it.
type sink struct {
	host   string
	before func(w http.ResponseWriter, r *http.Request) bool

	mu    sync.Mutex
	asked []string
}

func newSink(t testing.TB) *sink {
	s := &sink{}
	real := inmemory.New(inmemory.Logger(log.New(io.Discard, "", 0)))
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.Method+" "+r.URL.Path)
		s.mu.Unlock()
		if s.before == nil || !s.before(w, r) {
			real.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(h.Close)
	s.host = strings.TrimPrefix(h.URL, "http://")
	return s
}

func (s *sink) count(prefix string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, asked := range s.asked {
		if strings.HasPrefix(asked, prefix) {
			n++
		}
	}
	return n
}

func (s *sink) ref(repository string) Reference {
	return Reference{Registry: s.host, Repository: repository, Tag: "1"}
}

func TestWhatIsPushedCanBePulled(t *testing.T) {
	f := newImage(t, "amd64", 100, 0, 3<<20, 3<<20) // the last two are different, and one layer is empty
	s, c, told := newSink(t), client(t), newRecorder()
	ref := s.ref("team/app")
	if err := c.Push(context.Background(), ref, f.target, f, told); err != nil {
		t.Fatal(err)
	}
	for _, l := range f.layers {
		if told.ended[l.Digest] != Moved || told.bytes[l.Digest] != l.Size {
			t.Errorf("%s: %d of %d bytes, %v", l.Digest, told.bytes[l.Digest], l.Size, told.ended)
		}
	}
	to := newMemory()
	if d, err := c.Pull(context.Background(), ref, amd64(), to, nil); err != nil || d.Digest != f.target.Digest {
		t.Errorf("%+v, %v", d, err)
	}
	same(t, to, append(f.layers, f.config, f.target)...)

	before, told := s.count("POST"), newRecorder()
	ref.Tag = "2"
	if err := c.Push(context.Background(), ref, f.target, f, told); err != nil || s.count("POST") != before {
		t.Errorf("what the registry has is sent again: %v", err)
	}
	if how, ended := told.ended[f.layers[0].Digest]; !ended || how != Present {
		t.Errorf("%v", told.ended)
	}
}

func TestAManifestIsSentAfterItsParts(t *testing.T) {
	f := newIndex(t, v1.MediaTypeImageIndex, "amd64", "arm64")
	s := newSink(t)
	if err := client(t).Push(context.Background(), s.ref("a"), f.target, f, nil); err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, asked := range s.asked {
		if strings.HasPrefix(asked, "PUT") {
			kind, name := split(strings.TrimPrefix(asked, "PUT "))
			if kind == "uploads" {
				name = "blob"
			}
			order = append(order, name)
		}
	}
	if len(order) != 7 || order[3] != "blob" || order[6] != "1" || !strings.HasPrefix(order[4], "sha256:") {
		t.Errorf("in this order: %q", order)
	}
	for _, arch := range []string{"amd64", "arm64"} {
		if _, err := client(t).Pull(context.Background(), s.ref("a"), Platform{OS: "linux", Architecture: arch}, newMemory(), nil); err != nil {
			t.Errorf("%s: %v", arch, err)
		}
	}
}

func TestAPushByDigestNamesNothing(t *testing.T) {
	f := newImage(t, "amd64", 10)
	s := newSink(t)
	ref := Reference{Registry: s.host, Repository: "a", Digest: f.target.Digest}
	if err := client(t).Push(context.Background(), ref, f.target, f, nil); err != nil || s.count("PUT /v2/a/manifests/"+f.target.Digest.String()) != 1 {
		t.Error(err)
	}
	ref.Digest = sum256
	if err := client(t).Push(context.Background(), ref, f.target, f, nil); !errors.Is(err, ErrDamaged) {
		t.Errorf("an image under another one's digest: %v", err)
	}
}

func TestABlobOfAnotherRepositoryIsMounted(t *testing.T) {
	f := newImage(t, "amd64", 1000)
	s, told := newSink(t), newRecorder()
	var tried []string
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		q := r.URL.Query()
		if r.Method != http.MethodPost || !q.Has("mount") {
			return false
		}
		tried = append(tried, q.Get("mount")+" of "+q.Get("from"))
		if q.Get("mount") != f.layers[0].Digest.String() {
			return false // the registry does not have it, and starts an upload
		}
		w.WriteHeader(http.StatusCreated)
		return true
	}
	c := client(t)
	c.Elsewhere = func(registry string, _ digest.Digest) string {
		if registry != s.host {
			t.Errorf("asked for %s", registry)
		}
		return "team/base"
	}
	err := c.Push(context.Background(), s.ref("team/app"), f.target, f, told)
	if told.ended[f.layers[0].Digest] != Mounted || told.ended[f.config.Digest] != Moved || len(tried) != 2 || !strings.HasSuffix(tried[0], " of team/base") {
		t.Errorf("%v; %v; %q", err, told.ended, tried)
	}
}

func TestAnUploadThatBreaksIsBegunAnew(t *testing.T) {
	for name, fail := range map[string]func(w http.ResponseWriter, r *http.Request){
		"cut":  func(w http.ResponseWriter, r *http.Request) { io.CopyN(io.Discard, r.Body, 100_000); cut(w) },
		"503":  func(w http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body); status(w, 503, "later") },
		"late": func(w http.ResponseWriter, _ *http.Request) { status(w, 500, "no time to read") },
	} {
		f := newImage(t, "amd64", 1<<20)
		s, told := newSink(t), newRecorder()
		var mu sync.Mutex
		times := 0
		s.before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method != http.MethodPut || r.URL.Query().Get("digest") != f.layers[0].Digest.String() {
				return false
			}
			mu.Lock()
			times++
			now := times
			mu.Unlock()
			if now <= 2 {
				fail(w, r)
			}
			return now <= 2
		}
		if err := client(t).Push(context.Background(), s.ref("a"), f.target, f, told); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if n := told.bytes[f.layers[0].Digest]; n != 1<<20 || times != 3 {
			t.Errorf("%s: %d bytes were told, in %d tries", name, n, times)
		}
	}
}

func TestARefusedPushSaysWhy(t *testing.T) {
	f := newImage(t, "amd64", 10)
	s := newSink(t)
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPost {
			status(w, http.StatusForbidden, "no room for team")
		}
		return r.Method == http.MethodPost
	}
	err := client(t).Push(context.Background(), s.ref("team/app"), f.target, f, nil)
	if !errors.Is(err, ErrDenied) || err.Error() != "push "+s.host+"/team/app:1: denied by the registry "+s.host+": no room for team" {
		t.Error(err)
	}
	if n := s.count("PUT"); n != 0 {
		t.Errorf("%d things were sent all the same", n)
	}
}

func TestARepositoryThatIsMissingIsNotCalledAnImage(t *testing.T) {
	f := newImage(t, "amd64", 10)
	s := newSink(t)
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPost {
			status(w, http.StatusNotFound, "name unknown")
		}
		return r.Method == http.MethodPost
	}
	err := client(t).Push(context.Background(), s.ref("a"), f.target, f, nil)
	if !errors.Is(err, ErrNotFound) || !strings.HasSuffix(err.Error(), " has no such repository") {
		t.Error(err)
	}
}

func TestWhatIsNotWholeHereIsNotPushed(t *testing.T) {
	s := newSink(t)
	f := newImage(t, "amd64", 10)
	delete(f.whole, f.layers[0].Digest)
	if err := client(t).Push(context.Background(), s.ref("a"), f.target, f, nil); !errors.Is(err, ErrIncomplete) || len(s.asked) != 0 {
		t.Errorf("a part is missing: %v, %q", err, s.asked)
	}
	f = newIndex(t, v1.MediaTypeImageIndex, "amd64", "arm64")
	arm, err := Choose(decode(t, f.whole[f.target.Digest]), Platform{Architecture: "arm64"})
	if err != nil {
		t.Fatal(err)
	}
	delete(f.whole, arm.Digest)
	if err := client(t).Push(context.Background(), s.ref("a"), f.target, f, nil); !errors.Is(err, ErrIncomplete) || !strings.HasSuffix(err.Error(), "the one for linux/arm64") {
		t.Errorf("a platform is missing: %v", err)
	}
	f = newImage(t, "amd64", 1<<20)
	f.whole[f.layers[0].Digest][3] ^= 1
	err = client(t).Push(context.Background(), s.ref("a"), f.target, f, nil)
	if err == nil || !strings.Contains(err.Error(), "the blob is damaged") || s.count("PUT /v2/a/manifests") != 0 {
		t.Errorf("a part is damaged: %v", err)
	}
}

func TestAnInterruptedPushEndsAtOnce(t *testing.T) {
	f := newImage(t, "amd64", 1<<20)
	s := newSink(t)
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	s.before = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut {
			return false
		}
		interrupt()
		io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
		return true
	}
	if err := client(t).Push(ctx, s.ref("a"), f.target, f, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
