// A conversation with one registry: who is there, who are we, and requests with short errors.
//
// The handshake is go-containerregistry's: GET /v2/, and if the answer is 401, its WWW-Authenticate header says
// how to prove who we are. "Basic" wants user and password with every request. "Bearer" names a token
// server (realm): that one gets user and password, or nothing at all for what everybody may read, and
// gives a token which every further request carries. When it has expired, the registry says 401 again, and a
// new one is fetched. Each goes only to the host it is for, also when the registry redirects to a storage elsewhere.

package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

type session struct {
	registry   string
	repository string
	known      bool   // we have said who we are
	asked      string // what for: an image, a repository to push to, a registry
	root       string
	client     http.Client
	patience   patience
}

// dial makes the handshake, for what scopes allow.
func (c *Client) dial(ctx context.Context, registry string, who Credentials, scopes []string) (*session, error) {
	if err := checkHost(registry); err != nil {
		return nil, err
	}
	options := []name.Option{name.StrictValidation}
	if c.plain(registry) {
		options = append(options, name.Insecure)
	}
	host, err := name.NewRegistry(registry, options...) // docker.io is at index.docker.io
	if err != nil {
		return nil, err
	}
	s := &session{registry: registry, asked: "address", known: who != Credentials{}, root: "https://" + host.RegistryStr(), patience: c.waits()}
	gate := &gate{next: c.carrier(), registry: registry, plain: c.plain(registry), stall: s.patience.stall}
	agent := transport.NewUserAgent(&retrier{next: gate, patience: s.patience}, c.UserAgent)
	s.client.Transport, err = transport.NewWithContext(ctx, host, who.authenticator(), agent, scopes)
	if err != nil {
		return nil, s.handshakeFailed(ctx, gate, err)
	}
	return s, nil
}

func (c Credentials) authenticator() authn.Authenticator {
	if c == (Credentials{}) {
		return authn.Anonymous
	}
	return authn.FromConfig(authn.AuthConfig{Username: c.User, Password: c.Password, IdentityToken: c.IdentityToken})
}

// handshakeFailed says why. The error of the package that makes the handshake may be of several tries, so
// that the gate, which has seen them all, knows better when it was no answer at all.
func (s *session) handshakeFailed(ctx context.Context, g *gate, err error) error {
	var answer *transport.Error
	var ours *Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &answer) && answer.StatusCode == http.StatusNotFound:
		return &Error{Registry: s.registry, Cause: errStatus, Text: s.registry + " is no registry: it has no /v2/"}
	case errors.As(err, &answer):
		return s.refused(answer.StatusCode, answer)
	case g.failure() == nil:
		return &Error{Registry: s.registry, Cause: errStatus, Text: "the registry " + s.registry + " makes no sense: " + clean(err.Error())}
	case errors.As(g.failure(), &ours):
		return ours
	}
	return s.unreachable(g.failure())
}

func (s *session) unreachable(err error) error {
	return &Error{Registry: s.registry, Text: "cannot reach registry " + s.registry, Cause: ErrUnreachable, Detail: innermost(err)}
}

// knock asks whether we may come in. The handshake alone does not tell: it sends a password only to a token server.
func (s *session) knock(ctx context.Context) error {
	resp, err := s.do(ctx, http.MethodGet, s.root+"/v2/", nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return s.expect(resp, http.StatusOK)
}

// url is the address of a part of the repository.
func (s *session) url(part string) string {
	return s.root + "/v2/" + s.repository + "/" + part
}

// do sends a request without a body.
func (s *session) do(ctx context.Context, method, url string, header http.Header) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, url, nil)
	if err != nil {
		return nil, err
	}
	for key, values := range header {
		req.Header[key] = values
	}
	return s.send(req)
}

// send sends a request. The error is for people, and is nil for each answer of the registry; see expect.
func (s *session) send(req *http.Request) (*http.Response, error) {
	resp, err := s.client.Do(req)
	if err == nil {
		return resp, nil
	}
	var answer *transport.Error
	var ours *Error
	switch {
	case req.Context().Err() != nil:
		return nil, req.Context().Err()
	case errors.As(err, &answer): // of the token server
		return nil, s.refused(answer.StatusCode, answer)
	case errors.As(err, &ours):
		return nil, ours
	}
	return nil, s.unreachable(err)
}

// expect turns every status but these into an error.
func (s *session) expect(resp *http.Response, status ...int) error {
	for _, ok := range status {
		if resp.StatusCode == ok {
			return nil
		}
	}
	var answer transport.Error
	text, _ := io.ReadAll(resp.Body)  //nolint:errcheck // the status is enough
	_ = json.Unmarshal(text, &answer) //nolint:errcheck // so it is
	return s.refused(resp.StatusCode, &answer)
}

// refused is the error for a status that says no.
func (s *session) refused(status int, answer *transport.Error) error {
	e := &Error{Registry: s.registry}
	switch status {
	case http.StatusUnauthorized:
		e.Cause, e.Text = ErrUnauthorized, "unauthorized: the registry "+s.registry+" wants a login, or has no such image"
		if s.known {
			e.Text = "unauthorized: the registry " + s.registry + " does not accept this user and password"
		}
		return e
	case http.StatusForbidden:
		e.Cause, e.Text = ErrDenied, "denied by the registry "+s.registry
	case http.StatusNotFound:
		e.Cause, e.Text = ErrNotFound, "the registry "+s.registry+" has no such "+s.asked
		return e
	case http.StatusTooManyRequests:
		e.Cause, e.Text = ErrTooMany, "the registry "+s.registry+" has had too many requests"
	default:
		e.Cause, e.Text = errStatus, fmt.Sprintf("the registry %s answered %d %s", s.registry, status, http.StatusText(status))
	}
	if text := explanation(answer); text != "" {
		e.Detail = errors.New(text)
	}
	return e
}

var errStatus = errors.New("an unexpected answer")

// explanation is what the registry said about an error.
func explanation(answer *transport.Error) string {
	if len(answer.Errors) == 0 {
		return ""
	}
	return clean(answer.Errors[0].Message)
}
