package applet

import (
	"math"
	"strconv"
	"strings"
)

var seqCommand = command{
	name: "seq", usage: "[-w] [-s SEP] [FIRST [STEP]] LAST", short: "print a sequence of numbers",
	options: "ws:", operand: isNumber, run: runSeq,
}

func isNumber(arg string) bool {
	_, err := strconv.ParseFloat(arg, 64)
	return err == nil
}

func runSeq(c *call) error {
	if len(c.operands) < 1 || len(c.operands) > 3 {
		return usagef("one to three numbers are needed")
	}
	numbers, decimals := []float64{}, 0
	for _, operand := range c.operands {
		n, err := strconv.ParseFloat(operand, 64)
		if err != nil {
			return usagef("parse number %q: invalid number", operand)
		}
		_, fraction, _ := strings.Cut(operand, ".")
		numbers, decimals = append(numbers, n), max(decimals, len(fraction))
	}
	first, step, last := 1.0, 1.0, numbers[len(numbers)-1]
	if len(numbers) > 1 {
		first = numbers[0]
	}
	if len(numbers) > 2 {
		step = numbers[1]
	}
	if step == 0 {
		return usagef("the step must not be zero")
	}
	return c.printSequence(first, step, last, decimals)
}

// printSequence multiplies instead of adding up: sums of 0.1 drift.
func (c *call) printSequence(first, step, last float64, decimals int) error {
	separator, ok := c.value("s")
	if !ok {
		separator = "\n"
	}
	text := func(n float64) string { return strconv.FormatFloat(n, 'f', decimals, 64) }
	width := 0
	if c.has("w") {
		width = max(len(text(first)), len(text(last)))
	}
	count := int64(math.Floor((last-first)/step + 1e-9))
	for i := int64(0); i <= count; i++ {
		if i > 0 {
			c.printf("%s", separator)
		}
		n := text(first + float64(i)*step)
		c.printf("%s%s", strings.Repeat("0", max(0, width-len(n))), n)
	}
	if count >= 0 {
		c.printf("\n")
	}
	return nil
}

var yesCommand = command{
	name: "yes", usage: "[STRING]...", short: "print a line until killed", raw: true, run: runYes,
}

func runYes(c *call) error {
	line := strings.Join(c.operands, " ")
	if len(c.operands) == 0 {
		line = "y"
	}
	for {
		if _, err := c.out.WriteString(line + "\n"); err != nil {
			return err
		}
	}
}
