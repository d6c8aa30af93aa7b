// The client: what can be asked of a registry.

package registry

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// Client pulls from registries and pushes to them. Its zero value is anonymous. It may be used by several goroutines.
type Client struct {
	// Keychain knows the credentials; nil: there are none.
	Keychain Keychain
	// Plain tells whether unencrypted http is allowed; nil: for this machine's own registries only.
	Plain func(registry string) bool
	// Elsewhere names, for a push, another repository of the registry that may have the blob already, or "".
	// If it has, the registry is asked to take it from there.
	Elsewhere func(registry string, d digest.Digest) (repository string)
	UserAgent string
	// Transport carries the requests; nil: one of this package's, for the proxies of the environment.
	Transport http.RoundTripper

	patience patience // in tests: shorter
}

// Keychain knows who we are at a registry.
type Keychain interface {
	// Find returns the credentials for a registry, as in Reference.Registry; the zero value if there are none.
	Find(ctx context.Context, registry string) (Credentials, error)
}

// Credentials say who we are: a user and a password, or a token that stands for both.
type Credentials struct {
	User, Password string
	IdentityToken  string
}

// Pull fetches an image, and returns the descriptor of its manifest, the one for the platform. The manifest and
// all that it names are in to then. What is there already is not fetched again, also not the beginning of a blob.
// After an error, whole blobs stay, and so does what Ingest.Close keeps.
func (c *Client) Pull(ctx context.Context, ref Reference, want Platform, to Blobs, p Progress) (v1.Descriptor, error) {
	image, err := c.Resolve(ctx, ref, want)
	if err != nil {
		return v1.Descriptor{}, err
	}
	return image.Manifest, image.Fetch(ctx, to, p)
}

// Push sends an image, or all images of an index, to the registry, and lets the name point to it. Blobs
// that the registry has are not sent. A name with a digest must have the target's.
func (c *Client) Push(ctx context.Context, ref Reference, target v1.Descriptor, from Blobs, p Progress) error {
	if err := c.push(ctx, ref, target, from, p); err != nil {
		return fmt.Errorf("push %s: %w", ref.Familiar(), err)
	}
	return nil
}

// Ping tells whether a registry is there and speaks the protocol.
func (c *Client) Ping(ctx context.Context, registry string) error {
	_, err := c.dial(ctx, registry, Credentials{}, nil)
	if err != nil && !errors.Is(err, ErrUnauthorized) { // whoever says that is there
		return fmt.Errorf("ping %s: %w", registry, err)
	}
	return nil
}

// Login tells whether the registry lets the user in. It keeps nothing: see CredentialFile.Store.
func (c *Client) Login(ctx context.Context, registry, user, password string) error {
	s, err := c.dial(ctx, registry, Credentials{User: user, Password: password}, nil)
	if err == nil {
		err = s.knock(ctx)
	}
	if err != nil {
		return fmt.Errorf("login %s: %w", registry, err)
	}
	return nil
}

// open begins a conversation about a repository; actions are pull, or push,pull. Other repositories are read from.
func (c *Client) open(ctx context.Context, ref Reference, actions string, others ...string) (*session, error) {
	var who Credentials
	if c.Keychain != nil {
		var err error
		if who, err = c.Keychain.Find(ctx, ref.Registry); err != nil {
			return nil, err
		}
	}
	scopes := []string{"repository:" + ref.Repository + ":" + actions}
	for _, other := range others {
		scopes = append(scopes, "repository:"+other+":pull")
	}
	s, err := c.dial(ctx, ref.Registry, who, scopes)
	if err != nil {
		return nil, err
	}
	s.repository, s.asked = ref.Repository, "image"
	if actions != "pull" {
		s.asked = "repository"
	}
	return s, nil
}

func (c *Client) plain(registry string) bool {
	if c.Plain != nil {
		return c.Plain(registry)
	}
	return Loopback(registry)
}

// Loopback tells whether a registry is on this machine, where nobody listens to the wire.
func Loopback(registry string) bool {
	host, _, err := net.SplitHostPort(registry)
	if err != nil {
		host = strings.Trim(registry, "[]")
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// patience is how long to wait for what.
type patience struct {
	tries int           // of one request, or of one blob without much progress
	pause time.Duration // after the first try, and then twice as long each time
	asked time.Duration // the longest wait that a registry may ask for
	stall time.Duration // without a single byte
}

var usual = patience{tries: 5, pause: 500 * time.Millisecond, asked: 30 * time.Second, stall: 30 * time.Second}

func (c *Client) waits() patience {
	if c.patience == (patience{}) {
		return usual
	}
	return c.patience
}
