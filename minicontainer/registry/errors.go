// What can go wrong with a registry, as values to ask for.

package registry

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"syscall"
	"unicode"
)

// Causes, for errors.Is.
var (
	ErrNotFound     = errors.New("not found")           // there is no such image, or no such part of it
	ErrUnauthorized = errors.New("unauthorized")        // the registry wants to know who asks, or does not believe it
	ErrDenied       = errors.New("denied")              // the registry knows who asks, and says no
	ErrTooMany      = errors.New("too many requests")   // ask later
	ErrUnreachable  = errors.New("cannot be reached")   // nobody answered
	ErrPlain        = errors.New("unencrypted")         // only http, which was not allowed
	ErrDamaged      = errors.New("damaged")             // what came has another size or digest than was promised
	ErrUnsupported  = errors.New("of an unknown kind")  // no image that we know to handle
	ErrIncomplete   = errors.New("not completely here") // a push of what lacks a part
)

// Error is what a registry answered, or that it did not: one sentence, and one of the causes.
type Error struct {
	Registry string
	Text     string
	Cause    error
	Detail   error // what is behind it, or nil
}

func (e *Error) Error() string {
	if e.Detail != nil {
		return e.Text + ": " + e.Detail.Error()
	}
	return e.Text
}

// Unwrap returns the cause and what is behind it.
func (e *Error) Unwrap() []error {
	if e.Detail == nil {
		return []error{e.Cause}
	}
	return []error{e.Cause, e.Detail}
}

func damaged(format string, args ...any) error {
	return &Error{Text: fmt.Sprintf(format, args...), Cause: ErrDamaged}
}

func unsupported(format string, args ...any) error {
	return &Error{Text: fmt.Sprintf(format, args...), Cause: ErrUnsupported}
}

// innermost takes off what net/http wraps around a cause: the address, which is long, and the method.
func innermost(err error) error {
	var dns *net.DNSError
	var cert x509.UnknownAuthorityError
	var errno syscall.Errno
	var wrapped *url.Error
	switch {
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.As(err, &dns):
		if dns.IsNotFound {
			return errors.New("there is no host of that name")
		}
		return errors.New("its name could not be looked up")
	case errors.As(err, &cert):
		return errors.New("its certificate is signed by nobody whom this machine trusts")
	case errors.As(err, &errno):
		return errno
	case errors.As(err, &wrapped):
		return wrapped.Err
	}
	return err
}

// clean makes a stranger's text fit for a terminal: it could hold anything, also what moves the cursor, and be of any
// length.
func clean(text string) string {
	printable := func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}
	runes := []rune(strings.Join(strings.Fields(strings.Map(printable, text)), " "))
	const longest = 200
	if len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return string(runes)
}
