package applet

// test: the conditions of the shell, read by recursive descent:
//
//	or      = and { -o and }
//	and     = not { -a not }
//	not     = ! not | primary
//	primary = ( or ) | UNARY word | word BINARY word | word
//
// Up to four arguments POSIX decides by their number, so that a word that looks
// like an operator can be compared. Source: test(1p).

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

var testCommand = command{
	name: "test", usage: "EXPRESSION", short: "decide a condition by the exit status",
	raw: true, failure: 2, run: runTest,
}

var bracketCommand = command{
	name: "[", usage: "EXPRESSION ]", short: "decide a condition by the exit status",
	raw: true, failure: 2, run: runTest,
}

func runTest(c *call) error {
	args := c.operands
	if c.name == "[" {
		if len(args) == 0 || args[len(args)-1] != "]" {
			return usagef("the closing ] is missing")
		}
		args = args[:len(args)-1]
	}
	result, err := evaluate(args)
	if err != nil {
		return err
	}
	if !result {
		return statusError{status: 1}
	}
	return nil
}

func evaluate(args []string) (bool, error) {
	switch {
	case len(args) == 0:
		return false, nil
	case len(args) == 1:
		return args[0] != "", nil
	case len(args) == 3 && isBinary(args[1]):
		return binaryTest(args[0], args[1], args[2])
	case len(args) == 4 && args[0] == "!" && isBinary(args[2]):
		result, err := binaryTest(args[1], args[2], args[3])
		return !result, err
	}
	p := &testParser{args}
	result, err := p.or()
	if err == nil && len(p.rest) > 0 {
		err = usagef("unexpected word %s", p.rest[0])
	}
	return result, err
}

type testParser struct{ rest []string }

func (p *testParser) accept(word string) bool {
	if len(p.rest) == 0 || p.rest[0] != word {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

func (p *testParser) or() (bool, error) {
	result, err := p.and()
	for err == nil && p.accept("-o") {
		var right bool
		right, err = p.and()
		result = result || right
	}
	return result, err
}

func (p *testParser) and() (bool, error) {
	result, err := p.not()
	for err == nil && p.accept("-a") {
		var right bool
		right, err = p.not()
		result = result && right
	}
	return result, err
}

func (p *testParser) not() (bool, error) {
	if len(p.rest) > 1 && p.accept("!") {
		result, err := p.not()
		return !result, err
	}
	return p.primary()
}

func (p *testParser) primary() (bool, error) {
	switch {
	case len(p.rest) == 0:
		return false, usagef("an argument is missing")
	case len(p.rest) >= 3 && isBinary(p.rest[1]):
		left, operator, right := p.rest[0], p.rest[1], p.rest[2]
		p.rest = p.rest[3:]
		return binaryTest(left, operator, right)
	case p.accept("("):
		result, err := p.or()
		if err == nil && !p.accept(")") {
			err = usagef("a closing ) is missing")
		}
		return result, err
	case len(p.rest) >= 2 && isUnary(p.rest[0]):
		operator, word := p.rest[0], p.rest[1]
		p.rest = p.rest[2:]
		return unaryTest(operator, word)
	}
	word := p.rest[0]
	p.rest = p.rest[1:]
	return word != "", nil
}

func isUnary(word string) bool {
	return len(word) == 2 && word[0] == '-' && strings.IndexByte("bcdefghkLnOGprSstuwxz", word[1]) >= 0
}

func isBinary(word string) bool {
	return strings.Contains(" = == != < > -eq -ne -gt -ge -lt -le -nt -ot -ef ", " "+word+" ")
}

func binaryTest(left, operator, right string) (bool, error) {
	switch operator {
	case "=", "==":
		return left == right, nil
	case "!=":
		return left != right, nil
	case "<":
		return left < right, nil
	case ">":
		return left > right, nil
	case "-nt", "-ot", "-ef":
		return compareFiles(left, operator, right), nil
	}
	a, err := testNumber(left)
	if err != nil {
		return false, err
	}
	b, err := testNumber(right)
	if err != nil {
		return false, err
	}
	return compareNumbers(a, operator, b), nil
}

func testNumber(text string) (int64, error) {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("parse number %q: invalid number", text)
	}
	return n, nil
}

func compareNumbers(a int64, operator string, b int64) bool {
	switch operator {
	case "-eq":
		return a == b
	case "-ne":
		return a != b
	case "-gt":
		return a > b
	case "-ge":
		return a >= b
	case "-lt":
		return a < b
	}
	return a <= b
}

func compareFiles(left, operator, right string) bool {
	a, errA := os.Stat(left)
	b, errB := os.Stat(right)
	switch operator {
	case "-ef":
		return errA == nil && errB == nil && os.SameFile(a, b)
	case "-ot":
		a, b, errA, errB = b, a, errB, errA
	}
	return errA == nil && (errB != nil || a.ModTime().After(b.ModTime()))
}

func unaryTest(operator, word string) (bool, error) {
	switch operator[1] {
	case 'n':
		return word != "", nil
	case 'z':
		return word == "", nil
	case 't':
		fd, err := testNumber(word)
		return err == nil && term.IsTerminal(int(fd)), err
	case 'r':
		return unix.Faccessat(unix.AT_FDCWD, word, unix.R_OK, unix.AT_EACCESS) == nil, nil
	case 'w':
		return unix.Faccessat(unix.AT_FDCWD, word, unix.W_OK, unix.AT_EACCESS) == nil, nil
	case 'x':
		return unix.Faccessat(unix.AT_FDCWD, word, unix.X_OK, unix.AT_EACCESS) == nil, nil
	}
	info, err := os.Stat(word)
	if operator[1] == 'L' || operator[1] == 'h' {
		info, err = os.Lstat(word)
	}
	return err == nil && fileTest(operator[1], info), nil
}

func fileTest(letter byte, info os.FileInfo) bool {
	st := info.Sys().(*syscall.Stat_t)
	kind := st.Mode & unix.S_IFMT
	switch letter {
	case 'b':
		return kind == unix.S_IFBLK
	case 'c':
		return kind == unix.S_IFCHR
	case 'd':
		return kind == unix.S_IFDIR
	case 'f':
		return kind == unix.S_IFREG
	case 'p':
		return kind == unix.S_IFIFO
	case 'S':
		return kind == unix.S_IFSOCK
	case 'L', 'h':
		return kind == unix.S_IFLNK
	case 's':
		return st.Size > 0
	case 'g':
		return st.Mode&unix.S_ISGID != 0
	case 'u':
		return st.Mode&unix.S_ISUID != 0
	case 'k':
		return st.Mode&unix.S_ISVTX != 0
	case 'O':
		return int(st.Uid) == os.Geteuid()
	case 'G':
		return int(st.Gid) == os.Getegid()
	}
	return true // -e
}
