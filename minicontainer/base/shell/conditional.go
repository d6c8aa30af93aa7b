package shell

import (
	"fmt"
	"os"
	"strconv"

	"github.com/minicontainer/minicontainer/minicontainer/base/shell/expand"
	"golang.org/x/sys/unix"
	"mvdan.cc/sh/v3/syntax"
)

// test(1) and [ ]: an expression of words. [[ ]] is the same with a grammar of
// its own, in which = compares with a pattern.

// condition is a test being parsed. The first error stays.
type condition struct {
	s    *Shell
	args []string
	err  error
}

func (s *Shell) test(args []string) int {
	c := &condition{s: s, args: args}
	result := c.evaluate()
	if c.err == nil && len(c.args) > 0 {
		c.err = fmt.Errorf("%s: unexpected operator", c.args[0])
	}
	if c.err != nil {
		s.errorf("test: %v", c.err)
		return 2
	}
	return boolStatus(result)
}

func (s *Shell) bracket(args []string) int {
	if len(args) == 0 || args[len(args)-1] != "]" {
		s.errorf("[: missing ]")
		return 2
	}
	return s.test(args[:len(args)-1])
}

// evaluate decides by the number of arguments, as POSIX requires, so that
// [ "$x" = "(" ] compares whatever x is.
func (c *condition) evaluate() bool {
	switch n := len(c.args); {
	case n == 0:
		return false
	case n == 1:
		return c.next() != ""
	case n == 3 && isBinary(c.args[1]):
		return c.primary()
	case n == 2 && c.args[0] == "!", n == 3 && c.args[0] == "!", n == 4 && c.args[0] == "!":
		c.next()
		return !c.evaluate()
	}
	return c.or()
}

func (c *condition) next() string {
	if len(c.args) == 0 {
		c.fail("argument expected")
		return ""
	}
	arg := c.args[0]
	c.args = c.args[1:]
	return arg
}

func (c *condition) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

func (c *condition) accept(word string) bool {
	if len(c.args) == 0 || c.args[0] != word {
		return false
	}
	c.args = c.args[1:]
	return true
}

func (c *condition) or() bool {
	result := c.and()
	for c.accept("-o") {
		right := c.and()
		result = result || right
	}
	return result
}

func (c *condition) and() bool {
	result := c.not()
	for c.accept("-a") {
		right := c.not()
		result = result && right
	}
	return result
}

func (c *condition) not() bool {
	if c.accept("!") {
		return !c.not()
	}
	return c.primary()
}

func (c *condition) primary() bool {
	if len(c.args) >= 3 && isBinary(c.args[1]) {
		x, op, y := c.next(), c.next(), c.next()
		return c.binary(x, op, y)
	}
	if len(c.args) > 1 && c.accept("(") {
		result := c.or()
		if !c.accept(")") {
			c.fail("missing )")
		}
		return result
	}
	word := c.next()
	if len(word) == 2 && word[0] == '-' && len(c.args) > 0 {
		return c.unary(word, c.next())
	}
	return word != ""
}

func isBinary(op string) bool {
	switch op {
	case "=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef":
		return true
	}
	return false
}

func (c *condition) binary(x, op, y string) bool {
	switch op {
	case "=", "==":
		return x == y
	case "!=":
		return x != y
	case "<":
		return x < y
	case ">":
		return x > y
	case "-nt", "-ot", "-ef":
		return compareFiles(x, op, y)
	}
	a, b := c.integer(x), c.integer(y)
	return map[string]bool{"-eq": a == b, "-ne": a != b, "-lt": a < b, "-le": a <= b, "-gt": a > b, "-ge": a >= b}[op]
}

func (c *condition) integer(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		c.fail("%s: not a number", text)
	}
	return n
}

func compareFiles(x, op, y string) bool {
	a, errA := os.Stat(x)
	b, errB := os.Stat(y)
	switch op {
	case "-ef":
		return errA == nil && errB == nil && os.SameFile(a, b)
	case "-ot":
		a, b, errA, errB = b, a, errB, errA
	}
	return errA == nil && (errB != nil || a.ModTime().After(b.ModTime()))
}

