// What is allowed in each part of a name, and what to say about a wrong one. Source: the OCI distribution
// specification, "Pulling manifests", and the grammar in github.com/distribution/reference.

package registry

import (
	"crypto/sha256"
	_ "crypto/sha512" // go-digest knows an algorithm only if it is linked in
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/opencontainers/go-digest"
)

// NameError is a name that no image, or no registry, can have.
type NameError struct {
	Name  string
	Cause error
}

func (e *NameError) Error() string {
	name := e.Name
	const shown = 40
	if len(name) > shown {
		name = name[:shown] + "…"
	}
	return fmt.Sprintf("read name %q: %v", name, e.Cause)
}

// Unwrap returns the cause.
func (e *NameError) Unwrap() error { return e.Cause }

const (
	longestName = 255
	longestTag  = 128
)

// The forms. They are made when the first name is read: most processes of ours read none.
var (
	component = form(`^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$`)
	tagForm   = form(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$`)
	hostForm  = form(`^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[a-fA-F0-9:]+\])(?::([0-9]+))?$`)
	idForm    = form(`^[a-f0-9]{64}$`)
)

func form(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

func checkWhole(name string) error {
	switch {
	case name == "":
		return errors.New("it is empty")
	case idForm().MatchString(name):
		return errors.New("64 hexadecimal digits are an image's id; a name needs something else")
	case strings.Contains(name, "://"):
		return errors.New("a name is no address: leave out what is before //, and //")
	}
	return nil
}

func (r Reference) check() error {
	if n := len(r.Name()); n > longestName {
		return fmt.Errorf("it is %d bytes long; at most %d are allowed", n, longestName)
	}
	if err := checkHost(r.Registry); err != nil {
		return err
	}
	for _, part := range strings.Split(r.Repository, "/") {
		if err := checkComponent(part); err != nil {
			return err
		}
	}
	return nil
}

func checkHost(host string) error {
	form := hostForm().FindStringSubmatch(host)
	if form == nil {
		return fmt.Errorf("%q is no registry: a host name, or host:port", host)
	}
	if form[1] != "" {
		if _, err := strconv.ParseUint(form[1], 10, 16); err != nil {
			return fmt.Errorf("%s is no port of a registry", form[1])
		}
	}
	return nil
}

func checkComponent(part string) error {
	switch {
	case part == "":
		return errors.New("a part of it is empty")
	case component().MatchString(part):
		return nil
	case component().MatchString(strings.ToLower(part)):
		return errors.New("it must be in lower case")
	case strings.Contains(part, ":"):
		return fmt.Errorf("%q: a colon comes before a tag, and a tag at the end", part)
	}
	return fmt.Errorf("%q: letters a–z and digits, with single . or _, or __, or - between them", part)
}

func checkTag(tag string) error {
	switch {
	case tag == "":
		return errors.New("the tag is empty")
	case len(tag) > longestTag:
		return fmt.Errorf("the tag is %d bytes long; at most %d are allowed", len(tag), longestTag)
	case !tagForm().MatchString(tag):
		return fmt.Errorf("tag %q: letters, digits and _ . -, and neither . nor - first", tag)
	}
	return nil
}

func parseDigest(text string) (digest.Digest, error) {
	d, err := digest.Parse(text)
	if err != nil {
		return "", fmt.Errorf("digest %.20q: the form is sha256: and %d hexadecimal digits", text, 2*sha256.Size)
	}
	return d, nil
}

// ParseRegistry reads the name of a registry as people write it, also as an address; the empty text is docker.io.
func ParseRegistry(text string) (string, error) {
	if text == "" {
		return defaultRegistry, nil
	}
	host := hostOf(text)
	if err := checkHost(host); err != nil {
		return "", &NameError{Name: text, Cause: err}
	}
	return host, nil
}
