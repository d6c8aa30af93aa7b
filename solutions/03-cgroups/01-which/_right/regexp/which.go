//go:build linux

package main

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
)

var (
	mount = regexp.MustCompile(`(?m)^\S+ \S+ \S+ (\S+) (\S+) .*? - (cgroup2?) \S+ (\S+)$`)
	octal = regexp.MustCompile(`\\[0-7]{3}`)
)

// findGroup reads both files with patterns.
func findGroup(mountinfo, cgroup, controller string) (version int, dir string, err error) {
	word := `(^|,)` + regexp.QuoteMeta(controller) + `(,|$)`
	kind, path := "cgroup2", ""
	for _, m := range regexp.MustCompile(`(?m)^\d+:([^:]*):(.*)$`).FindAllStringSubmatch(cgroup, -1) {
		if m[1] == "" && kind == "cgroup2" {
			path, version = m[2], 2
		} else if matched, _ := regexp.MatchString(word, m[1]); matched {
			kind, path, version = "cgroup", m[2], 1
		}
	}
	for _, m := range mount.FindAllStringSubmatch(mountinfo, -1) {
		if matched, _ := regexp.MatchString(word, m[4]); m[3] != kind || version == 1 && !matched {
			continue
		}
		root, point := strings.TrimSuffix(plainText(m[1]), "/"), plainText(m[2])
		if (path == root || strings.HasPrefix(path, root+"/")) && !strings.HasPrefix(path, "/..") {
			return version, strings.TrimSuffix(point+strings.TrimPrefix(path, root), "/"), nil
		}
	}
	return 0, "", errors.New("out of reach")
}

func plainText(text string) string {
	return octal.ReplaceAllStringFunc(text, func(code string) string {
		n, _ := strconv.ParseUint(code[1:], 8, 8)
		return string(rune(n))
	})
}
