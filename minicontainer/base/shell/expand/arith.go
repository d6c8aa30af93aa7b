package expand

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Arithmetic evaluates $((…)) with the operators, the precedence and the
// signed 64-bit integers of C. Sources: POSIX 2.6.4.

// A variable may hold an expression, which may name a variable, and so on; a
// circle must end.
const maxDepth = 32

var errZero = errors.New("arithmetic: division by zero")

// Arithmetic returns the value of an expression in decimal.
func (c *Config) Arithmetic(expr syntax.ArithmExpr) (string, error) {
	n, err := c.eval(expr, 0)
	return strconv.FormatInt(n, 10), err
}

func (c *Config) eval(expr syntax.ArithmExpr, depth int) (int64, error) {
	switch expr := expr.(type) {
	case *syntax.Word:
		text, err := c.Literal(expr)
		if err != nil {
			return 0, err
		}
		return c.number(text, depth)
	case *syntax.ParenArithm:
		return c.eval(expr.X, depth)
	case *syntax.UnaryArithm:
		return c.unary(expr, depth)
	case *syntax.BinaryArithm:
		return c.binary(expr, depth)
	}
	return 0, nil
}

// number reads a constant (decimal, 0x hexadecimal, 0 octal), else a variable
// name, else the text as an expression of its own: $((a)) with a="1+1" is 2.
func (c *Config) number(text string, depth int) (int64, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, nil
	}
	if n, err := strconv.ParseInt(text, 0, 64); err == nil && !strings.Contains(text, "_") {
		return n, nil
	}
	if depth == maxDepth {
		return 0, fmt.Errorf("arithmetic: %s: expression refers to itself", text)
	}
	if syntax.ValidName(text) {
		return c.variable(text, depth+1)
	}
	expr, err := syntax.NewParser().Arithmetic(strings.NewReader(text))
	if err != nil {
		return 0, fmt.Errorf("arithmetic: %s: not a number", text)
	}
	if word, ok := expr.(*syntax.Word); ok && word.Lit() == text {
		return 0, fmt.Errorf("arithmetic: %s: not a number", text)
	}
	return c.eval(expr, depth+1)
}

func (c *Config) variable(name string, depth int) (int64, error) {
	text, set := c.Get(name)
	if !set && c.NoUnset {
		return 0, fmt.Errorf("%s: parameter not set", name)
	}
	return c.number(text, depth)
}

func (c *Config) store(target syntax.ArithmExpr, n int64) error {
	word, ok := target.(*syntax.Word)
	if !ok || !syntax.ValidName(word.Lit()) {
		return errors.New("arithmetic: assignment needs a variable")
	}
	return c.Set(word.Lit(), strconv.FormatInt(n, 10))
}

func (c *Config) unary(u *syntax.UnaryArithm, depth int) (int64, error) {
	n, err := c.eval(u.X, depth)
	if err != nil {
		return 0, err
	}
	switch u.Op {
	case syntax.Not:
		return truth(n == 0), nil
	case syntax.BitNegation:
		return ^n, nil
	case syntax.Minus:
		return -n, nil
	case syntax.Inc, syntax.Dec:
		next := n + 1
		if u.Op == syntax.Dec {
			next = n - 1
		}
		if err := c.store(u.X, next); err != nil || u.Post {
			return n, err
		}
		return next, nil
	}
	return n, nil
}

// binary evaluates && || and ?: only as far as C would: what is skipped must
// have no side effect.
func (c *Config) binary(b *syntax.BinaryArithm, depth int) (int64, error) {
	if b.Op == syntax.Assgn {
		n, err := c.eval(b.Y, depth)
		if err == nil {
			err = c.store(b.X, n)
		}
		return n, err
	}
	x, err := c.eval(b.X, depth)
	if err != nil {
		return 0, err
	}
	switch {
	case b.Op == syntax.TernQuest:
		return c.ternary(x, b.Y, depth)
	case b.Op == syntax.AndArit && x == 0:
		return 0, nil
	case b.Op == syntax.OrArit && x != 0:
		return 1, nil
	}
	y, err := c.eval(b.Y, depth)
	if err != nil {
		return 0, err
	}
	if op, ok := assignOps[b.Op]; ok {
		n, err := calculate(op, x, y)
		if err == nil {
			err = c.store(b.X, n)
		}
		return n, err
	}
	return calculate(b.Op, x, y)
}

func (c *Config) ternary(cond int64, branches syntax.ArithmExpr, depth int) (int64, error) {
	b, ok := branches.(*syntax.BinaryArithm)
	if !ok {
		return 0, errors.New("arithmetic: ? without its :") //nolint:staticcheck // the colon is the operator
	}
	if cond != 0 {
		return c.eval(b.X, depth)
	}
	return c.eval(b.Y, depth)
}

var assignOps = map[syntax.BinAritOperator]syntax.BinAritOperator{
	syntax.AddAssgn: syntax.Add, syntax.SubAssgn: syntax.Sub, syntax.MulAssgn: syntax.Mul,
	syntax.QuoAssgn: syntax.Quo, syntax.RemAssgn: syntax.Rem, syntax.AndAssgn: syntax.And,
	syntax.OrAssgn: syntax.Or, syntax.XorAssgn: syntax.Xor, syntax.ShlAssgn: syntax.Shl, syntax.ShrAssgn: syntax.Shr,
}

func calculate(op syntax.BinAritOperator, x, y int64) (int64, error) {
	switch op {
	case syntax.Add:
		return x + y, nil
	case syntax.Sub:
		return x - y, nil
	case syntax.Mul:
		return x * y, nil
	case syntax.Quo:
		if y == 0 {
			return 0, errZero
		}
		return x / y, nil
	case syntax.Rem:
		if y == 0 {
			return 0, errZero
		}
		return x % y, nil
	case syntax.Pow:
		return power(x, y), nil
	case syntax.And:
		return x & y, nil
	case syntax.Or:
		return x | y, nil
	case syntax.Xor:
		return x ^ y, nil
	case syntax.Shl:
		return x << uint64(y&63), nil
	case syntax.Shr:
		return x >> uint64(y&63), nil
	case syntax.Comma:
		return y, nil
	}
	return compare(op, x, y), nil
}

func compare(op syntax.BinAritOperator, x, y int64) int64 {
	switch op {
	case syntax.Eql:
		return truth(x == y)
	case syntax.Neq:
		return truth(x != y)
	case syntax.Lss:
		return truth(x < y)
	case syntax.Leq:
		return truth(x <= y)
	case syntax.Gtr:
		return truth(x > y)
	case syntax.Geq:
		return truth(x >= y)
	}
	return truth(y != 0) // the right side of && or ||, when the left did not decide
}

func power(x, y int64) int64 {
	n := int64(1)
	for ; y > 0; y-- {
		n *= x
	}
	return n
}

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
