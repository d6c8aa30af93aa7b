package applet

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strings"
)

var grepCommand = command{
	name: "grep", usage: "[-ivnclLqrsEFowxhH] [-e PATTERN] [-f FILE] [-m N] [-ABC N] [PATTERN] [FILE]...", short: "print lines that match a pattern",
	options: "ivnclLqrRsEFGowxhHe:f:m:A:B:C:a", failure: 2,
	long: "ignore-case=i invert-match=v line-number=n count=c files-with-matches=l quiet=q recursive=r extended-regexp=E " +
		"fixed-strings=F only-matching=o word-regexp=w line-regexp=x regexp=e file=f max-count=m no-filename=h with-filename=H no-messages=s color::",
	run: runGrep,
}

type grepper struct {
	*call
	pattern       *regexp.Regexp
	named         bool // print the name of the file before a line
	before, after int
	most          int // matching lines a file; -1 without limit
	found         bool
}

func runGrep(c *call) error {
	g := &grepper{call: c}
	patterns, err := g.patterns()
	if err != nil {
		return err
	}
	if g.pattern, err = c.compileGrep(patterns); err != nil {
		return err
	}
	if err := g.contextOptions(); err != nil {
		return err
	}
	recursive := c.has("r") || c.has("R")
	if recursive && len(c.operands) == 0 {
		c.operands = []string{"."}
	}
	g.named = (len(c.operands) > 1 || recursive || c.has("H")) && c.last("h", "H") != "h"
	for _, name := range c.inputs() {
		if recursive && name != "-" {
			g.tree(name)
		} else {
			g.file(name)
		}
	}
	switch {
	case g.found && (c.status == 0 || c.has("q")):
		return statusError{status: 0}
	case c.status == 0:
		return statusError{status: 1}
	}
	return nil
}

// patterns come from -e, -f or the first operand; a newline separates several.
func (g *grepper) patterns() ([]string, error) {
	list := g.all("e")
	for _, path := range g.all("f") {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		list = append(list, strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")...)
	}
	if !g.has("e") && !g.has("f") {
		if len(g.operands) == 0 {
			return nil, usagef("no pattern given")
		}
		list = append(list, g.operands[0])
		g.operands = g.operands[1:]
	}
	return strings.Split(strings.Join(list, "\n"), "\n"), nil
}

func (c *call) compileGrep(patterns []string) (*regexp.Regexp, error) {
	for i, pattern := range patterns {
		switch c.last("E", "F", "G") {
		case "F":
			patterns[i] = regexp.QuoteMeta(pattern)
		case "E":
			patterns[i] = translateERE(pattern)
		default:
			patterns[i] = translateBRE(pattern)
		}
	}
	whole := "(?:" + strings.Join(patterns, ")|(?:") + ")"
	switch {
	case c.has("x"):
		whole = "^(?:" + whole + ")$"
	case c.has("w"):
		whole = `\b(?:` + whole + `)\b`
	}
	return compilePOSIX(whole, c.has("i"))
}

func (g *grepper) contextOptions() error {
	around, err := g.count("C", 0)
	if err != nil {
		return err
	}
	if g.before, err = g.count("B", around); err != nil {
		return err
	}
	if g.after, err = g.count("A", around); err != nil {
		return err
	}
	g.most, err = g.count("m", -1)
	return err
}

func (g *grepper) tree(root string) {
	walk(root, func(path string, info os.FileInfo, err error) {
		switch {
		case err != nil:
			g.complain(err)
		case info.Mode().IsRegular() || path == root && !info.IsDir():
			g.file(path)
		}
	})
}

func (g *grepper) complain(err error) {
	g.status = g.failure
	if !g.has("s") {
		g.warn(err)
	}
}

func (g *grepper) file(name string) {
	if g.found && g.has("q") {
		return
	}
	search := &grepSearch{grepper: g, name: name}
	if name == "-" {
		search.name = "(standard input)"
	}
	if err := withInput(name, search.read); err != nil {
		g.complain(err)
		return
	}
	search.finish()
}

// A grepSearch is the reading of one file.
type grepSearch struct {
	*grepper
	name    string
	number  int      // of the line being read
	matched int      // lines so far
	held    []string // lines that may become context before a match
	trail   int      // lines of context after a match still to print
	printed int      // number of the last line printed
}

func (s *grepSearch) read(_ string, r io.Reader) error {
	if file, ok := r.(*os.File); ok {
		if info, err := file.Stat(); err == nil && info.IsDir() {
			return &fs.PathError{Op: "read", Path: s.name, Err: errors.New("is a directory")}
		}
	}
	if s.most == 0 {
		return nil
	}
	return eachLine(r, func(line []byte, _ bool) error { return s.line(line) })
}

func (s *grepSearch) line(line []byte) error {
	s.number++
	if s.pattern.Match(line) == s.has("v") {
		s.context(line)
		return nil
	}
	s.matched++
	s.found = s.found || !s.has("L")
	switch {
	case s.has("q"), s.has("l"), s.has("L"):
		return errStop
	case s.has("c"):
	default:
		s.printMatch(line)
	}
	if s.matched == s.most {
		return errStop
	}
	return nil
}

func (s *grepSearch) context(line []byte) {
	switch {
	case s.trail > 0:
		s.trail--
		s.print('-', s.number, line)
	case s.before > 0:
		s.held = append(s.held, string(line))
		s.held = s.held[max(0, len(s.held)-s.before):]
	}
}

func (s *grepSearch) printMatch(line []byte) {
	first := s.number - len(s.held)
	if (s.before > 0 || s.after > 0) && s.printed > 0 && first > s.printed+1 {
		s.printf("--\n")
	}
	for i, held := range s.held {
		s.print('-', first+i, []byte(held))
	}
	s.held, s.trail = nil, s.after
	if !s.has("o") {
		s.print(':', s.number, line)
		return
	}
	for _, match := range s.pattern.FindAll(line, -1) {
		if len(match) > 0 && !s.has("v") {
			s.print(':', s.number, match)
		}
	}
}

func (s *grepSearch) print(mark byte, number int, line []byte) {
	if s.named {
		s.printf("%s%c", s.name, mark)
	}
	if s.has("n") {
		s.printf("%d%c", number, mark)
	}
	s.printf("%s\n", line)
	s.printed = number
}

// finish prints what is about the file as a whole.
func (s *grepSearch) finish() {
	switch {
	case s.has("q"):
	case s.has("l") && s.matched > 0:
		s.printf("%s\n", s.name)
	case s.has("L"):
		if s.matched == 0 {
			s.found = true
			s.printf("%s\n", s.name)
		}
	case s.has("c"):
		if s.named {
			s.printf("%s:", s.name)
		}
		s.printf("%d\n", s.matched)
	}
}
