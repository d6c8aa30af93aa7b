package shell

import (
	"errors"

	"mvdan.cc/sh/v3/syntax"
)

// jump is a way out of the statements being run: break, continue, return,
// exit. Each construct passes it on until the one it is meant for takes it.
type jump struct {
	kind   jumpKind
	levels int // loops still to leave, for break and continue
}

type jumpKind int

const (
	noJump jumpKind = iota
	jumpBreak
	jumpContinue
	jumpReturn
	jumpAbort // back to the prompt
	jumpExit
)

// abort gives up what is being run; without a prompt to return to, the shell.
func (s *Shell) abort() {
	if s.opts['i'] {
		s.jump = jump{kind: jumpAbort}
	} else {
		s.jump = jump{kind: jumpExit}
	}
}

func (s *Shell) stmts(list []*syntax.Stmt) {
	for _, st := range list {
		if s.jump.kind != noJump {
			return
		}
		s.stmt(st)
	}
}

// stmt runs one statement and the traps of the signals that came meanwhile.
func (s *Shell) stmt(st *syntax.Stmt) {
	if s.opts['n'] && !s.opts['i'] {
		return
	}
	switch {
	case st.Coprocess:
		s.fatal(errors.New("coprocesses are not supported"))
	case st.Background:
		s.background(st)
	case st.Negated:
		s.testing(func() { s.command(st.Cmd, st.Redirs) })
		s.status = boolStatus(s.status != 0)
	default:
		s.command(st.Cmd, st.Redirs)
		s.exitOnError(st.Cmd)
	}
	s.runPendingTraps()
}

// testing runs f where a failure is an answer, not an error: set -e does not
// apply to conditions.
func (s *Shell) testing(f func()) {
	s.tested++
	f()
	s.tested--
}

// exitOnError is set -e. A compound command has been judged inside already,
// and the left side of && and || is a condition.
func (s *Shell) exitOnError(cmd syntax.Command) {
	if s.status == 0 || !s.opts['e'] || s.tested > 0 || s.jump.kind != noJump {
		return
	}
	switch cmd := cmd.(type) {
	case *syntax.CallExpr, *syntax.Subshell, *syntax.DeclClause, *syntax.ArithmCmd, *syntax.LetClause, *syntax.TestClause, nil:
	case *syntax.BinaryCmd:
		if !isPipe(cmd) {
			return
		}
	default:
		return
	}
	s.jump = jump{kind: jumpExit}
}

func (s *Shell) command(cmd syntax.Command, redirs []*syntax.Redirect) {
	switch cmd := cmd.(type) {
	case *syntax.CallExpr:
		s.call(cmd, redirs)
		return
	case *syntax.DeclClause:
		s.call(declarationCall(cmd), redirs)
		return
	case *syntax.Subshell:
		s.foreground(s.pipeline([]*syntax.Stmt{{Cmd: cmd, Redirs: redirs, Position: cmd.Pos()}}))
		return
	}
	r, err := s.redirect(redirs)
	if err != nil {
		s.errorf("%v", err)
		s.status = 2
		return
	}
	defer r.restore()
	if cmd == nil {
		s.status = 0
		return
	}
	s.compound(cmd)
}

func (s *Shell) andOr(b *syntax.BinaryCmd) {
	s.testing(func() { s.stmt(b.X) })
	if s.jump.kind == noJump && (s.status == 0) == (b.Op == syntax.AndStmt) {
		s.stmt(b.Y)
	}
}

func boolStatus(ok bool) int {
	if ok {
		return 0
	}
	return 1
}
