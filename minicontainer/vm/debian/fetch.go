package debian

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/ulikunitz/xz"
)

// Source is where Debian is.
type Source struct {
	Mirror string // a URL, such as https://deb.debian.org/debian
	Suite  string // a release: bookworm
}

// Usual is Debian itself, in the release whose kernel package's files we can all open.
var Usual = Source{Mirror: "https://deb.debian.org/debian", Suite: "bookworm"}

// Newest is the package that always depends on the newest kernel for virtual machines: small, and everything that they need is in it.
const Newest = "linux-image-cloud-amd64"

// maxFetch bounds what a mirror may send, in bytes.
const maxFetch = 512 << 20

// Fetch gets the newest kernel into dir, a tree as dpkg-deb -x makes it, and returns the name of its package. What was in dir
// before is gone then; after an error it is as it was. say is told what is being done, a line each.
func (s Source) Fetch(ctx context.Context, dir string, say func(string)) (string, error) {
	p, err := s.newest(ctx, say)
	if err != nil {
		return "", fmt.Errorf("fetch kernel: %w", err)
	}
	say("fetching " + s.Mirror + "/" + p.file)
	deb, err := s.get(ctx, p.file, p.sha256)
	if err != nil {
		return "", fmt.Errorf("fetch kernel: %w", err)
	}
	say("unpacking " + p.name + " to " + dir)
	if err := replace(dir, deb); err != nil {
		return "", fmt.Errorf("unpack kernel %s: %w", p.name, err)
	}
	return p.name, nil
}

// newest looks up what Newest depends on.
func (s Source) newest(ctx context.Context, say func(string)) (pkg, error) {
	const index = "main/binary-amd64/Packages.xz"
	dists := "dists/" + s.Suite + "/"
	say("reading " + s.Mirror + "/" + dists + index)
	release, err := s.get(ctx, dists+"Release", "")
	if err != nil {
		return pkg{}, err
	}
	sum, err := sumOf(string(release), index)
	if err != nil {
		return pkg{}, err
	}
	packed, err := s.get(ctx, dists+index, sum)
	if err != nil {
		return pkg{}, err
	}
	r, err := xz.NewReader(bytes.NewReader(packed))
	if err != nil {
		return pkg{}, fmt.Errorf("open index: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(r, maxFetch))
	if err != nil {
		return pkg{}, fmt.Errorf("read index: %w", err)
	}
	meta, err := findPackage(bytes.NewReader(text), Newest)
	if err != nil {
		return pkg{}, err
	}
	name, err := kernelIn(meta.depends)
	if err != nil {
		return pkg{}, err
	}
	return findPackage(bytes.NewReader(text), name)
}

// get fetches a file whose sum is known, or is the one that says the sums of the others.
func (s Source) get(ctx context.Context, file, sum string) ([]byte, error) {
	url := strings.TrimSuffix(s.Mirror, "/") + "/" + file
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("get %s: %s", url, answer.Status)
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxFetch))
	if err != nil {
		return nil, fmt.Errorf("get %s: %w", url, err)
	}
	if found := sha256.Sum256(text); sum != "" && hex.EncodeToString(found[:]) != sum {
		return nil, fmt.Errorf("get %s: it is not the file that the index names: its SHA-256 is %x", url, found)
	}
	return text, nil
}

// replace unpacks the package beside dir first, so that dir is always whole.
func replace(dir string, deb []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	draft, err := os.MkdirTemp(filepath.Dir(dir), ".kernel-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(draft))
		}
	}()
	if err := unpackDeb(deb, draft); err != nil {
		return err
	}
	if err := errors.Join(os.Chmod(draft, 0o755), os.RemoveAll(dir)); err != nil {
		return err
	}
	return os.Rename(draft, dir)
}
