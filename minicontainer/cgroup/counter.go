package cgroup

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// counter reads one number of a file with a "key value" on each line.
func counter(file, key string) (int, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, fmt.Errorf("read counter: %w", err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if k, value, ok := strings.Cut(line, " "); ok && k == key {
			return strconv.Atoi(value)
		}
	}
	return 0, fmt.Errorf("read counter: no %s in %s", key, file)
}
