package applet

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

var sortCommand = command{
	name: "sort", usage: "[-nrufhbsc] [-t CHAR] [-k START[,END]]... [-o FILE] [FILE]...", short: "sort lines",
	options: "nrufhbscMt:k:o:", long: "numeric-sort=n reverse=r unique=u ignore-case=f human-numeric-sort=h field-separator=t key=k output=o check=c stable=s",
	failure: 2, run: runSort,
}

func runSort(c *call) error {
	s, err := newSorter(c)
	if err != nil {
		return err
	}
	var lines []string
	c.eachInput(func(_ string, r io.Reader) error { //nolint:errcheck // it has reported what went wrong
		return eachLine(r, func(line []byte, _ bool) error {
			lines = append(lines, string(line))
			return nil
		})
	})
	if c.status != 0 {
		return nil
	}
	if c.has("c") {
		return s.check(lines)
	}
	slices.SortStableFunc(lines, s.compare)
	if c.has("u") {
		lines = slices.CompactFunc(lines, func(a, b string) bool { return s.compareKeys(a, b) == 0 })
	}
	return c.writeLines(lines)
}

// writeLines opens the output only now: -o may name an input.
func (c *call) writeLines(lines []string) error {
	var w io.Writer = c.out
	path, ok := c.value("o")
	if ok {
		file, err := os.Create(path)
		if err != nil {
			return err
		}
		out := newOutput(file)
		for _, line := range lines {
			fmt.Fprintln(out, line)
		}
		return errors.Join(out.Flush(), file.Close())
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

func (s *sorter) check(lines []string) error {
	for i := 1; i < len(lines); i++ {
		order := s.compareKeys(lines[i-1], lines[i])
		if order > 0 || order == 0 && s.has("u") {
			fmt.Fprintf(os.Stderr, "sort: line %d: out of order: %s\n", i+1, lines[i])
			return statusError{status: 1}
		}
	}
	return nil
}

// compare puts lines with equal keys in the order of their bytes, so that the
// result does not depend on the order of the input, unless -s or -u wants that.
func (s *sorter) compare(a, b string) int {
	if order := s.compareKeys(a, b); order != 0 || s.has("s") || s.has("u") {
		return order
	}
	order := strings.Compare(a, b)
	if s.has("r") {
		return -order
	}
	return order
}
