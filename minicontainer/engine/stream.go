package engine

import (
	"io"
	"os"
)

// stream carries what a program prints to a writer that need not be a file.
type stream struct {
	r, w   *os.File
	copied chan error
}

func newStream(to io.Writer) (*stream, error) {
	if to == nil {
		to = io.Discard
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	s := &stream{r, w, make(chan error, 1)}
	go func() {
		_, err := io.Copy(to, r)
		s.copied <- err
		io.Copy(io.Discard, r) //nolint:errcheck // a writer that is broken must not hold the program up
	}()
	return s, nil
}

// handOver closes our copy of the writing end, so that the stream ends with the program. It may be called again.
func (s *stream) handOver() {
	s.w.Close()
}

// end waits until all is copied.
func (s *stream) end() error {
	if s.r == nil {
		return nil
	}
	s.handOver()
	err := <-s.copied
	s.r.Close()
	s.r = nil
	return err
}
