package registry

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// broken has each answer for a blob end after so many bytes, as long as times lasts.
func broken(s *server, after int, times int32) *atomic.Int32 {
	var left atomic.Int32
	left.Store(times)
	layer := s.layers[0]
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !isBlob(r, layer) || left.Add(-1) < 0 {
			return false
		}
		start := 0
		fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &start)
		w.Header().Set("Content-Length", fmt.Sprint(int(layer.Size)-start))
		if start > 0 {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", start, layer.Size-1, layer.Size))
			w.WriteHeader(http.StatusPartialContent)
		}
		part := s.whole[layer.Digest][start:min(start+after, int(layer.Size))]
		s.sent.Add(int64(len(part)))
		w.Write(part)
		w.(http.Flusher).Flush()
		cut(w)
		return true
	}
	return &left
}

func TestAfterABrokenLineOnlyTheRestIsFetched(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 3<<20))
	broken(s, 1<<20, 2)
	to, told := newMemory(), newRecorder()
	if _, err := pull(t, s, to, told); err != nil {
		t.Fatal(err)
	}
	same(t, to, s.layers...)
	if sent := s.sent.Load() - s.config.Size; sent != 3<<20 {
		t.Errorf("%d bytes were sent of %d", sent, 3<<20)
	}
	if told.bytes[s.layers[0].Digest] != 3<<20 {
		t.Errorf("%d bytes were told", told.bytes[s.layers[0].Digest])
	}
}

func TestALineThatBringsALittleEachTimeIsPatientlyUsed(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 9<<20))
	broken(s, 1<<20+1, 100)
	if _, err := pull(t, s, newMemory(), nil); err != nil {
		t.Error(err)
	}
}

func TestALineThatBringsNothingIsGivenUp(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 1<<20))
	left := broken(s, 0, 1000)
	_, err := pull(t, s, newMemory(), nil)
	if !errors.Is(err, ErrUnreachable) || 1000-left.Load() != 4 {
		t.Errorf("after %d tries: %v", 1000-left.Load(), err)
	}
}

func TestTheNextCommandGoesOnWhereThisOneWasEnded(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 2<<20))
	layer, to := s.layers[0], newMemory()
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	hold := make(chan struct{})
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !isBlob(r, layer) {
			return false
		}
		s.sent.Add(1 << 20) // before the other side can have it
		w.Write(s.whole[layer.Digest][:1<<20])
		w.(http.Flusher).Flush()
		select { // and then it is silent
		case <-r.Context().Done():
		case <-hold:
		}
		return true
	}
	defer close(hold)
	told := newRecorder()
	told.added = func(n int64) {
		if n == 1<<20 {
			interrupt()
		}
	}
	began := time.Now()
	_, err := client(t).Pull(ctx, s.ref(), amd64(), to, told)
	if !errors.Is(err, context.Canceled) || time.Since(began) > 5*time.Second {
		t.Fatalf("%v, after %v", err, time.Since(began))
	}
	if to.left(layer.Digest) != 1<<20 {
		t.Fatalf("%d bytes stayed", to.left(layer.Digest))
	}
	s.before = nil
	before := s.sent.Load()
	told = newRecorder()
	if _, err := pull(t, s, to, told); err != nil {
		t.Fatal(err)
	}
	same(t, to, layer)
	if sent := s.sent.Load() - before; sent != 1<<20 {
		t.Errorf("the second command fetched %d bytes", sent)
	}
	if told.bytes[layer.Digest] != 2<<20 {
		t.Errorf("what was here is told: %d", told.bytes[layer.Digest])
	}
}

func TestARegistryThatKnowsNoRangesSendsAllOfIt(t *testing.T) {
	for name, answer := range map[string]func(w http.ResponseWriter, r *http.Request, blob []byte){
		"ignores them": func(w http.ResponseWriter, _ *http.Request, blob []byte) { w.Write(blob) },
		"sends another range": func(w http.ResponseWriter, r *http.Request, blob []byte) {
			if r.Header.Get("Range") != "" {
				w.Header().Set("Content-Range", fmt.Sprintf("bytes 0-%d/%d", len(blob)-1, len(blob)))
				w.WriteHeader(http.StatusPartialContent)
			}
			w.Write(blob)
		},
		"has none": func(w http.ResponseWriter, r *http.Request, blob []byte) {
			if r.Header.Get("Range") != "" {
				w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
				return
			}
			w.Write(blob)
		},
	} {
		s := serve(t, newImage(t, "amd64", 1<<20))
		layer, to, told := s.layers[0], newMemory(), newRecorder()
		to.leave(layer.Digest, bytes.Clone(s.whole[layer.Digest][:1000]))
		s.before = func(w http.ResponseWriter, r *http.Request) bool {
			if isBlob(r, layer) {
				answer(w, r, s.whole[layer.Digest])
			}
			return isBlob(r, layer)
		}
		if _, err := pull(t, s, to, told); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		same(t, to, layer)
		if told.bytes[layer.Digest] != layer.Size {
			t.Errorf("%s: %d bytes were told", name, told.bytes[layer.Digest])
		}
	}
}

