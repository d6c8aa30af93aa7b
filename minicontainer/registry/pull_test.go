package registry

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

func TestAPullBringsAllBlobsOnce(t *testing.T) {
	f := newImage(t, "amd64", 100, 3<<20, 0, 70_000)
	s := serve(t, f)
	to, told := newMemory(), newRecorder()
	d, err := pull(t, s, to, told)
	if err != nil || d.Digest != f.target.Digest || d.Size != f.target.Size || d.MediaType != f.target.MediaType {
		t.Fatalf("%+v, %v", d, err)
	}
	same(t, to, append(f.layers, f.target, f.config)...)
	if len(told.begun) != 5 || told.begun[0] != f.config.Digest || told.begun[2] != f.layers[1].Digest {
		t.Errorf("announced: %v", told.begun)
	}
	for _, l := range f.layers {
		if told.bytes[l.Digest] != l.Size || told.ended[l.Digest] != Moved {
			t.Errorf("%s: %d of %d bytes, %v", l.Digest, told.bytes[l.Digest], l.Size, told.ended)
		}
	}
	before, told := s.sent.Load(), newRecorder()
	if _, err := pull(t, s, to, told); err != nil || s.sent.Load() != before {
		t.Errorf("the second pull: %v; %d bytes", err, s.sent.Load()-before)
	}
	if how, ended := told.ended[f.layers[0].Digest]; !ended || how != Present {
		t.Errorf("what is here already is told: %v", told.ended)
	}
}

func TestFromAnIndexThePlatformsManifestIsPulled(t *testing.T) {
	for _, kind := range []string{v1.MediaTypeImageIndex, dockerIndex} {
		f := newIndex(t, kind, "arm64", "amd64", "arm/v7")
		s := serve(t, f)
		to := newMemory()
		d, err := client(t).Pull(context.Background(), s.ref(), Platform{Architecture: "arm", Variant: "v7"}, to, nil)
		if err != nil || d.Platform == nil || d.Platform.Variant != "v7" || len(to.whole) != 3 {
			t.Errorf("%s: %+v, %v; %d blobs", kind, d, err, len(to.whole))
		}
		same(t, to, d)
		if _, err := client(t).Pull(context.Background(), s.ref(), Platform{Architecture: "s390x"}, to, nil); !errors.Is(err, ErrPlatform) ||
			!strings.HasSuffix(err.Error(), "/team/app:latest: it is not made for linux/s390x, but for linux/amd64, linux/arm/v7, linux/arm64") {
			t.Errorf("%s: %v", kind, err)
		}
		r, err := client(t).Resolve(context.Background(), s.ref(), amd64())
		if err != nil || r.Target.Digest != f.target.Digest || r.Manifest.Digest == f.target.Digest || len(r.Layers()) != 1 {
			t.Errorf("%s: %+v, %v", kind, r, err)
		}
	}
}

func TestAnImageForOneOtherPlatformIsRefusedBeforeItsLayersCome(t *testing.T) {
	s := serve(t, newImage(t, "arm64", 1<<20))
	to := newMemory()
	if _, err := pull(t, s, to, nil); !errors.Is(err, ErrPlatform) || !strings.Contains(err.Error(), "not made for linux/amd64, but for linux/arm64") {
		t.Error(err)
	}
	if s.sent.Load() > 10_000 {
		t.Errorf("%d bytes were fetched", s.sent.Load())
	}
	if _, err := client(t).Pull(context.Background(), s.ref(), Platform{Architecture: "arm64"}, to, nil); err != nil {
		t.Errorf("asked for by name: %v", err)
	}
}

func TestAnImageIsPulledByItsDigest(t *testing.T) {
	f := newImage(t, "amd64", 10)
	s := serve(t, f)
	ref := s.ref()
	ref.Tag, ref.Digest = "", f.target.Digest
	if d, err := client(t).Pull(context.Background(), ref, amd64(), newMemory(), nil); err != nil || d.Digest != f.target.Digest {
		t.Errorf("%+v, %v", d, err)
	}
	other := newImage(t, "amd64", 11)
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if kind, _ := split(r.URL.Path); kind == "manifests" {
			w.Write(other.whole[other.target.Digest])
			return true
		}
		return false
	}
	if _, err := client(t).Pull(context.Background(), ref, amd64(), newMemory(), nil); !errors.Is(err, ErrDamaged) {
		t.Errorf("another image instead: %v", err)
	}
}

