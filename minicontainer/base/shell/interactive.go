package shell

import (
	"errors"
	"io"

	"github.com/minicontainer/minicontainer/minicontainer/base/edit"
	"golang.org/x/sys/unix"
)

// beInteractive prepares a shell that someone types at: the signals of the
// keyboard do not end it, and with a terminal of its own it controls jobs.
func (s *Shell) beInteractive() {
	s.opts['i'] = true
	if s.isTerminal(0) {
		t, err := openTerminal(s.fds[0])
		if err != nil {
			s.errorf("no job control: the terminal does not control this session: %v", err)
		}
		s.terminal = t
		s.opts['m'] = t != nil
	}
	for _, sig := range promptSignals {
		s.catch(sig)
	}
}

func (s *Shell) runInteractive() {
	if env := s.vars.value("ENV"); env != "" {
		s.runScript(s.expandPrompt(env))
	}
	s.runLines(s.typedLines())
	if !s.leaving() {
		s.write(2, "\n")
	}
}

func (s *Shell) leaving() bool { return s.jump.kind == jumpExit }

// typedLines is a line editor on a terminal, and plain reading elsewhere (sh -i
// with a pipe, as tests and expect scripts do it).
func (s *Shell) typedLines() lineReader {
	if !s.isTerminal(0) || s.vars.value("TERM") == "dumb" {
		return &promptedLines{s}
	}
	e := edit.New(s.fds[0], s.fds[2])
	e.History = edit.OpenHistory(s.historyFile())
	e.Complete = s.completions
	return &editedLines{s, e}
}

func (s *Shell) historyFile() string {
	if v := s.vars["HISTFILE"]; v.set {
		return v.value
	}
	if home := s.vars.value("HOME"); home != "" {
		return home + "/.sh_history"
	}
	return ""
}

// beforePrompt brings the shell back to order after a command.
func (s *Shell) beforePrompt() {
	s.settle()
	s.tested, s.loops, s.calls, s.locals = 0, 0, 0, nil
	s.reportJobs()
}

// settle deals with the signals that came while nothing ran. They must not be
// taken for keys meant for the next job.
func (s *Shell) settle() {
	s.runPendingTraps()
	if s.jump.kind == jumpAbort {
		s.jump = jump{}
	}
}

type promptedLines struct{ s *Shell }

func (p *promptedLines) line(more bool) (string, error) {
	p.s.beforePrompt()
	p.s.write(2, p.s.prompt(more))
	defer p.s.settle()
	return p.s.readUntil(0, '\n')
}

type editedLines struct {
	s      *Shell
	editor *edit.Editor
}

func (l *editedLines) line(more bool) (string, error) {
	l.s.beforePrompt()
	for {
		text, err := l.editor.ReadLine(l.s.prompt(more))
		l.s.settle()
		switch {
		case errors.Is(err, edit.ErrInterrupt):
			l.s.status = 128 + int(unix.SIGINT)
			return "", errInterrupt
		case errors.Is(err, io.EOF) && !more && l.s.warnStopped():
			continue
		case err != nil:
			return "", io.EOF
		}
		return text + "\n", nil
	}
}
