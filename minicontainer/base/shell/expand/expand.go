// Package expand turns the words of a shell command into the strings a process
// is started with: tilde, parameters, command substitution, arithmetic, then
// field splitting, then file names, then the quotes go. The order is POSIX's
// (Shell Command Language, 2.6), and it is the whole secret of shell quoting.
//
// Every step works on pieces of text that remember whether they were quoted:
// a quoted piece is never split and its `*` is never a pattern.
//
//	a"$x"*  ──▶  {a} {value of x, quoted} {*}  ──split──▶  fields  ──glob──▶  names
//
// The syntax tree is mvdan.cc/sh's. Its own expand package is not used: it
// treats `\*` as a pattern, loses the empty fields of `IFS=:` and joins the
// parameters of "a$@".
package expand

import (
	"errors"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Env is what an expansion asks of the shell.
type Env interface {
	// Get returns a variable or a special parameter ($?, $1, $# …).
	Get(name string) (value string, set bool)
	// Set assigns, for ${x=word} and arithmetic.
	Set(name, value string) error
	// Params are the positional parameters, without $0.
	Params() []string
	// Substitute runs a command substitution and returns its output without
	// the trailing newlines.
	Substitute(*syntax.CmdSubst) (string, error)
}

// Config is an environment and the options that change what expansion does.
type Config struct {
	Env
	NoUnset bool // set -u: an unset parameter is an error
	NoGlob  bool // set -f: patterns stay as they are
}

// piece is a stretch of expanded text.
type piece struct {
	text   string
	quoted bool // not split, not a pattern, and a field even when empty
	split  bool // the result of an expansion: $IFS splits it
	end    bool // a field ends here, whatever IFS says (between the elements of $@)
}

// quoting is the context a word part stands in.
type quoting int

const (
	bare    quoting = iota
	assign          // the value of name=value: a tilde may follow a colon
	operand         // the word of an unquoted ${x-word}: its text is split too
	double          // inside "…"
	heredoc         // the body of a here-document
)

func (q quoting) isQuoted() bool { return q == double || q == heredoc }

// Fields expands words to the arguments of a command: none, one or many each.
func (c *Config) Fields(words ...*syntax.Word) ([]string, error) {
	var fields []string
	for _, word := range words {
		pieces, err := c.parts(word.Parts, bare)
		if err != nil {
			return nil, err
		}
		for _, field := range split(pieces, c.ifs()) {
			fields = append(fields, c.names(field)...)
		}
	}
	return fields, nil
}

// Literal expands a word to exactly one string, without splitting and without
// file names: the value of an assignment, the word of a case.
func (c *Config) Literal(word *syntax.Word) (string, error) {
	if word == nil {
		return "", nil
	}
	pieces, err := c.parts(word.Parts, assign)
	return join(pieces), err
}

// Document expands the body of a here-document.
func (c *Config) Document(word *syntax.Word) (string, error) {
	if word == nil {
		return "", nil
	}
	pieces, err := c.parts(word.Parts, heredoc)
	return join(pieces), err
}

// Pattern expands a word to a pattern for [Match], in which what was quoted
// is escaped.
func (c *Config) Pattern(word *syntax.Word) (string, error) {
	if word == nil {
		return "", nil
	}
	pieces, err := c.parts(word.Parts, bare)
	return toPattern(pieces), err
}

func (c *Config) parts(parts []syntax.WordPart, q quoting) ([]piece, error) {
	var pieces []piece
	for i, part := range parts {
		var more []piece
		var err error
		if lit, ok := part.(*syntax.Lit); ok {
			more = c.literal(lit.Value, q, i == 0, i == len(parts)-1)
		} else {
			more, err = c.part(part, q)
		}
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, more...)
	}
	return pieces, nil
}

func (c *Config) part(part syntax.WordPart, q quoting) ([]piece, error) {
	switch part := part.(type) {
	case *syntax.SglQuoted:
		text := part.Value
		if part.Dollar {
			text = Unescape(text)
		}
		return []piece{{text: text, quoted: true}}, nil
	case *syntax.DblQuoted:
		return c.doubleQuoted(part)
	case *syntax.ParamExp:
		return c.param(part, q)
	case *syntax.CmdSubst:
		out, err := c.Substitute(part)
		return []piece{value(out, q)}, err
	case *syntax.ArithmExp:
		text, err := c.Arithmetic(part.X)
		return []piece{value(text, q)}, err
	case *syntax.ExtGlob:
		return []piece{{text: part.Op.String() + part.Pattern.Value + ")"}}, nil
	}
	return nil, errors.New("unsupported expansion")
}

// doubleQuoted is an empty field when nothing is inside, and no field at all
// for "$@" without parameters.
func (c *Config) doubleQuoted(d *syntax.DblQuoted) ([]piece, error) {
	pieces, err := c.parts(d.Parts, double)
	if len(pieces) == 0 && !allParams(d.Parts) {
		return []piece{{quoted: true}}, err
	}
	return pieces, err
}

func allParams(parts []syntax.WordPart) bool {
	for _, part := range parts {
		if p, ok := part.(*syntax.ParamExp); !ok || p.Param.Value != "@" {
			return false
		}
	}
	return len(parts) > 0
}

// value is the result of an expansion in its context.
func value(text string, q quoting) piece {
	if q.isQuoted() {
		return piece{text: text, quoted: true}
	}
	return piece{text: text, split: true}
}

// literal is text as the user typed it, backslashes still in it.
func (c *Config) literal(text string, q quoting, first, last bool) []piece {
	if q.isQuoted() {
		return []piece{{text: unescapeDouble(text, q), quoted: true}}
	}
	var pieces []piece
	if home, rest, ok := c.tilde(text, last); ok && first {
		pieces, text = append(pieces, piece{text: home, quoted: true}), rest
	}
	if q == assign {
		text = c.tildesAfterColon(text, last)
	}
	return append(pieces, unescapeBare(text, q == operand)...)
}

// unescapeBare takes the backslashes out of unquoted text; each makes the
// character after it quoted.
func unescapeBare(text string, split bool) []piece {
	var pieces []piece
	for text != "" {
		i := strings.IndexByte(text, '\\')
		if i < 0 || i == len(text)-1 {
			return append(pieces, piece{text: text, split: split})
		}
		if i > 0 {
			pieces = append(pieces, piece{text: text[:i], split: split})
		}
		n := runeLen(text[i+1:])
		pieces = append(pieces, piece{text: text[i+1 : i+1+n], quoted: true})
		text = text[i+1+n:]
	}
	return pieces
}

// unescapeDouble removes the backslashes that mean something inside double
// quotes: before $ ` \ and newline, and before " unless it is a here-document.
func unescapeDouble(text string, q quoting) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			switch next := text[i+1]; {
			case next == '\n':
				i++
				continue
			case next == '$', next == '`', next == '\\', next == '"' && q == double:
				i++
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

func join(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.end {
			b.WriteByte(' ')
		}
		b.WriteString(p.text)
	}
	return b.String()
}

func (c *Config) ifs() string {
	if ifs, set := c.Get("IFS"); set {
		return ifs
	}
	return " \t\n"
}
