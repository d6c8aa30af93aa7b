package registry

import (
	"regexp"
	"strings"
	"testing"
)

const (
	sum256 = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	sum512 = "sha512:ee26b0dd4af7e749aa1a8ee3c10ae9923f618980772e473f8819a5d4940e0db27ac185f8a0e1d5f84f88bc887fd67b143732c304cc5fa9ad8e6f57f50028a8ff"
)

func TestNamesAreCompletedAndShortenedAsTheFieldDoes(t *testing.T) {
	for _, c := range []struct{ typed, complete, familiar string }{
		{"alpine", "docker.io/library/alpine:latest", "alpine:latest"},
		{"alpine:3.20", "docker.io/library/alpine:3.20", "alpine:3.20"},
		{"docker/whalesay", "docker.io/docker/whalesay:latest", "docker/whalesay:latest"},
		{"docker.io/alpine", "docker.io/library/alpine:latest", "alpine:latest"},
		{"index.docker.io/library/alpine", "docker.io/library/alpine:latest", "alpine:latest"},
		{"localhost/a", "localhost/a:latest", "localhost/a:latest"},
		{"localhost:5000/a/b:1", "localhost:5000/a/b:1", "localhost:5000/a/b:1"},
		{"ghcr.io/a/b/c", "ghcr.io/a/b/c:latest", "ghcr.io/a/b/c:latest"},
		{"[::1]:5000/a", "[::1]:5000/a:latest", "[::1]:5000/a:latest"},
		{"Host/a", "Host/a:latest", "Host/a:latest"}, // upper case makes it a registry
		{"a@" + sum256, "docker.io/library/a@" + sum256, "a@" + sum256},
		{"a:1@" + sum256, "docker.io/library/a:1@" + sum256, "a:1@" + sum256},
		{"a@" + sum512, "docker.io/library/a@" + sum512, "a@" + sum512},
		{"a_b/c__d.e-f---g", "docker.io/a_b/c__d.e-f---g:latest", "a_b/c__d.e-f---g:latest"},
		{"library/a/b", "docker.io/library/a/b:latest", "library/a/b:latest"},
		// The short form would mean something else.
		{"docker.io/localhost/x", "docker.io/localhost/x:latest", "docker.io/localhost/x:latest"},
		{"docker.io/b.c/x", "docker.io/b.c/x:latest", "docker.io/b.c/x:latest"},
		{"5000:5000", "docker.io/library/5000:5000", "5000:5000"},
	} {
		r, err := Parse(c.typed)
		if err != nil || r.String() != c.complete || r.Familiar() != c.familiar {
			t.Errorf("%s is %q, and short %q (%v); want %q and %q", c.typed, r, r.Familiar(), err, c.complete, c.familiar)
		}
	}
}

func TestWrongNamesAreToldWhatIsWrong(t *testing.T) {
	for name, want := range map[string]string{
		"":                                 "it is empty",
		"@" + sum256:                       "it is empty",
		"Alpine":                           "must be in lower case",
		"a/B":                              "must be in lower case",
		strings.Repeat("0", 64):            "an image's id",
		"a//b":                             "a part of it is empty",
		"/a":                               "a part of it is empty",
		"a/":                               "a part of it is empty",
		"localhost:5000/":                  "a part of it is empty",
		"a:":                               "the tag is empty",
		"a:-1":                             `tag "-1"`,
		"a:b c":                            `tag "b c"`,
		"a:" + strings.Repeat("x", 129):    "the tag is 129 bytes long",
		strings.Repeat("a", 256):           "bytes long; at most 255",
		"a/" + strings.Repeat("b/", 130):   "bytes long; at most 255",
		"a..b":                             "letters a–z",
		"a___b":                            "letters a–z",
		"-a":                               "letters a–z",
		"a-":                               "letters a–z",
		"한글":                               "letters a–z",
		"a\x1b[2J":                         "letters a–z",
		"a:1:2":                            "a colon comes before a tag",
		"a@sha256:12":                      "the form is sha256:",
		"a@md5:" + strings.Repeat("0", 32): "the form is sha256:",
		"a@" + strings.ToUpper(sum256):     "the form is sha256:",
		"https://ghcr.io/a":                "a name is no address",
		"-x.y/a":                           "is no registry",
		"a.b:x/c":                          "is no registry",
		"a.b:70000/c":                      "is no port",
	} {
		r, err := Parse(name)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.50q: %v, %v; want %s", name, r, err, want)
			continue
		}
		if strings.ContainsAny(err.Error(), "\x1b\n") || len(err.Error()) > 200 {
			t.Errorf("%.50q: an error not fit to be shown: %q", name, err)
		}
	}
}

// published is the grammar as the field publishes it (github.com/distribution/reference), for the shape alone: which digests
// there are, how long a name may be and what is a port, is not in it.
var published = regexp.MustCompile(`^((?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[(?:[a-fA-F0-9:]+)\])(?::[0-9]+)?/)?` +
	`[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*)*` +
	`(?::[\w][\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$`)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"alpine", "docker/whalesay:latest", "localhost:5000/a/b:1", "a@" + sum256, "a:t@" + sum256, "Alpine", "[::1]:5000/a",
		"docker.io/localhost/x", "a//b", "a:1:2", "A/b", "5000:5000", strings.Repeat("0", 64), "docker.io/library/" + strings.Repeat("0", 64), "a.b:99999/c",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		r, err := Parse(name)
		if err != nil {
			if published.MatchString(name) && !ownReason.MatchString(err.Error()) {
				t.Errorf("%q is refused: %v", name, err)
			}
			return
		}
		if !published.MatchString(name) {
			t.Errorf("%q is taken for %v", name, r)
		}
		for _, again := range []string{r.String(), r.Familiar()} {
			if same, err := Parse(again); err != nil || same != r {
				t.Errorf("%q is %+v, and what it is written as, %q, is %+v (%v)", name, r, again, same, err)
			}
		}
		if len(r.Familiar()) > len(r.String()) {
			t.Errorf("%q: %q is no short form of %q", name, r.Familiar(), r)
		}
	})
}

// ownReason are refusals that the published shape does not know of.
var ownReason = regexp.MustCompile(`image's id|at most 255|is no port|the form is sha256:|lower case`)
