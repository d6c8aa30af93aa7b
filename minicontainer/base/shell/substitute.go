package shell

import (
	"strings"

	"golang.org/x/sys/unix"
	"mvdan.cc/sh/v3/syntax"
)

// Substitute runs $(…) and returns its output without the newlines at its end.
func (e environ) Substitute(cs *syntax.CmdSubst) (string, error) {
	s := e.Shell
	var status int
	var out string
	var err error
	switch {
	case len(cs.Stmts) == 0:
		// nothing to run: status 0, no output
	case isFileRead(cs.Stmts):
		out, status, err = s.substituteFile(cs.Stmts[0])
	case s.isPureBuiltin(cs.Stmts):
		out, status, err = s.substituteBuiltin(cs.Stmts[0])
	default:
		out, status, err = s.substituteProcess(cs.Stmts)
	}
	s.substitute = status
	out = strings.ReplaceAll(out, "\x00", "")
	return strings.TrimRight(out, "\n"), err
}

// isFileRead is $(<file).
func isFileRead(list []*syntax.Stmt) bool {
	return len(list) == 1 && list[0].Cmd == nil && len(list[0].Redirs) == 1 && list[0].Redirs[0].Op == syntax.RdrIn
}

func (s *Shell) substituteFile(st *syntax.Stmt) (string, int, error) {
	r, err := s.redirect(st.Redirs)
	if err != nil {
		s.errorf("%v", err)
		return "", 2, nil
	}
	defer r.restore()
	out, err := readAll(s.fds[0])
	return out, 0, err
}

// isPureBuiltin finds the builtins that only print: they change nothing that a
// process of their own would have to keep apart.
func (s *Shell) isPureBuiltin(list []*syntax.Stmt) bool {
	if len(list) != 1 || list[0].Negated || list[0].Background || len(list[0].Redirs) > 0 {
		return false
	}
	c, ok := list[0].Cmd.(*syntax.CallExpr)
	if !ok || len(c.Args) == 0 || len(c.Assigns) > 0 {
		return false
	}
	name := c.Args[0].Lit()
	_, isFunction := s.funcs[name]
	_, isAlias := s.alias[name]
	return builtins[name].pure && !isFunction && !isAlias && isPure(c)
}

// substituteBuiltin lets the builtin write to a file in memory, which unlike a
// pipe never fills up.
func (s *Shell) substituteBuiltin(st *syntax.Stmt) (string, int, error) {
	fd, err := memory("")
	if err != nil {
		return "", 2, err
	}
	held, status := s.jump, s.status
	r := &redirection{table: s.fds}
	r.set(1, fd)
	s.stmtInside(st)
	result := s.status
	s.jump, s.status = held, status
	out, err := readFrom(fd)
	r.restore()
	return out, result, err
}

// stmtInside keeps set -e out: what fails in $(…) ends $(…), not the shell.
func (s *Shell) stmtInside(st *syntax.Stmt) { s.testing(func() { s.stmt(st) }) }

func readFrom(fd int) (string, error) {
	if _, err := unix.Seek(fd, 0, unix.SEEK_SET); err != nil {
		return "", err
	}
	return readAll(fd)
}

// substituteProcess reads from a pipe until every process that can write to it
// has closed it, and then waits for the job.
func (s *Shell) substituteProcess(list []*syntax.Stmt) (string, int, error) {
	read, write, err := pipe()
	if err != nil {
		return "", 2, err
	}
	defer unix.Close(read)
	r := &redirection{table: s.fds}
	r.set(1, write)
	j := s.startSubstitution(list)
	r.restore()
	out, err := readAll(read)
	for s.state(j) != done {
		<-s.reaper.changed
	}
	return out, s.jobStatus(j), err
}

// startSubstitution starts programs in the shell's own process group: Ctrl-C
// reaches them together with the shell that waits for their output.
func (s *Shell) startSubstitution(list []*syntax.Stmt) *job {
	held := s.terminal
	s.terminal = nil
	defer func() { s.terminal = held }()
	if len(list) != 1 || list[0].Background || list[0].Negated {
		j := &job{}
		s.enlist(j, s.subshell(source(list...), j))
		return j
	}
	if b, ok := list[0].Cmd.(*syntax.BinaryCmd); ok && isPipe(b) && len(list[0].Redirs) == 0 {
		return s.pipeline(stages(b))
	}
	return s.pipeline(list)
}
