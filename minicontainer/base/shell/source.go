package shell

import (
	"errors"
	"io"
	"os"
	"strings"

	"golang.org/x/sys/unix"
	"mvdan.cc/sh/v3/syntax"
)

// newParser parses the Bash dialect. It contains POSIX's; what the shell does
// not carry out is refused when it is reached.
func newParser() *syntax.Parser { return syntax.NewParser(syntax.Variant(syntax.LangBash)) }

// runText runs a script that is in memory, each line before the next is done:
// what stands before a syntax error has been done. Not each statement, because
// the here-documents of all of them follow after the line.
func (s *Shell) runText(text, name string) {
	if s.opts['v'] && name != "trap" {
		s.write(2, strings.TrimSuffix(text, "\n")+"\n")
	}
	var line []*syntax.Stmt
	err := newParser().Stmts(strings.NewReader(text), func(st *syntax.Stmt) bool {
		if len(line) > 0 && st.Pos().Line() > line[0].Pos().Line() {
			s.stmts(line)
			line = nil
		}
		line = append(line, st)
		return s.jump.kind == noJump
	})
	s.stmts(line)
	if err != nil && s.jump.kind == noJump {
		s.syntaxError(name, err)
	}
}

func (s *Shell) syntaxError(name string, err error) {
	if name != "" && name != s.name {
		err = errors.New(name + ": " + err.Error())
	}
	s.fatal(err)
}

// runScript runs a file in this shell: sh file, and the dot builtin.
func (s *Shell) runScript(path string) {
	text, err := os.ReadFile(path)
	if err != nil {
		var cause *os.PathError
		errors.As(err, &cause)
		s.errorf("read %s: %v", path, cause.Err)
		s.status = 127
		return
	}
	s.runText(string(text), path)
}

// lineReader gives the lines of a script that arrives bit by bit.
type lineReader interface {
	// line returns one line with its newline. more says that it continues
	// what the last one began. The error is io.EOF at the end, or
	// errInterrupt when the user gave up what was typed.
	line(more bool) (string, error)
}

var errInterrupt = errors.New("interrupted")

// runLines reads as many lines as a command needs and runs it before it reads
// the next, because the command may read from the same input.
func (s *Shell) runLines(r lineReader) {
	pending := ""
	for s.jump.kind != jumpExit {
		line, err := r.line(pending != "")
		if errors.Is(err, errInterrupt) {
			pending = ""
			continue
		}
		if s.opts['v'] {
			s.write(2, line)
		}
		pending += line
		if err == nil && isIncomplete(pending) {
			continue
		}
		if strings.TrimSpace(pending) != "" {
			s.runText(pending, "")
		}
		pending = ""
		if err != nil {
			return
		}
	}
}

// isIncomplete reports that text needs another line: an open quote, compound,
// here-document, or a backslash at the end.
func isIncomplete(text string) bool {
	_, err := newParser().Parse(strings.NewReader(text), "")
	if syntax.IsIncomplete(err) {
		return true
	}
	line := strings.TrimSuffix(text, "\n")
	backslashes := len(line) - len(strings.TrimRight(line, `\`))
	return err == nil && backslashes%2 == 1
}

// descriptorLines reads a script from a descriptor one byte at a time: what
// follows the line is the input of the commands in it.
type descriptorLines struct {
	s  *Shell
	fd int
}

func (d *descriptorLines) line(bool) (string, error) {
	return d.s.readUntil(d.fd, '\n')
}

// readUntil reads through a delimiter. At the end of the input it returns what
// there was and io.EOF.
func (s *Shell) readUntil(n int, delimiter byte) (string, error) {
	fd, ok := s.fds[n]
	if !ok {
		return "", unix.EBADF
	}
	var line []byte
	var b [1]byte
	for {
		switch n, err := unix.Read(fd, b[:]); {
		case err == unix.EINTR:
			continue
		case err != nil:
			return string(line), err
		case n == 0:
			return string(line), io.EOF
		}
		line = append(line, b[0])
		if b[0] == delimiter {
			return string(line), nil
		}
	}
}
