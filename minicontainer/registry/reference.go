// Names of images.
//
//	localhost:5000/team/app:1.2@sha256:9f86…
//	└─────┬──────┘ └───┬──┘ └┬┘ └────┬────┘
//	  registry    repository tag   digest
//
// People leave out most of it: no registry is docker.io, no path below docker.io is library/, and neither
// tag nor digest is the tag latest. Whether "a/b" begins with a registry is decided by its look alone: a registry
// has a dot, a port or an upper case letter, or is localhost. So does the field, and so a name means the same
// everywhere, whatever hosts there are.

package registry

import (
	"strings"

	"github.com/opencontainers/go-digest"
)

// Reference is an image's name, complete. Parse("alpine") is docker.io/library/alpine:latest.
type Reference struct {
	Registry   string // host, or host:port
	Repository string // path in it
	Tag        string // "" if the name has only a digest
	Digest     digest.Digest
}

const (
	defaultRegistry = "docker.io"
	defaultPath     = "library/"
	defaultTag      = "latest"
)

// Parse completes a name as people type it, in the grammar of the OCI distribution specification and of Docker.
func Parse(name string) (Reference, error) {
	r, err := parse(name)
	if err != nil {
		return Reference{}, &NameError{Name: name, Cause: err}
	}
	return r, nil
}

func parse(name string) (r Reference, err error) {
	rest, sum, hasDigest := strings.Cut(name, "@")
	if err := checkWhole(rest); err != nil {
		return r, err
	}
	if hasDigest {
		if r.Digest, err = parseDigest(sum); err != nil {
			return r, err
		}
	}
	rest, tag, hasTag := cutTag(rest)
	if hasTag {
		if err := checkTag(tag); err != nil {
			return r, err
		}
	}
	if r.Tag = tag; !hasTag && !hasDigest {
		r.Tag = defaultTag
	}
	r.Registry, r.Repository = splitRegistry(rest)
	return r, r.check()
}

// cutTag cuts at the colon after the last slash; one before it is a port's.
func cutTag(name string) (rest, tag string, found bool) {
	i := strings.LastIndexByte(name, ':')
	if i <= strings.LastIndexByte(name, '/') {
		return name, "", false
	}
	return name[:i], name[i+1:], true
}

func splitRegistry(name string) (registry, repository string) {
	first, rest, found := strings.Cut(name, "/")
	if !found || !looksLikeRegistry(first) {
		first, rest = defaultRegistry, name
	}
	if first == "index.docker.io" { // its older name
		first = defaultRegistry
	}
	if first == defaultRegistry && !strings.Contains(rest, "/") {
		rest = defaultPath + rest
	}
	return first, rest
}

func looksLikeRegistry(first string) bool {
	return strings.ContainsAny(first, ".:") || first == "localhost" || first != strings.ToLower(first)
}

// Name is the complete name without tag and digest: "docker.io/library/alpine".
func (r Reference) Name() string { return r.Registry + "/" + r.Repository }

// String is the complete name: "docker.io/library/alpine:latest".
func (r Reference) String() string { return r.Name() + r.suffix() }

// Familiar is the name as people type it: "alpine:latest".
func (r Reference) Familiar() string { return r.FamiliarName() + r.suffix() }

// FamiliarName is the name as people type it, without tag and digest: "alpine". It is the
// shortest that means the same.
func (r Reference) FamiliarName() string {
	short := strings.TrimPrefix(r.Name(), defaultRegistry+"/")
	for _, name := range []string{strings.TrimPrefix(short, defaultPath), short} {
		if same, err := parse(name); err == nil && same.Name() == r.Name() {
			return name
		}
	}
	return r.Name()
}

func (r Reference) suffix() string {
	s := ""
	if r.Tag != "" {
		s = ":" + r.Tag
	}
	if r.Digest != "" {
		s += "@" + r.Digest.String()
	}
	return s
}

// selector is what the registry finds the manifest by. A digest says more than a tag, which can move.
func (r Reference) selector() string {
	if r.Digest != "" {
		return r.Digest.String()
	}
	return r.Tag
}
