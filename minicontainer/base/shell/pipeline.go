package shell

import (
	"strings"

	"golang.org/x/sys/unix"
	"mvdan.cc/sh/v3/syntax"
)

func isPipe(b *syntax.BinaryCmd) bool { return b.Op == syntax.Pipe || b.Op == syntax.PipeAll }

// stages flattens a | b | c, which the parser nests to the left. Of `a |& b`
// the left stage gets 2>&1, which is what it means.
func stages(b *syntax.BinaryCmd) []*syntax.Stmt {
	left := *b.X
	if b.Op == syntax.PipeAll {
		left.Redirs = append(left.Redirs[:len(left.Redirs):len(left.Redirs)], &syntax.Redirect{
			OpPos: b.OpPos, Op: syntax.DplOut, N: &syntax.Lit{ValuePos: b.OpPos, ValueEnd: b.OpPos, Value: "2"}, Word: word("1"),
		})
	}
	if inner, ok := left.Cmd.(*syntax.BinaryCmd); ok && isPipe(inner) && !left.Negated && len(left.Redirs) == 0 {
		return append(stages(inner), b.Y)
	}
	return []*syntax.Stmt{&left, b.Y}
}

func word(text string) *syntax.Word {
	return &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{Value: text}}}
}

// pipeline starts every stage as a process, each writing to a pipe the next
// reads from, and does not wait. The shell keeps no end of a pipe: a reader
// sees the end of its input only when the last writer has closed.
func (s *Shell) pipeline(list []*syntax.Stmt) *job {
	j := &job{text: jobText(list)}
	s.startStages(j, list)
	return j
}

func (s *Shell) startStages(j *job, list []*syntax.Stmt) {
	if s.terminal != nil {
		s.reaper.hold()
		defer s.reaper.release()
	}
	previous := -1
	for i, st := range list {
		r := &redirection{table: s.fds}
		if previous >= 0 {
			r.set(0, previous)
			previous = -1
		}
		if i < len(list)-1 {
			read, write, err := pipe()
			if err != nil {
				s.errorf("create pipe: %v", err)
				s.enlist(j, failed(2))
				r.restore()
				return
			}
			r.set(1, write)
			previous = read
		}
		p := s.startStage(st, j)
		r.restore()
		s.enlist(j, p)
	}
}

func pipe() (read, write int, err error) {
	var p [2]int
	if err := unix.Pipe2(p[:], unix.O_CLOEXEC); err != nil {
		return -1, -1, err
	}
	if read, err = own(p[0]); err != nil {
		unix.Close(p[1])
		return -1, -1, err
	}
	if write, err = own(p[1]); err != nil {
		unix.Close(read)
		return -1, -1, err
	}
	return read, write, nil
}

// startStage starts one statement as a process: a program directly, anything
// else as a shell of its own.
func (s *Shell) startStage(st *syntax.Stmt, j *job) *process {
	sub, isSubshell := st.Cmd.(*syntax.Subshell)
	call, isCall := st.Cmd.(*syntax.CallExpr)
	switch {
	case st.Negated || !isSubshell && !isCall:
	case isSubshell:
		return s.redirected(st.Redirs, func() *process { return s.subshell(source(sub.Stmts...), j) })
	case s.isProgram(call):
		return s.startProgram(call, st.Redirs, j)
	}
	return s.subshell(source(st), j)
}

func (s *Shell) redirected(redirs []*syntax.Redirect, start func() *process) *process {
	r, err := s.redirect(redirs)
	if err != nil {
		s.errorf("%v", err)
		return failed(2)
	}
	defer r.restore()
	return start()
}

// isProgram reports that a command is certain to be a file found by PATH, and
// that expanding its words changes nothing in this shell.
func (s *Shell) isProgram(c *syntax.CallExpr) bool {
	if len(c.Args) == 0 {
		return false
	}
	name := c.Args[0].Lit()
	_, isFunction := s.funcs[name]
	_, isBuiltin := builtins[name]
	_, isAlias := s.alias[name]
	return name != "" && !strings.ContainsAny(name, `\~*?[`) && !isFunction && !isBuiltin && !isAlias && isPure(c)
}

// isPure reports that no expansion inside a node assigns to a variable or ends
// the shell: such a one belongs into a process of its own.
func isPure(node syntax.Node) bool {
	pure := true
	syntax.Walk(node, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CmdSubst:
			return false
		case *syntax.ArithmExp:
			pure = false
		case *syntax.ParamExp:
			if n.Exp != nil {
				switch n.Exp.Op {
				case syntax.AssignUnset, syntax.AssignUnsetOrNull, syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
					pure = false
				}
			}
		}
		return pure
	})
	return pure
}

func (s *Shell) startProgram(c *syntax.CallExpr, redirs []*syntax.Redirect, j *job) *process {
	args, err := s.arguments(c)
	if err != nil {
		s.errorf("%v", err)
		return failed(2)
	}
	s.trace(args)
	scopes, err := s.assignFor(c.Assigns)
	defer func() { s.vars.restore(scopes) }()
	if err != nil {
		s.errorf("%v", err)
		return failed(2)
	}
	return s.redirected(redirs, func() *process { return s.spawn(args, j) })
}

// background starts a statement and goes on. A list such as `a && b &` runs in
// one subshell, a pipeline as its processes.
func (s *Shell) background(st *syntax.Stmt) {
	plain := *st
	plain.Background = false
	list := []*syntax.Stmt{&plain}
	if b, ok := st.Cmd.(*syntax.BinaryCmd); ok && isPipe(b) && !st.Negated && len(st.Redirs) == 0 {
		list = stages(b)
	}
	j := &job{text: jobText(list), background: true}
	if s.terminal != nil {
		s.startStages(j, list)
	} else {
		s.detached(func() { s.startStages(j, list) })
	}
	s.remember(j)
	s.lastPid = j.procs[len(j.procs)-1].pid
	s.status = 0
	if s.opts['i'] {
		s.printTo(2, "[%d] %d\n", j.id, s.lastPid)
	}
}

// detached starts a background command that the terminal is not for: standard
// input is empty and interrupts are ignored.
func (s *Shell) detached(start func()) {
	null, err := openFile("/dev/null", 0)
	if err != nil {
		null, err = memory("") // a root filesystem without /dev
	}
	r := &redirection{table: s.fds}
	if err == nil {
		r.set(0, null)
	}
	s.withoutInterrupts(start)
	r.restore()
}

// jobText is what jobs(1) shows of a pipeline, in one line.
func jobText(list []*syntax.Stmt) string {
	var texts []string
	for _, st := range list {
		texts = append(texts, strings.Join(strings.Fields(source(st)), " "))
	}
	return strings.Join(texts, " | ")
}

// source prints statements as the text they came from.
func source(list ...*syntax.Stmt) string {
	var b strings.Builder
	if err := syntax.NewPrinter().Print(&b, &syntax.File{Stmts: list}); err != nil {
		return ""
	}
	return strings.TrimRight(b.String(), "\n")
}
