package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// call runs a simple command: expand the words, redirect, assign, and then run
// a special builtin, a function, a builtin or a program, looked for in that
// order (POSIX 2.9.1).
func (s *Shell) call(c *syntax.CallExpr, redirs []*syntax.Redirect) {
	if s.expandAlias(c, redirs) {
		return
	}
	s.substitute = 0
	args, err := s.arguments(c)
	if err != nil {
		s.fatal(err)
		return
	}
	if len(args) > 0 {
		s.trace(args)
	}
	r, err := s.redirect(redirs)
	if err != nil {
		s.errorf("%v", err)
		s.status = 2
		if len(args) > 0 && builtins[args[0]].special {
			s.abort()
		}
		return
	}
	if len(args) == 0 {
		s.assignOnly(c.Assigns)
		r.restore()
		return
	}
	if args[0] == "exec" && len(args) == 1 {
		r.keep()
		s.status = 0
		return
	}
	s.invoke(args, c.Assigns)
	r.restore()
}

// arguments expands the words. After export, readonly and local, a word that
// looks like an assignment is expanded as one: its value is not split.
func (s *Shell) arguments(c *syntax.CallExpr) ([]string, error) {
	if len(c.Args) == 0 || !declares[c.Args[0].Lit()] {
		return s.config().Fields(c.Args...)
	}
	var args []string
	for _, word := range c.Args {
		if isAssignment(word) {
			text, err := s.config().Literal(word)
			if err != nil {
				return nil, err
			}
			args = append(args, text)
			continue
		}
		fields, err := s.config().Fields(word)
		if err != nil {
			return nil, err
		}
		args = append(args, fields...)
	}
	return args, nil
}

var declares = map[string]bool{"export": true, "readonly": true, "local": true, "declare": true, "typeset": true}

func isAssignment(w *syntax.Word) bool {
	lit, ok := w.Parts[0].(*syntax.Lit)
	if !ok {
		return false
	}
	name, _, found := strings.Cut(lit.Value, "=")
	return found && syntax.ValidName(name)
}

// declarationCall turns the parser's special form of export a=b back into a
// command with words.
func declarationCall(d *syntax.DeclClause) *syntax.CallExpr {
	c := &syntax.CallExpr{Args: []*syntax.Word{{Parts: []syntax.WordPart{d.Variant}}}}
	for _, a := range d.Args {
		c.Args = append(c.Args, assignmentWord(a))
	}
	return c
}

func assignmentWord(a *syntax.Assign) *syntax.Word {
	if a.Name == nil {
		return a.Value
	}
	text := a.Name.Value
	if !a.Naked {
		text += "="
	}
	parts := []syntax.WordPart{&syntax.Lit{ValuePos: a.Pos(), ValueEnd: a.End(), Value: text}}
	if a.Value != nil {
		parts = append(parts, a.Value.Parts...)
	}
	return &syntax.Word{Parts: parts}
}

// assignOnly is a command of assignments: its status is that of the last
// command substitution in them.
func (s *Shell) assignOnly(assigns []*syntax.Assign) {
	for _, a := range assigns {
		value, err := s.assignmentValue(a)
		if err == nil {
			s.trace([]string{a.Name.Value + "=" + value})
			err = s.setVar(a.Name.Value, value)
		}
		if err != nil {
			s.fatal(err)
			return
		}
	}
	s.status = s.substitute
}

func (s *Shell) assignmentValue(a *syntax.Assign) (string, error) {
	if a.Array != nil || a.Index != nil {
		return "", errArray
	}
	value, err := s.config().Literal(a.Value)
	if a.Append {
		value = s.vars.value(a.Name.Value) + value
	}
	return value, err
}

// invoke runs a command whose words are known, with the assignments in front
// of it. They last as long as the command, but those in front of a special
// builtin stay.
func (s *Shell) invoke(args []string, assigns []*syntax.Assign) {
	builtin, isBuiltin := builtins[args[0]]
	f, isFunction := s.funcs[args[0]]
	scopes, err := s.assignFor(assigns)
	if !builtin.special {
		defer func() { s.vars.restore(scopes) }()
	}
	if err != nil {
		s.fatal(err)
		return
	}
	switch {
	case isFunction && !builtin.special:
		s.callFunction(f, args[1:])
	case isBuiltin:
		s.status = builtin.run(s, args[1:])
	default:
		s.foreground(s.program(args))
	}
}

func (s *Shell) assignFor(assigns []*syntax.Assign) (scopes []scope, err error) {
	for _, a := range assigns {
		value, err := s.assignmentValue(a)
		if err != nil {
			return scopes, err
		}
		scopes = append(scopes, s.vars.remember(a.Name.Value))
		if err := s.setVar(a.Name.Value, value); err != nil {
			return scopes, err
		}
		v := s.vars[a.Name.Value]
		v.exported = true
		s.vars[a.Name.Value] = v
	}
	return scopes, nil
}

// program starts one external command as a job of its own.
func (s *Shell) program(args []string) *job {
	j := &job{text: strings.Join(args, " ")}
	s.enlist(j, s.spawn(args, j))
	return j
}

// trace is set -x.
func (s *Shell) trace(words []string) {
	if !s.opts['x'] {
		return
	}
	prompt := "+ "
	if v := s.vars["PS4"]; v.set {
		prompt = s.expandPrompt(v.value)
	}
	s.write(2, prompt+strings.Join(words, " ")+"\n")
}
