//go:build linux

package cli

import "io"

// Note is where a line goes that is no error: stderr, with the program's name in front.
func (p *Program) Note() io.Writer { return prefixed{p.Stderr, p.Name + ": "} }

// Aside is Note for what only a person wants to know: nobody is told where stderr is no terminal.
func (p *Program) Aside() io.Writer {
	if !isTerminal(p.Stderr) {
		return io.Discard
	}
	return p.Note()
}

type prefixed struct {
	w      io.Writer
	prefix string
}

func (p prefixed) Write(line []byte) (int, error) {
	if _, err := p.w.Write(append([]byte(p.prefix), line...)); err != nil {
		return 0, err
	}
	return len(line), nil
}
