package registry

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// fixed is a Keychain with one entry.
type fixed Credentials

func (f fixed) Find(context.Context, string) (Credentials, error) { return Credentials(f), nil }

// tokens is a token server, and the registry's side of it.
type tokens struct {
	url    string
	wants  bool // user and password
	given  atomic.Int32
	oldest atomic.Int32 // tokens before this one have expired
	mu     sync.Mutex
	scopes []string
}

func (k *tokens) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	user, password, _ := r.BasicAuth()
	if k.wants && (user != "whale" || password != "secret") || !k.wants && user != "" {
		status(w, http.StatusUnauthorized, "who?")
		return
	}
	k.mu.Lock()
	k.scopes = append(k.scopes, r.URL.Query()["scope"]...)
	k.mu.Unlock()
	json.NewEncoder(w).Encode(map[string]string{"token": string(rune('A' + k.given.Add(1)))})
}

// guard has a registry ask for tokens.
func (k *tokens) guard(w http.ResponseWriter, r *http.Request) bool {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if len(token) == 1 && int32(token[0]-'A') >= k.oldest.Load() && int32(token[0]-'A') <= k.given.Load() {
		return false
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="`+k.url+`/token",service="test"`)
	status(w, http.StatusUnauthorized, "a token, please")
	return true
}

func withTokens(t *testing.T, s *server) *tokens {
	k := &tokens{}
	h := httptest.NewServer(k)
	t.Cleanup(h.Close)
	k.url = h.URL
	k.oldest.Store(1)
	s.before = k.guard
	return k
}

func TestATokenIsFetchedForWhatEverybodyMayRead(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 10, 20))
	k := withTokens(t, s)
	if _, err := pull(t, s, newMemory(), nil); err != nil || k.given.Load() != 1 {
		t.Errorf("%v, with %d tokens", err, k.given.Load())
	}
	if !slices.Equal(k.scopes, []string{"repository:team/app:pull"}) {
		t.Errorf("it was asked for %q", k.scopes)
	}
}

func TestATokenIsFetchedWithUserAndPassword(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 10))
	k := withTokens(t, s)
	k.wants = true
	c := client(t)
	_, err := c.Pull(context.Background(), s.ref(), amd64(), newMemory(), nil)
	if !errors.Is(err, ErrUnauthorized) || !strings.Contains(err.Error(), "wants a login, or has no such image") {
		t.Errorf("without: %v", err)
	}
	c.Keychain = fixed{User: "whale", Password: "guessed"}
	_, err = c.Pull(context.Background(), s.ref(), amd64(), newMemory(), nil)
	if !errors.Is(err, ErrUnauthorized) || !strings.Contains(err.Error(), "does not accept this user and password") {
		t.Errorf("with a wrong one: %v", err)
	}
	c.Keychain = fixed{User: "whale", Password: "secret"}
	if _, err := c.Pull(context.Background(), s.ref(), amd64(), newMemory(), nil); err != nil {
		t.Error(err)
	}
	if err := c.Login(context.Background(), s.host, "whale", "secret"); err != nil {
		t.Error(err)
	}
	if err := c.Login(context.Background(), s.host, "whale", "guessed"); !errors.Is(err, ErrUnauthorized) {
		t.Errorf("a wrong password logs in: %v", err)
	}
	if err := c.Ping(context.Background(), s.host); err != nil {
		t.Errorf("it is there: %v", err)
	}
}

func TestATokenServerThatFailsIsFoundOut(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 10))
	k := withTokens(t, s)
	garbage := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "{\"x\":\"\x1b[2J\n\"}") }))
	t.Cleanup(garbage.Close)
	k.url = garbage.URL
	if _, err := pull(t, s, newMemory(), nil); err == nil || !strings.Contains(err.Error(), "makes no sense") || strings.ContainsAny(err.Error(), "\x1b\n") {
		t.Errorf("no token: %q", err)
	}
	garbage.Close()
	if _, err := pull(t, s, newMemory(), nil); !errors.Is(err, ErrUnreachable) || !strings.HasSuffix(err.Error(), "connection refused") {
		t.Errorf("nobody there: %v", err)
	}
}

func TestATokenThatExpiresIsReplaced(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 10, 20, 30))
	k := withTokens(t, s)
	var times atomic.Int32
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if isBlob(r, s.layers[1]) && times.Add(1) == 1 {
			k.oldest.Store(2)
		}
		return k.guard(w, r)
	}
	if _, err := pull(t, s, newMemory(), nil); err != nil || k.given.Load() < 2 {
		t.Errorf("%v, with %d tokens", err, k.given.Load())
	}
}

func TestBasicCredentialsAreSentOnlyWhenAskedFor(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 10))
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		user, password, sent := r.BasicAuth()
		if user == "whale" && password == "secret" {
			return false
		}
		if sent {
			t.Errorf("%s came with %s", r.URL, user)
		}
		w.Header().Set("WWW-Authenticate", `Basic realm="test"`)
		status(w, http.StatusUnauthorized, "who?")
		return true
	}
	c := client(t)
	c.Keychain = fixed{User: "whale", Password: "secret"}
	if _, err := c.Pull(context.Background(), s.ref(), amd64(), newMemory(), nil); err != nil {
		t.Error(err)
	}
	if err := c.Login(context.Background(), s.host, "whale", "secret"); err != nil {
		t.Error(err)
	}
}

// A registry that keeps blobs elsewhere sends us there, and whoever that is gets none of our secrets.
func TestARedirectionTakesNoCredentialsElsewhere(t *testing.T) {
	f := newImage(t, "amd64", 10)
	var got atomic.Int32
	storage := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got.Add(1)
		if a := r.Header.Get("Authorization"); a != "" {
			t.Errorf("the storage was sent %q", a)
		}
		_, name := split("/x" + r.URL.Path)
		for d, b := range f.whole {
			if d.String() == name {
				w.Write(b)
			}
		}
	}))
	t.Cleanup(storage.Close)
	s := serve(t, f)
	k := withTokens(t, s)
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if k.guard(w, r) {
			return true
		}
		kind, name := split(r.URL.Path)
		if kind == "blobs" {
			http.Redirect(w, r, storage.URL+"/some/blobs/"+name, http.StatusTemporaryRedirect)
		}
		return kind == "blobs"
	}
	to := newMemory()
	if _, err := pull(t, s, to, nil); err != nil || got.Load() != 2 {
		t.Errorf("%v; the storage was asked %d times", err, got.Load())
	}
	same(t, to, f.layers...)
}

// throughTo has every name lead to one address, as if it were that host.
func throughTo(t *testing.T, address string, base *http.Transport) *http.Transport {
	carrier := base.Clone()
	carrier.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}
	t.Cleanup(carrier.CloseIdleConnections)
	return carrier
}

func TestOtherMachinesAreSpokenToWithEncryptionOnly(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 10))
	ref := s.ref()
	for _, registry := range []string{"registry.example", "10.1.2.3:5000", "host.local"} {
		ref.Registry = registry
		c := client(t)
		c.Transport = throughTo(t, s.host, &http.Transport{})
		_, err := c.Pull(context.Background(), ref, amd64(), newMemory(), nil)
		if !errors.Is(err, ErrPlain) || !strings.Contains(err.Error(), "speaks without encryption") {
			t.Errorf("%s: %v", registry, err)
		}
		if n := s.count("GET"); n != 0 {
			t.Errorf("%s: %d requests got there", registry, n)
		}
		c.Plain = func(r string) bool { return r == registry }
		if _, err := c.Pull(context.Background(), ref, amd64(), newMemory(), nil); err != nil {
			t.Errorf("%s, which was allowed: %v", registry, err)
		}
		s.asked = nil
	}
}

func TestNoRedirectionLeadsOutOfTheEncryption(t *testing.T) {
	f := newImage(t, "amd64", 10)
	plain := serve(t, f)
	s := &server{fixture: f, tags: plain.tags}
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		kind, _ := split(r.URL.Path)
		if kind == "blobs" {
			http.Redirect(w, r, "http://"+plain.host+r.URL.Path, http.StatusTemporaryRedirect)
		}
		return kind == "blobs"
	}
	h := httptest.NewUnstartedServer(s)
	h.Config.ErrorLog = log.New(io.Discard, "", 0) // of handshakes that are to fail
	h.StartTLS()
	t.Cleanup(h.Close)
	ref := plain.ref()
	ref.Registry = "example.com" // the certificate's
	c := client(t)
	c.Transport = throughTo(t, h.Listener.Addr().String(), h.Client().Transport.(*http.Transport))
	_, err := c.Pull(context.Background(), ref, amd64(), newMemory(), nil)
	if !errors.Is(err, ErrPlain) || plain.count("GET") != 0 {
		t.Errorf("%v; %d requests without encryption", err, plain.count("GET"))
	}
	s.before = nil
	if _, err := c.Pull(context.Background(), ref, amd64(), newMemory(), nil); err != nil {
		t.Errorf("all of it encrypted: %v", err)
	}
	c.Transport = throughTo(t, h.Listener.Addr().String(), &http.Transport{})
	_, err = c.Pull(context.Background(), ref, amd64(), newMemory(), nil)
	if !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "signed by nobody whom this machine trusts") {
		t.Errorf("an unknown certificate: %v", err)
	}
}