func TestThreeLayersComeAtATime(t *testing.T) {
	f := newImage(t, "amd64", 10, 20, 30, 40, 50, 60)
	s := serve(t, f)
	three := make(chan struct{})
	var mu sync.Mutex
	now, most := 0, 0
	s.before = func(_ http.ResponseWriter, r *http.Request) bool {
		if kind, name := split(r.URL.Path); kind != "blobs" || name == f.config.Digest.String() {
			return false
		}
		mu.Lock()
		if now++; now == 3 && most < 3 {
			close(three)
		}
		most = max(most, now)
		mu.Unlock()
		<-three
		mu.Lock()
		now--
		mu.Unlock()
		return false
	}
	if _, err := pull(t, s, newMemory(), nil); err != nil || most != 3 {
		t.Errorf("at most %d at once, %v", most, err)
	}
}

// A manifest comes from a stranger.
func TestManifestsThatAreNoImagesAreRefused(t *testing.T) {
	f := newImage(t, "amd64", 10)
	good := string(f.whole[f.target.Digest])
	for want, text := range map[string]string{
		"no JSON text":                      "<html>",
		"schema 1":                          `{"schemaVersion":1,"fsLayers":[],"history":[]}`,
		"neither clearly of one image":      strings.Replace(good, `"layers"`, `"manifests":[],"layers"`, 1),
		"more than 4 MiB":                   good + strings.Repeat(" ", 5<<20),
		"to be fetched from its maker":      strings.Replace(good, v1.MediaTypeImageLayerGzip, "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", 1),
		"no image of a container":           strings.Replace(good, v1.MediaTypeImageConfig, "application/vnd.cncf.helm.config.v1+json", 1),
		`and -1 bytes`:                      strings.Replace(good, `"size":10`, `"size":-1`, 1),
		`digest "sha256:../../etc/passwd"`:  strings.Replace(good, f.layers[0].Digest.String(), "sha256:../../etc/passwd", 1),
		"its configuration has more than":   strings.Replace(good, fmt.Sprintf(`"size":%d`, f.config.Size), `"size":10000000000`, 1),
		"its manifest cannot be read":       strings.Replace(good, `"size":10`, `"size":"x"`, 1),
		"neither clearly of one image nor ": `{"schemaVersion":2}`,
		"indexes lead to indexes only":      "", // below
	} {
		s := serve(t, newImage(t, "amd64", 10))
		body := []byte(text)
		if text == "" {
			body = s.nested(t)
		}
		s.tags["latest"] = digest.FromBytes(body)
		s.whole[s.tags["latest"]] = body
		to := newMemory()
		_, err := pull(t, s, to, nil)
		if !errors.Is(err, ErrUnsupported) || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
		if len(to.whole) > 0 || len(err.Error()) > 250 || strings.Contains(err.Error(), "\n") {
			t.Errorf("want %q: %d blobs came, and %v", want, len(to.whole), err)
		}
	}
}

// nested is an index of an index of an index.
func (s *server) nested(t *testing.T) (text []byte) {
	d := s.target
	for range 3 {
		text = toJSON(t, v1.Index{MediaType: v1.MediaTypeImageIndex, Manifests: []v1.Descriptor{d}})
		d = s.put(v1.MediaTypeImageIndex, text)
		d.Platform = &Platform{OS: "linux", Architecture: "amd64"}
	}
	return text
}

func TestTheTypeSentAndTheTypeWrittenMayNotDisagree(t *testing.T) {
	f := newImage(t, "amd64", 10)
	s := serve(t, f)
	sent := map[string]string{"Content-Type": v1.MediaTypeImageIndex}
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		kind, _ := split(r.URL.Path)
		if kind == "manifests" {
			for key, value := range sent {
				w.Header().Set(key, value)
			}
			w.Write(f.whole[f.target.Digest])
		}
		return kind == "manifests"
	}
	if _, err := pull(t, s, newMemory(), nil); !errors.Is(err, ErrUnsupported) {
		t.Errorf("an image sent as an index: %v", err)
	}
	sent = map[string]string{"Docker-Content-Digest": sum256}
	if _, err := pull(t, s, newMemory(), nil); !errors.Is(err, ErrDamaged) {
		t.Errorf("a manifest with another digest than the registry says: %v", err)
	}
}
