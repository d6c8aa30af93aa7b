package applet

import (
	"math"
	"strconv"
	"strings"
	"time"
)

var sleepCommand = command{
	name: "sleep", usage: "N[smhd]... | infinity", short: "wait",
	run: runSleep,
}

func runSleep(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no time given")
	}
	var total time.Duration
	for _, operand := range c.operands {
		d, err := parseDuration(operand)
		if err != nil {
			return err
		}
		total = addDurations(total, d)
	}
	time.Sleep(total)
	return nil
}

// addDurations stays at the longest duration there is instead of overflowing.
func addDurations(a, b time.Duration) time.Duration {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// parseDuration reads seconds, with a fraction and one of the suffixes s m h d.
func parseDuration(s string) (time.Duration, error) {
	if s == "infinity" || s == "inf" {
		return math.MaxInt64, nil
	}
	unit := time.Second
	digits := strings.TrimRight(s, "smhd")
	switch s[len(digits):] {
	case "", "s":
	case "m":
		unit = time.Minute
	case "h":
		unit = time.Hour
	case "d":
		unit = 24 * time.Hour
	default:
		return 0, usagef("parse time %q: invalid suffix", s)
	}
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil || n < 0 || math.IsNaN(n) {
		return 0, usagef("parse time %q: invalid number", s)
	}
	if n > float64(math.MaxInt64)/float64(unit) {
		return math.MaxInt64, nil
	}
	return time.Duration(n * float64(unit)), nil
}