func TestWhatAnEarlierTryLeftDamagedIsFetchedAgain(t *testing.T) {
	for name, left := range map[string][]byte{"other bytes": noise(5000, 99), "as long": noise(1<<20, 98), "longer": noise(1<<21, 97)} {
		s := serve(t, newImage(t, "amd64", 1<<20))
		to := newMemory()
		to.leave(s.layers[0].Digest, left)
		if _, err := pull(t, s, to, newRecorder()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		same(t, to, s.layers[0])
	}
}

// What a registry sends is held against what the manifest says, and nothing else of it stays.
func TestBlobsThatAreNotWhatTheManifestSaysAreRefused(t *testing.T) {
	for name, answer := range map[string]func(w http.ResponseWriter, blob []byte){
		"other bytes": func(w http.ResponseWriter, blob []byte) { w.Write(noise(len(blob), 7)) },
		"too few": func(w http.ResponseWriter, blob []byte) {
			w.Header().Set("Content-Length", fmt.Sprint(len(blob)-1))
			w.Write(blob[:len(blob)-1])
		},
		"too many": func(w http.ResponseWriter, blob []byte) { w.Write(append(bytes.Clone(blob), 0)) },
		"no end": func(w http.ResponseWriter, blob []byte) {
			for {
				if _, err := w.Write(blob); err != nil {
					return
				}
			}
		},
	} {
		s := serve(t, newImage(t, "amd64", 100_000))
		layer, to := s.layers[0], newMemory()
		var times atomic.Int32
		s.before = func(w http.ResponseWriter, r *http.Request) bool {
			if isBlob(r, layer) {
				times.Add(1)
				answer(w, s.whole[layer.Digest])
			}
			return isBlob(r, layer)
		}
		_, err := pull(t, s, to, newRecorder())
		if err == nil || !strings.Contains(err.Error(), "fetch "+short(layer)) || times.Load() != 1 {
			t.Errorf("%s: %v, after %d tries", name, err, times.Load())
		}
		if len(to.whole) != 1 || to.left(layer.Digest) > 0 { // the configuration, which was in order
			t.Errorf("%s: %d blobs, and %d bytes of the wrong one", name, len(to.whole), to.left(layer.Digest))
		}
	}
}

func TestABlobThatEndsTooEarlyEachTimeIsGivenUp(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 100_000))
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if isBlob(r, s.layers[0]) {
			w.Write(s.whole[s.layers[0].Digest][:99_999]) // and its length is not told
		}
		return isBlob(r, s.layers[0])
	}
	_, err := pull(t, s, newMemory(), newRecorder())
	if !errors.Is(err, ErrUnreachable) || !strings.HasSuffix(err.Error(), " broke: "+short(s.layers[0])+" ended after 99999 of 100000 bytes") {
		t.Error(err)
	}
}

func TestAStalledRegistryIsLeft(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 1<<20))
	var times atomic.Int32
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !isBlob(r, s.layers[0]) {
			return false
		}
		times.Add(1)
		w.Header().Set("Content-Length", fmt.Sprint(s.layers[0].Size))
		io.WriteString(w, "")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
		return true
	}
	c := client(t)
	c.patience.stall = 50 * time.Millisecond
	_, err := c.Pull(context.Background(), s.ref(), amd64(), newMemory(), nil)
	if !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "it sends nothing any more") || times.Load() != 4 {
		t.Errorf("%v, after %d tries", err, times.Load())
	}
}

// busy is a store in which another command is at a blob.
type busy struct {
	*memory
	asked, free chan struct{}
}

func (b *busy) Ingest(d v1.Descriptor) (Ingest, error) {
	b.asked <- struct{}{}
	<-b.free
	return b.memory.Ingest(d)
}

func TestWhoIsInterruptedDoesNotWaitForAnotherCommand(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 10))
	to := &busy{newMemory(), make(chan struct{}, 1), make(chan struct{})}
	defer close(to.free)
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	go func() {
		<-to.asked
		interrupt()
	}()
	if _, err := client(t).Pull(ctx, s.ref(), amd64(), to, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestAnImageThatLacksAPartInTheRegistryIsNotCalledMissing(t *testing.T) {
	s := serve(t, newImage(t, "amd64", 10))
	delete(s.whole, s.layers[0].Digest)
	if _, err := pull(t, s, newMemory(), nil); !errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}
