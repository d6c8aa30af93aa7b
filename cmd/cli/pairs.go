//go:build linux

// Files with KEY=VALUE, one a line: --env-file and --label-file.

package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// readPairs reads the lines of a file, each KEY=VALUE or KEY. Blanks before a key, empty lines and those that begin with #
// count nothing; a value is taken as it is, with its quotation marks. Source: docker-run(1), --env-file.
func readPairs(file string) ([]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, syscalls.Cause(err))
	}
	var list []string
	for n, line := range strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\n") {
		line = strings.TrimLeftFunc(strings.TrimSuffix(line, "\r"), unicode.IsSpace)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := checkPair(line); err != nil {
			return nil, fmt.Errorf("read %s: line %d: %w", file, n+1, err)
		}
		list = append(list, line)
	}
	return list, nil
}

func checkPair(line string) error {
	key, _, _ := strings.Cut(line, "=")
	switch {
	case !utf8.ValidString(line):
		return errors.New("it is not UTF-8")
	case key == "":
		return errors.New("there is no name before the =")
	case strings.ContainsFunc(key, unicode.IsSpace):
		return fmt.Errorf("the name %.40q has blanks in it", key)
	}
	return nil
}
