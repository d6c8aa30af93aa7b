package shell

import (
	"fmt"

	"github.com/minicontainer/minicontainer/minicontainer/base/shell/expand"
	"mvdan.cc/sh/v3/syntax"
)

// compound runs the commands that contain commands. Their redirections are in
// force already.
func (s *Shell) compound(cmd syntax.Command) {
	switch cmd := cmd.(type) {
	case *syntax.Block:
		s.stmts(cmd.Stmts)
	case *syntax.BinaryCmd:
		if isPipe(cmd) {
			s.foreground(s.pipeline(stages(cmd)))
		} else {
			s.andOr(cmd)
		}
	case *syntax.IfClause:
		s.ifClause(cmd)
	case *syntax.WhileClause:
		s.whileClause(cmd)
	case *syntax.ForClause:
		s.forClause(cmd)
	case *syntax.CaseClause:
		s.caseClause(cmd)
	case *syntax.FuncDecl:
		s.funcs[cmd.Name.Value] = cmd
		s.status = 0
	case *syntax.ArithmCmd:
		s.arithmetic(cmd.X)
	case *syntax.LetClause:
		s.arithmetic(cmd.Exprs...)
	case *syntax.TestClause:
		s.testClause(cmd)
	case *syntax.TimeClause:
		s.timed(cmd.Stmt)
	default:
		s.fatal(fmt.Errorf("%T: not supported", cmd))
	}
}

func (s *Shell) condition(list []*syntax.Stmt) bool {
	s.testing(func() { s.stmts(list) })
	return s.jump.kind == noJump && s.status == 0
}

func (s *Shell) ifClause(c *syntax.IfClause) {
	for ; c != nil; c = c.Else {
		if len(c.Cond) == 0 || s.condition(c.Cond) {
			s.stmts(c.Then)
			return
		}
		if s.jump.kind != noJump {
			return
		}
	}
	s.status = 0
}

func (s *Shell) whileClause(w *syntax.WhileClause) {
	s.loop(func(body func() bool) {
		last := 0
		for s.condition(w.Cond) != w.Until && s.jump.kind == noJump {
			again := body()
			if last = s.status; !again {
				break
			}
		}
		if s.jump.kind == noJump {
			s.status = last
		}
	}, w.Do)
}

// loop calls run with the body, which reports whether to go round again. A
// break or continue meant for an outer loop stays in s.jump.
func (s *Shell) loop(run func(body func() bool), list []*syntax.Stmt) {
	s.loops++
	defer func() { s.loops-- }()
	run(func() bool {
		s.stmts(list)
		return s.nextRound()
	})
	s.nextRound() // a break in the condition
}

func (s *Shell) nextRound() bool {
	if s.jump.kind != jumpBreak && s.jump.kind != jumpContinue {
		return s.jump.kind == noJump
	}
	kind := s.jump.kind
	if s.jump.levels--; s.jump.levels > 0 {
		return false
	}
	s.jump = jump{}
	return kind == jumpContinue
}

func (s *Shell) forClause(f *syntax.ForClause) {
	switch l := f.Loop.(type) {
	case *syntax.WordIter:
		if !f.Select {
			s.forWords(l, f.Do)
			return
		}
	case *syntax.CStyleLoop:
		s.forArithmetic(l, f.Do)
		return
	}
	s.fatal(fmt.Errorf("select: not supported"))
}

func (s *Shell) forWords(l *syntax.WordIter, do []*syntax.Stmt) {
	items := s.params
	if l.InPos.IsValid() {
		var err error
		if items, err = s.config().Fields(l.Items...); err != nil {
			s.fatal(err)
			return
		}
	}
	s.status = 0
	s.loop(func(body func() bool) {
		for _, item := range items {
			if err := s.setVar(l.Name.Value, item); err != nil {
				s.fatal(err)
				return
			}
			if !body() {
				return
			}
		}
	}, do)
}

func (s *Shell) forArithmetic(l *syntax.CStyleLoop, do []*syntax.Stmt) {
	s.number(l.Init)
	s.loop(func(body func() bool) {
		for (l.Cond == nil || s.number(l.Cond) != "0") && s.jump.kind == noJump && body() {
			s.number(l.Post)
		}
	}, do)
}

func (s *Shell) number(x syntax.ArithmExpr) string {
	if x == nil {
		return "0"
	}
	n, err := s.config().Arithmetic(x)
	if err != nil {
		s.fatal(err)
	}
	return n
}

func (s *Shell) arithmetic(exprs ...syntax.ArithmExpr) {
	for _, x := range exprs {
		if n := s.number(x); s.jump.kind == noJump {
			s.status = boolStatus(n != "0")
		}
	}
}

func (s *Shell) caseClause(c *syntax.CaseClause) {
	word, err := s.config().Literal(c.Word)
	if err != nil {
		s.fatal(err)
		return
	}
	s.status = 0
	fall := false
	for _, item := range c.Items {
		if !fall && !s.caseMatches(item, word) {
			continue
		}
		s.stmts(item.Stmts)
		if fall = item.Op == syntax.Fallthrough; !fall && item.Op != syntax.Resume || s.jump.kind != noJump {
			return
		}
	}
}

func (s *Shell) caseMatches(item *syntax.CaseItem, word string) bool {
	for _, p := range item.Patterns {
		pattern, err := s.config().Pattern(p)
		if err != nil {
			s.fatal(err)
			return false
		}
		if expand.Match(pattern, word) {
			return true
		}
	}
	return false
}

// callFunction runs a function with its own parameters. Variables are shared,
// except those it declares local.
func (s *Shell) callFunction(f *syntax.FuncDecl, args []string) {
	params, loops := s.params, s.loops
	s.params, s.loops = args, 0
	s.calls++
	s.locals = append(s.locals, nil)
	s.stmt(f.Body)
	s.vars.restore(s.locals[len(s.locals)-1])
	s.locals = s.locals[:len(s.locals)-1]
	s.calls--
	s.params, s.loops = params, loops
	s.endReturn()
}

func (s *Shell) endReturn() {
	if s.jump.kind == jumpReturn {
		s.jump = jump{}
	}
}
