//go:build linux

package main

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

func lowerdir(manifest []byte, dir string) (string, error) {
	_, layers, _ := bytes.Cut(manifest, []byte(`"layers"`))
	var dirs []string
	for _, m := range regexp.MustCompile(`sha256:([0-9a-f]+)`).FindAllSubmatch(layers, -1) {
		dirs = append(dirs, dir+"/"+string(m[1]))
	}
	slices.Reverse(dirs)
	return strings.Join(dirs, ":"), nil
}
