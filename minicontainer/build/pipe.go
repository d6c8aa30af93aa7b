package build

import (
	"errors"
	"io"
)

// errStopped ends who writes into a pipe when who reads from it has ended.
var errStopped = errors.New("stopped")

// throughPipe has one function read what another one writes, at the same time, and waits for both. What failed first
// is the error: the other one only saw the consequences.
func throughPipe(write func(io.Writer) error, read func(io.Reader) error) error {
	r, w := io.Pipe()
	written := make(chan error, 1)
	go func() {
		err := write(w)
		w.CloseWithError(err) //nolint:errcheck // a pipe's end cannot fail to close
		written <- err
	}()
	err := read(r)
	r.CloseWithError(errStopped) //nolint:errcheck // as above
	if cause := <-written; cause != nil && !errors.Is(cause, errStopped) {
		return cause
	}
	return err
}
