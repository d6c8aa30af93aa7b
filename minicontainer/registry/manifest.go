// Manifests: what an image consists of. There are two dialects, OCI's and Docker's, which differ in the names of
// their types only. Both have an index (Docker's: manifest list), with a manifest for each platform.

package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// longestManifest is the size that the specification wants registries to accept, and nobody needs more.
const longestManifest = 4 << 20

// Docker's names.
const (
	dockerManifest = "application/vnd.docker.distribution.manifest.v2+json"
	dockerIndex    = "application/vnd.docker.distribution.manifest.list.v2+json"
	dockerConfig   = "application/vnd.docker.container.image.v1+json"
	dockerSchema1  = "application/vnd.docker.distribution.manifest.v1+"
)

var accepted = http.Header{"Accept": {strings.Join([]string{v1.MediaTypeImageManifest, v1.MediaTypeImageIndex, dockerManifest, dockerIndex}, ", ")}}

func isIndex(mediaType string) bool {
	return mediaType == v1.MediaTypeImageIndex || mediaType == dockerIndex
}
func isManifest(mediaType string) bool {
	return mediaType == v1.MediaTypeImageManifest || mediaType == dockerManifest
}

// getManifest fetches the manifest or index of a tag or digest. If want has a digest or a size, the answer must have it too.
func (s *session) getManifest(ctx context.Context, selector string, want v1.Descriptor) ([]byte, v1.Descriptor, error) {
	resp, err := s.do(ctx, http.MethodGet, s.url("manifests/"+selector), accepted)
	if err != nil {
		return nil, want, err
	}
	defer resp.Body.Close()
	if err := s.expect(resp, http.StatusOK); err != nil {
		return nil, want, err
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, longestManifest+1))
	if err != nil {
		return nil, want, s.unreachable(err)
	}
	if len(text) > longestManifest {
		return nil, want, unsupported("its manifest has more than %d MiB", longestManifest>>20)
	}
	got, err := describe(text, resp.Header.Get("Content-Type"), want.Digest)
	if err != nil {
		return nil, want, err
	}
	got.Platform = want.Platform
	said := v1.Descriptor{Digest: digest.Digest(resp.Header.Get("Docker-Content-Digest"))}
	return text, got, compare(said, want, got)
}

// compare holds the answer against what was asked for, and what the registry says about it. Only want, which has come
// with the name or with the index, is proof; the header finds what was damaged on the way.
func compare(said, want, got v1.Descriptor) error {
	switch {
	case want.Digest != "" && want.Digest != got.Digest:
		return damaged("the manifest has the digest %s instead of %s", got.Digest, want.Digest)
	case want.Size > 0 && want.Size != got.Size:
		return damaged("the manifest has %d bytes instead of %d", got.Size, want.Size)
	case said.Digest.Validate() == nil && said.Digest.Algorithm() == got.Digest.Algorithm() && said.Digest != got.Digest:
		return damaged("the manifest has the digest %s, and the registry says %s", got.Digest, said.Digest)
	}
	return nil
}

// describe finds out what a manifest is, and refuses what is not clearly one or the other: a document
// that one program reads as an index and another one as a manifest would be two images with one digest.
func describe(text []byte, contentType string, like digest.Digest) (v1.Descriptor, error) {
	var shape struct {
		SchemaVersion             int
		MediaType                 string
		Manifests, Layers, Config json.RawMessage
		FSLayers                  json.RawMessage
	}
	if err := json.Unmarshal(text, &shape); err != nil {
		return v1.Descriptor{}, unsupported("its manifest is no JSON text")
	}
	sent, _, _ := mime.ParseMediaType(contentType) //nolint:errcheck // then none was sent
	kind := shape.MediaType
	switch {
	case strings.HasPrefix(sent, dockerSchema1) || shape.SchemaVersion == 1 || shape.FSLayers != nil:
		return v1.Descriptor{}, unsupported("its manifest is of Docker's schema 1, which is out of use since 2017: push it again with a newer program")
	case kind == "" && (isIndex(sent) || isManifest(sent)):
		kind = sent
	case kind == "" && shape.Manifests != nil:
		kind = v1.MediaTypeImageIndex
	case kind == "" && shape.Config != nil:
		kind = v1.MediaTypeImageManifest
	}
	isOne := isManifest(kind) && shape.Manifests == nil
	isMany := isIndex(kind) && shape.Layers == nil && shape.Config == nil
	disagree := (isIndex(sent) || isManifest(sent)) && sent != kind
	if !isOne && !isMany || disagree {
		return v1.Descriptor{}, unsupported("its manifest is neither clearly of one image nor an index (%s)", printed(kind))
	}
	return v1.Descriptor{MediaType: kind, Digest: algorithm(like).FromBytes(text), Size: int64(len(text))}, nil
}

// algorithm is the one of a digest, or the usual one if there is none.
func algorithm(d digest.Digest) digest.Algorithm {
	if d == "" {
		return digest.Canonical
	}
	return d.Algorithm()
}

// decodeManifest reads an image's manifest, and refuses what cannot be fetched or is no image.
func decodeManifest(text []byte) (v1.Manifest, error) {
	var m v1.Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return m, unsupported("its manifest cannot be read: %v", err)
	}
	if m.Config.MediaType != v1.MediaTypeImageConfig && m.Config.MediaType != dockerConfig {
		return m, unsupported("it is no image of a container, but %s", printed(m.Config.MediaType))
	}
	if m.Config.Size > longestManifest {
		return m, unsupported("its configuration has more than %d MiB", longestManifest>>20)
	}
	for _, d := range parts(m) {
		if err := checkPart(d); err != nil {
			return m, err
		}
	}
	return m, nil
}

// checkPart refuses a blob that is elsewhere, or that no blob can be.
func checkPart(d v1.Descriptor) error {
	if len(d.URLs) > 0 || strings.Contains(d.MediaType, "foreign") || strings.Contains(d.MediaType, "nondistributable") {
		return unsupported("a layer of it is not in the registry, but to be fetched from its maker, as those of Windows are")
	}
	if err := d.Digest.Validate(); err != nil || d.Size < 0 {
		return unsupported("its manifest names a blob with the digest %s and %d bytes", printed(string(d.Digest)), d.Size)
	}
	return nil
}

// parts are a manifest's blobs, the configuration first, each once.
func parts(m v1.Manifest) []v1.Descriptor {
	seen := map[digest.Digest]bool{}
	var list []v1.Descriptor
	for _, d := range append([]v1.Descriptor{m.Config}, m.Layers...) {
		if !seen[d.Digest] {
			seen[d.Digest] = true
			list = append(list, d)
		}
	}
	return list
}

// printed makes text of a stranger fit to be shown.
func printed(text string) string { return fmt.Sprintf("%.80q", text) }
