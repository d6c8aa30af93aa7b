package shell

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

var errArray = errors.New("arrays are not supported")

// expandAlias replaces the first word of a command by the text of its alias
// and runs the result, which may be any shell source. A name is not replaced
// again inside its own text, so that alias ls='ls -F' ends.
func (s *Shell) expandAlias(c *syntax.CallExpr, redirs []*syntax.Redirect) bool {
	if len(c.Args) == 0 || len(s.alias) == 0 {
		return false
	}
	name := c.Args[0].Lit()
	text, ok := s.alias[name]
	if !ok || s.expands[name] {
		return false
	}
	rest := &syntax.CallExpr{Args: append([]*syntax.Word{word(text)}, c.Args[1:]...), Assigns: c.Assigns}
	s.expands[name] = true
	s.runText(source(&syntax.Stmt{Cmd: rest, Redirs: redirs}), "alias")
	delete(s.expands, name)
	return true
}

func (s *Shell) aliasBuiltin(args []string) int {
	if len(args) == 0 {
		args = slices.Sorted(maps.Keys(s.alias))
	}
	status := 0
	for _, arg := range args {
		name, text, define := strings.Cut(arg, "=")
		if define {
			s.alias[name] = text
		} else if text, ok := s.alias[name]; ok {
			s.printf("%s=%s\n", name, quote(text))
		} else {
			s.errorf("alias: %s: not found", name)
			status = 1
		}
	}
	return status
}

func (s *Shell) unalias(args []string) int {
	status := 0
	for _, name := range args {
		if name == "-a" {
			clear(s.alias)
			continue
		}
		if _, ok := s.alias[name]; !ok {
			s.errorf("unalias: %s: not found", name)
			status = 1
		}
		delete(s.alias, name)
	}
	return status
}
