package applet

import (
	"fmt"
	"strconv"
	"strings"
)

// parseSize reads a number with busybox's suffixes: b is 512, k m g t count in
// 1024, and kB, MB, GB in 1000. c and w are dd's one and two bytes.
func parseSize(s string) (int64, error) {
	digits := strings.TrimRight(s, "bcwkKmMgGtTiB")
	factor, ok := sizeFactor(s[len(digits):])
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || !ok || n < 0 {
		return 0, fmt.Errorf("parse size %q: invalid number", s)
	}
	if n > (1<<63-1)/factor {
		return 0, fmt.Errorf("parse size %q: number too large", s)
	}
	return n * factor, nil
}

func sizeFactor(suffix string) (int64, bool) {
	switch strings.ToLower(suffix) {
	case "", "c":
		return 1, true
	case "w":
		return 2, true
	case "b":
		return 512, true
	case "kb":
		return 1000, true
	case "mb":
		return 1000 * 1000, true
	case "gb":
		return 1000 * 1000 * 1000, true
	}
	const binary = "kmgt"
	letter := strings.TrimSuffix(strings.ToLower(suffix), "ib")
	i := strings.Index(binary, letter)
	if len(letter) != 1 || i < 0 {
		return 0, false
	}
	return 1 << (10 * (i + 1)), true
}

// humanSize writes bytes as busybox does for -h: 512, 4.0K, 11.8G.
func humanSize(bytes uint64) string {
	if bytes < 1024 {
		return strconv.FormatUint(bytes, 10)
	}
	value, rest, unit := bytes, uint64(0), -1
	for value >= 1024 && unit < 5 {
		value, rest = value/1024, value%1024
		unit++
	}
	tenths := (rest*10 + 512) / 1024
	if tenths == 10 {
		value, tenths = value+1, 0
	}
	return fmt.Sprintf("%d.%d%c", value, tenths, "KMGTPE"[unit])
}

// parseCount reads a non-negative number without a suffix.
func parseCount(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("parse number %q: invalid number", s)
	}
	return n, nil
}

// count is the value of a numeric option, or otherwise when it was not given.
func (c *call) count(name string, otherwise int) (int, error) {
	value, ok := c.value(name)
	if !ok {
		return otherwise, nil
	}
	n, err := parseCount(value)
	if err != nil {
		return 0, usageError{err.Error()}
	}
	return n, nil
}
