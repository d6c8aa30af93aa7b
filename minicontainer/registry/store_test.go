package registry

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// memory is the plainest of Blobs.
type memory struct {
	mu      sync.Mutex
	whole   map[digest.Digest][]byte
	partial map[digest.Digest][]byte
}

func newMemory() *memory {
	return &memory{whole: map[digest.Digest][]byte{}, partial: map[digest.Digest][]byte{}}
}

func (m *memory) Stat(d digest.Digest) (int64, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.whole[d]
	return int64(len(b)), ok
}

func (m *memory) Open(d digest.Digest) (io.ReadCloser, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.whole[d]
	if !ok {
		return nil, fs.ErrNotExist
	}
	if d.Algorithm().FromBytes(b) != d {
		return io.NopCloser(io.MultiReader(bytes.NewReader(b[:len(b)/2]), errorReader{errors.New("the blob is damaged")})), nil
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

type errorReader struct{ err error }

func (r errorReader) Read([]byte) (int, error) { return 0, r.err }

func (m *memory) Ingest(d v1.Descriptor) (Ingest, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	left := m.partial[d.Digest]
	return &memoryIngest{m: m, d: d, bytes: left, offset: int64(len(left))}, nil
}

func (m *memory) put(mediaType string, b []byte) v1.Descriptor {
	d := v1.Descriptor{MediaType: mediaType, Digest: digest.FromBytes(b), Size: int64(len(b))}
	m.whole[d.Digest] = b
	return d
}

func (m *memory) leave(d digest.Digest, b []byte) { m.partial[d] = b }

func (m *memory) left(d digest.Digest) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.partial[d])
}

type memoryIngest struct {
	m      *memory
	d      v1.Descriptor
	bytes  []byte
	offset int64
}

func (i *memoryIngest) Write(b []byte) (int, error) {
	i.bytes = append(i.bytes, b...)
	return len(b), nil
}

func (i *memoryIngest) Offset() int64 { return i.offset }

func (i *memoryIngest) Reset() error {
	i.bytes, i.offset = nil, 0
	return nil
}

func (i *memoryIngest) Commit() error {
	if int64(len(i.bytes)) != i.d.Size || i.d.Digest.Algorithm().FromBytes(i.bytes) != i.d.Digest {
		i.bytes = nil
		return errors.New("not what it should be")
	}
	i.m.mu.Lock()
	defer i.m.mu.Unlock()
	i.m.whole[i.d.Digest], i.bytes = i.bytes, nil
	return nil
}

func (i *memoryIngest) Close() error {
	i.m.mu.Lock()
	defer i.m.mu.Unlock()
	i.m.partial[i.d.Digest] = i.bytes
	return nil
}

// fixture is an image, or several, that a registry may have.
type fixture struct {
	*memory
	target v1.Descriptor
	layers []v1.Descriptor
	config v1.Descriptor
	pack   func(layer []byte) []byte // nil: as it is
}

// noise is bytes that nobody can guess or compress, the same each time.
func noise(n int, seed uint64) []byte {
	b := make([]byte, n)
	source := rand.NewPCG(seed, 1)
	for i := 0; i+8 <= n; i += 8 {
		for j, v := 0, source.Uint64(); j < 8; j, v = j+1, v>>8 {
			b[i+j] = byte(v)
		}
	}
	return b
}

func toJSON(t testing.TB, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// newImage is an image for a platform, with layers of these sizes.
func newImage(t testing.TB, platform string, sizes ...int) *fixture {
	f := &fixture{memory: newMemory()}
	f.target = f.add(t, platform, v1.MediaTypeImageManifest, v1.MediaTypeImageConfig, sizes...)
	return f
}

func (f *fixture) add(t testing.TB, platform, manifestType, configType string, sizes ...int) v1.Descriptor {
	t.Helper()
	p, err := ParsePlatform(platform)
	if err != nil {
		t.Fatal(err)
	}
	config := v1.Image{Platform: p, RootFS: v1.RootFS{Type: "layers"}}
	manifest := v1.Manifest{Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: manifestType}
	for i, size := range sizes {
		content := noise(size, uint64(i+size))
		if f.pack != nil {
			content = f.pack(content)
		}
		d := f.put(v1.MediaTypeImageLayerGzip, content)
		manifest.Layers = append(manifest.Layers, d)
		config.RootFS.DiffIDs = append(config.RootFS.DiffIDs, d.Digest)
	}
	f.layers = manifest.Layers
	f.config = f.put(configType, toJSON(t, config))
	manifest.Config = f.config
	d := f.put(manifestType, toJSON(t, manifest))
	d.Platform = &p
	return d
}

func newIndex(t testing.TB, mediaType string, platforms ...string) *fixture {
	f := &fixture{memory: newMemory()}
	index := v1.Index{Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: mediaType}
	manifestType, configType := v1.MediaTypeImageManifest, v1.MediaTypeImageConfig
	if mediaType == dockerIndex {
		manifestType, configType = dockerManifest, dockerConfig
	}
	for i, p := range platforms {
		index.Manifests = append(index.Manifests, f.add(t, p, manifestType, configType, 1000+i))
	}
	f.target = f.put(mediaType, toJSON(t, index))
	return f
}

// recorder is a Progress that remembers.
type recorder struct {
	mu    sync.Mutex
	begun []digest.Digest
	bytes map[digest.Digest]int64
	ended map[digest.Digest]Outcome
	added func(total int64)
}

func newRecorder() *recorder {
	return &recorder{bytes: map[digest.Digest]int64{}, ended: map[digest.Digest]Outcome{}}
}

func (r *recorder) Begin(d v1.Descriptor) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.begun = append(r.begun, d.Digest)
}

func (r *recorder) Add(d digest.Digest, n int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.bytes[d] += n; r.bytes[d] < 0 {
		panic(fmt.Sprint("less than nothing of ", d))
	}
	if r.added != nil {
		r.added(r.bytes[d])
	}
}

func (r *recorder) End(d digest.Digest, how Outcome) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, twice := r.ended[d]; twice {
		panic(fmt.Sprint("twice the end of ", d))
	}
	r.ended[d] = how
}

// same fails unless all blobs of want are in got.
func same(t *testing.T, got *memory, want ...v1.Descriptor) {
	t.Helper()
	for _, d := range want {
		if b, ok := got.whole[d.Digest]; !ok || digest.FromBytes(b) != d.Digest {
			t.Errorf("%s (%s) is not there", d.Digest, d.MediaType)
		}
	}
}

func decode(t *testing.T, text []byte) (index v1.Index) {
	t.Helper()
	if err := json.Unmarshal(text, &index); err != nil {
		t.Fatal(err)
	}
	return index
}
