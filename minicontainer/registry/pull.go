// Pull: from a name to an image's blobs.

package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"golang.org/x/sync/errgroup"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// atOnce is how many blobs are on their way at the same time, as Docker's.
const atOnce = 3

// Remote is an image that a registry has.
type Remote struct {
	Reference Reference
	Target    v1.Descriptor // what the name points to: an index, or the manifest itself
	Manifest  v1.Descriptor // what was chosen

	session *session
	text    []byte // the manifest's
	parts   []v1.Descriptor
	layers  []v1.Descriptor
	want    *Platform // what is still to be checked
}

// Layers are the image's layers, the lowest first.
func (r *Remote) Layers() []v1.Descriptor { return r.layers }

// Resolve asks what a name points to, and fetches no more than that.
func (c *Client) Resolve(ctx context.Context, ref Reference, want Platform) (*Remote, error) {
	s, err := c.open(ctx, ref, "pull")
	if err == nil {
		var r *Remote
		if r, err = s.resolve(ctx, ref, want); err == nil {
			return r, nil
		}
	}
	return nil, fmt.Errorf("pull %s: %w", ref.Familiar(), err)
}

// resolve follows indexes: one is usual, and two are allowed, as an index may hold another one.
func (s *session) resolve(ctx context.Context, ref Reference, want Platform) (*Remote, error) {
	r := &Remote{Reference: ref, session: s, want: &want}
	text, d, err := s.getManifest(ctx, ref.selector(), v1.Descriptor{Digest: ref.Digest})
	if err != nil {
		return nil, err
	}
	r.Target = d
	const deepest = 2
	for depth := 0; isIndex(d.MediaType); depth++ {
		if depth == deepest {
			return nil, unsupported("its indexes lead to indexes only")
		}
		var index v1.Index
		if err := json.Unmarshal(text, &index); err != nil {
			return nil, unsupported("its index cannot be read: %v", err)
		}
		chosen, err := Choose(index, want)
		if err != nil {
			return nil, err
		}
		if err := checkPart(chosen); err != nil {
			return nil, err
		}
		if chosen.Platform != nil {
			r.want = nil // the index has told
		}
		if text, d, err = s.getManifest(ctx, chosen.Digest.String(), chosen); err != nil {
			return nil, err
		}
	}
	m, err := decodeManifest(text)
	r.Manifest, r.text, r.parts, r.layers = d, text, parts(m), m.Layers
	return r, err
}

// Fetch brings what is missing of the image's blobs, and the manifest as the last of them.
func (r *Remote) Fetch(ctx context.Context, to Blobs, p Progress) error {
	if p == nil {
		p = silent{}
	}
	for _, d := range r.parts {
		p.Begin(d)
	}
	if err := r.fetch(ctx, to, p); err != nil {
		return fmt.Errorf("pull %s: %w", r.Reference.Familiar(), err)
	}
	return nil
}

// fetch begins with the configuration, which tells whether the rest is wanted at all.
func (r *Remote) fetch(ctx context.Context, to Blobs, p Progress) error {
	config, layers := r.parts[0], r.parts[1:]
	if err := r.session.download(ctx, config, to, p); err != nil {
		return err
	}
	if err := r.checkPlatform(config, to); err != nil {
		return err
	}
	group, inGroup := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, d := range layers {
		group.Go(func() error {
			if inGroup.Err() != nil {
				return inGroup.Err() // another one has failed
			}
			return r.session.download(inGroup, d, to, p)
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return keep(to, r.Manifest, r.text)
}

// checkPlatform looks into the configuration if no index has told what the image is made for.
func (r *Remote) checkPlatform(config v1.Descriptor, from Blobs) error {
	if r.want == nil {
		return nil
	}
	text, err := read(from, config)
	if err != nil {
		return err
	}
	var made Platform
	if err := json.Unmarshal(text, &made); err != nil {
		return unsupported("its configuration cannot be read: %v", err)
	}
	if made.Architecture == "" || made.OS == "" { // of nothing in particular
		return nil
	}
	if _, ok := suits(*r.want, made); !ok {
		return &PlatformError{Want: *r.want, Have: []Platform{made}}
	}
	return nil
}

// keep puts text that is already here into the blobs.
func keep(to Blobs, d v1.Descriptor, text []byte) error {
	if _, ok := to.Stat(d.Digest); ok {
		return nil
	}
	in, err := to.Ingest(d)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // after a Commit there is nothing left to lose, and before it nothing was promised
	if err := in.Reset(); err != nil {
		return err
	}
	if _, err := in.Write(text); err != nil {
		return err
	}
	return in.Commit()
}

// read reads a manifest or a configuration.
func read(from Blobs, d v1.Descriptor) ([]byte, error) {
	blob, err := from.Open(d.Digest)
	if err != nil {
		return nil, err
	}
	defer blob.Close()
	text, err := io.ReadAll(io.LimitReader(blob, longestManifest+1))
	if err == nil && len(text) > longestManifest {
		err = unsupported("%s has more than %d MiB", d.Digest, longestManifest>>20)
	}
	return text, err
}
