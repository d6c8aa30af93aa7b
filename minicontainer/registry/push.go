// Push: from an image's blobs to a name. Parts first: a registry takes a manifest only when it has
// what it names, and a name that points to something then points to all of it.

package registry

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/opencontainers/go-digest"
	"golang.org/x/sync/errgroup"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

func (c *Client) push(ctx context.Context, ref Reference, target v1.Descriptor, from Blobs, p Progress) error {
	if p == nil {
		p = silent{}
	}
	if ref.Digest != "" && ref.Digest != target.Digest {
		return damaged("the image has the digest %s, which is not the name's", target.Digest)
	}
	job := &pushing{from: from, progress: p, done: map[digest.Digest]bool{}}
	if err := job.collect(target, 0); err != nil {
		return err
	}
	elsewhere, repositories := c.elsewhere(ref, job.blobs)
	job.elsewhere = elsewhere
	var err error
	if job.session, err = c.open(ctx, ref, "pull,push", repositories...); err != nil {
		return err
	}
	return job.run(ctx, ref)
}

// elsewhere asks for each blob's other repository. They have to be known before the handshake: the token is for them too.
func (c *Client) elsewhere(ref Reference, blobs []v1.Descriptor) (of map[digest.Digest]string, all []string) {
	of = map[digest.Digest]string{}
	if c.Elsewhere == nil {
		return of, nil
	}
	seen := map[string]bool{"": true, ref.Repository: true}
	for _, d := range blobs {
		other := c.Elsewhere(ref.Registry, d.Digest)
		if other == ref.Repository {
			continue
		}
		of[d.Digest] = other
		if !seen[other] {
			seen[other] = true
			all = append(all, other)
		}
	}
	return of, all
}

// pushing is an image, or several in an index, on the way to a registry.
type pushing struct {
	session   *session
	from      Blobs
	progress  Progress
	elsewhere map[digest.Digest]string

	blobs     []v1.Descriptor // in the order in which they are announced
	manifests []document      // the last one is what the name will point to
	done      map[digest.Digest]bool
}

type document struct {
	v1.Descriptor
	text []byte
}

// collect finds all that is to be sent below a manifest or an index, leaves first.
func (j *pushing) collect(d v1.Descriptor, depth int) error {
	if _, ok := j.from.Stat(d.Digest); !ok {
		return incomplete("manifest", d)
	}
	text, err := read(j.from, d)
	if err != nil {
		return err
	}
	described, err := describe(text, d.MediaType, d.Digest)
	if err != nil {
		return err
	}
	if isIndex(described.MediaType) {
		err = j.collectIndex(text, depth)
	} else {
		err = j.collectImage(text)
	}
	j.manifests = append(j.manifests, document{described, text})
	return err
}

func (j *pushing) collectIndex(text []byte, depth int) error {
	var index v1.Index
	if err := json.Unmarshal(text, &index); err != nil {
		return unsupported("its index cannot be read: %v", err)
	}
	const deepest = 2
	if depth == deepest {
		return unsupported("its indexes lead to indexes only")
	}
	for _, d := range index.Manifests {
		if err := j.collect(d, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (j *pushing) collectImage(text []byte) error {
	m, err := decodeManifest(text)
	if err != nil {
		return err
	}
	for _, d := range parts(m) {
		if _, ok := j.from.Stat(d.Digest); !ok {
			return incomplete("part", d)
		}
		if !j.done[d.Digest] {
			j.done[d.Digest] = true
			j.blobs = append(j.blobs, d)
		}
	}
	return nil
}

func incomplete(what string, d v1.Descriptor) error {
	text := fmt.Sprintf("its %s %s is not here", what, short(d))
	if d.Platform != nil {
		text += ", the one for " + PlatformString(*d.Platform)
	}
	return &Error{Cause: ErrIncomplete, Text: text}
}

func (j *pushing) run(ctx context.Context, ref Reference) error {
	for _, d := range j.blobs {
		j.progress.Begin(d)
	}
	group, inGroup := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, d := range j.blobs {
		group.Go(func() error {
			if inGroup.Err() != nil {
				return inGroup.Err()
			}
			return j.send(inGroup, d)
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, m := range j.manifests {
		selector := m.Digest.String()
		if i == len(j.manifests)-1 && ref.Tag != "" {
			selector = ref.Tag
		}
		if err := j.session.putManifest(ctx, selector, m); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) putManifest(ctx context.Context, selector string, m document) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, s.url("manifests/"+selector), bytes.NewReader(m.text))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", m.MediaType)
	resp, err := s.send(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return s.expect(resp, http.StatusCreated, http.StatusOK, http.StatusAccepted)
}