func (c *condition) unary(op, x string) bool {
	switch op {
	case "-n":
		return x != ""
	case "-z":
		return x == ""
	case "-t":
		return c.s.isTerminal(int(c.integer(x)))
	case "-r":
		return unix.Access(x, unix.R_OK) == nil
	case "-w":
		return unix.Access(x, unix.W_OK) == nil
	case "-x":
		return unix.Access(x, unix.X_OK) == nil
	}
	var st unix.Stat_t
	stat := unix.Stat
	if op == "-h" || op == "-L" {
		stat = unix.Lstat
	}
	if !isFileTest(op) {
		c.fail("%s: unknown operator", op)
		return false
	}
	return stat(x, &st) == nil && fileTest(op, &st)
}

func isFileTest(op string) bool {
	switch op[1] {
	case 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'k', 'p', 's', 'u', 'G', 'L', 'O', 'S':
		return true
	}
	return false
}

func fileTest(op string, st *unix.Stat_t) bool {
	kind := map[byte]uint32{
		'b': unix.S_IFBLK, 'c': unix.S_IFCHR, 'd': unix.S_IFDIR, 'f': unix.S_IFREG,
		'h': unix.S_IFLNK, 'L': unix.S_IFLNK, 'p': unix.S_IFIFO, 'S': unix.S_IFSOCK,
	}[op[1]]
	if kind != 0 {
		return st.Mode&unix.S_IFMT == kind
	}
	switch op[1] {
	case 's':
		return st.Size > 0
	case 'u':
		return st.Mode&unix.S_ISUID != 0
	case 'g':
		return st.Mode&unix.S_ISGID != 0
	case 'k':
		return st.Mode&unix.S_ISVTX != 0
	case 'O':
		return int(st.Uid) == os.Geteuid()
	case 'G':
		return int(st.Gid) == os.Getegid()
	}
	return true // -e and -a: it exists
}

// testClause is [[ … ]].
func (s *Shell) testClause(t *syntax.TestClause) {
	c := &condition{s: s}
	result := c.expression(t.X)
	if c.err != nil {
		s.errorf("[[: %v", c.err)
		s.status = 2
		return
	}
	s.status = boolStatus(result)
}

func (c *condition) expression(x syntax.TestExpr) bool {
	switch x := x.(type) {
	case *syntax.Word:
		return c.literal(x) != ""
	case *syntax.ParenTest:
		return c.expression(x.X)
	case *syntax.UnaryTest:
		if x.Op == syntax.TsNot {
			return !c.expression(x.X)
		}
		if word, ok := x.X.(*syntax.Word); ok {
			return c.unary(x.Op.String(), c.literal(word))
		}
	case *syntax.BinaryTest:
		return c.binaryTest(x)
	}
	c.fail("unsupported expression")
	return false
}

func (c *condition) binaryTest(b *syntax.BinaryTest) bool {
	switch b.Op {
	case syntax.AndTest:
		return c.expression(b.X) && c.expression(b.Y)
	case syntax.OrTest:
		return c.expression(b.X) || c.expression(b.Y)
	}
	x, okX := b.X.(*syntax.Word)
	y, okY := b.Y.(*syntax.Word)
	if !okX || !okY || b.Op == syntax.TsReMatch {
		c.fail("%s: not supported", b.Op)
		return false
	}
	switch b.Op {
	case syntax.TsMatch, syntax.TsMatchShort, syntax.TsNoMatch:
		pattern, err := c.s.config().Pattern(y)
		if err != nil {
			c.fail("%v", err)
		}
		return expand.Match(pattern, c.literal(x)) == (b.Op != syntax.TsNoMatch)
	}
	return c.binary(c.literal(x), b.Op.String(), c.literal(y))
}

func (c *condition) literal(w *syntax.Word) string {
	text, err := c.s.config().Literal(w)
	if err != nil {
		c.fail("%v", err)
	}
	return text
}
