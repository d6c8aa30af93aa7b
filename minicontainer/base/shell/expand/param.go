package expand

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"
)

// param expands $x, ${x} and every ${x op word}. Beyond POSIX there are
// ${x/a/b}, ${x:1:2}, ${x^^}, ${x,,} and ${!x}, which people type by habit.
func (c *Config) param(pe *syntax.ParamExp, q quoting) ([]piece, error) {
	if pe.Index != nil || pe.Names != 0 || pe.Width {
		return nil, fmt.Errorf("%s: bad substitution", pe.Param.Value)
	}
	name := pe.Param.Value
	if pe.Excl {
		name, _ = c.Get(name)
	}
	if pe.Exp != nil && isDefaultOp(pe.Exp.Op) {
		return c.defaulted(name, pe, q)
	}
	text, set := c.lookup(name, pe)
	if !set && c.NoUnset && name != "@" && name != "*" {
		return nil, fmt.Errorf("%s: parameter not set", name)
	}
	switch {
	case pe.Length:
		return []piece{value(c.length(name, text), q)}, nil
	case pe.Exp != nil:
		return c.edited(text, pe.Exp, q)
	case pe.Slice != nil:
		return c.sliced(text, pe.Slice, q)
	case pe.Repl != nil:
		return c.replaced(text, pe.Repl, q)
	}
	return c.plain(name, text, q), nil
}

// lookup knows the one parameter that only the syntax tree can tell.
func (c *Config) lookup(name string, pe *syntax.ParamExp) (string, bool) {
	switch name {
	case "LINENO":
		return strconv.FormatUint(uint64(pe.Pos().Line()), 10), true
	case "@", "*":
		return strings.Join(c.Params(), " "), len(c.Params()) > 0
	}
	return c.Get(name)
}

func (c *Config) length(name, text string) string {
	if name == "@" || name == "*" {
		return strconv.Itoa(len(c.Params()))
	}
	return strconv.Itoa(utf8.RuneCountInString(text))
}

// plain is the value itself; $@ and $* are as many fields as there are parameters,
// but "$*" is one, joined by the first character of IFS.
func (c *Config) plain(name, text string, q quoting) []piece {
	if name == "*" && (q.isQuoted() || q == assign) {
		sep := c.ifs()
		sep = sep[:min(len(sep), runeLen(sep))]
		return []piece{value(strings.Join(c.Params(), sep), q)}
	}
	if name != "@" && name != "*" {
		return []piece{value(text, q)}
	}
	var pieces []piece
	for i, p := range c.Params() {
		if i > 0 {
			pieces = append(pieces, piece{end: true})
		}
		pieces = append(pieces, value(p, q))
	}
	return pieces
}

func isDefaultOp(op syntax.ParExpOperator) bool {
	switch op {
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull, syntax.DefaultUnset, syntax.DefaultUnsetOrNull,
		syntax.ErrorUnset, syntax.ErrorUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
		return true
	}
	return false
}

// defaulted is ${x-w} ${x=w} ${x?w} ${x+w}; with a colon an empty value
// counts as unset. Only the word that is used is expanded.
func (c *Config) defaulted(name string, pe *syntax.ParamExp, q quoting) ([]piece, error) {
	text, set := c.lookup(name, pe)
	switch pe.Exp.Op {
	case syntax.AlternateUnsetOrNull, syntax.DefaultUnsetOrNull, syntax.ErrorUnsetOrNull, syntax.AssignUnsetOrNull:
		set = set && text != ""
	}
	switch pe.Exp.Op {
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		if !set {
			return nil, nil
		}
		return c.operand(pe.Exp.Word, q)
	}
	if set {
		return c.plain(name, text, q), nil
	}
	switch pe.Exp.Op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull:
		return c.operand(pe.Exp.Word, q)
	case syntax.AssignUnset, syntax.AssignUnsetOrNull:
		word, err := c.Literal(pe.Exp.Word)
		if err == nil {
			err = c.Set(name, word)
		}
		return []piece{value(word, q)}, err
	}
	return nil, c.unsetError(name, pe.Exp.Word)
}

func (c *Config) unsetError(name string, word *syntax.Word) error {
	message, err := c.Literal(word)
	if err != nil {
		return err
	}
	if message == "" {
		message = "parameter not set"
	}
	return fmt.Errorf("%s: %s", name, message)
}

// operand expands the word after an operator in the quoting around it.
func (c *Config) operand(word *syntax.Word, q quoting) ([]piece, error) {
	if word == nil {
		return nil, nil
	}
	if q == bare {
		q = operand
	}
	return c.parts(word.Parts, q)
}

// edited is ${x#p} ${x##p} ${x%p} ${x%%p} and the case changes.
func (c *Config) edited(text string, exp *syntax.Expansion, q quoting) ([]piece, error) {
	pattern, err := c.Pattern(exp.Word)
	if err != nil {
		return nil, err
	}
	switch exp.Op {
	case syntax.RemSmallPrefix:
		text = cutPrefix(text, pattern, false)
	case syntax.RemLargePrefix:
		text = cutPrefix(text, pattern, true)
	case syntax.RemSmallSuffix:
		text = cutSuffix(text, pattern, false)
	case syntax.RemLargeSuffix:
		text = cutSuffix(text, pattern, true)
	case syntax.UpperAll, syntax.UpperFirst:
		text = changeCase(text, unicode.ToUpper, exp.Op == syntax.UpperAll)
	case syntax.LowerAll, syntax.LowerFirst:
		text = changeCase(text, unicode.ToLower, exp.Op == syntax.LowerAll)
	default:
		return nil, fmt.Errorf("%s: bad substitution", exp.Op)
	}
	return []piece{value(text, q)}, nil
}

func changeCase(text string, change func(rune) rune, all bool) string {
	n := len(text)
	if !all {
		n = runeLen(text)
	}
	return strings.Map(change, text[:n]) + text[n:]
}

// sliced is ${x:offset:length}, counted in characters; negative counts from the end.
func (c *Config) sliced(text string, s *syntax.Slice, q quoting) ([]piece, error) {
	runes := []rune(text)
	offset, err := c.position(s.Offset, len(runes))
	if err != nil {
		return nil, err
	}
	runes = runes[offset:]
	if s.Length != nil {
		length, err := c.position(s.Length, len(runes))
		if err != nil {
			return nil, err
		}
		runes = runes[:length]
	}
	return []piece{value(string(runes), q)}, nil
}

func (c *Config) position(expr syntax.ArithmExpr, size int) (int, error) {
	if expr == nil {
		return 0, nil
	}
	n, err := c.eval(expr, 0)
	if n < 0 {
		n = max(n+int64(size), 0)
	}
	return int(min(n, int64(size))), err
}

// replaced is ${x/pattern/text} and ${x//pattern/text}.
func (c *Config) replaced(text string, r *syntax.Replace, q quoting) ([]piece, error) {
	pattern, err := c.Pattern(r.Orig)
	if err != nil || pattern == "" {
		return []piece{value(text, q)}, err
	}
	with, err := c.Literal(r.With)
	if err != nil {
		return nil, err
	}
	return []piece{value(replace(text, pattern, with, r.All), q)}, nil
}
