package debian

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// pkg is what an index says of a package.
type pkg struct {
	name, depends, file, sha256 string
}

// findPackage reads an index up to the package. Each is a paragraph of lines "Field: value".
func findPackage(index io.Reader, name string) (pkg, error) {
	lines := bufio.NewScanner(index)
	lines.Buffer(nil, 1<<20)
	var now pkg
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		switch field {
		case "Package":
			now.name = value
		case "Depends":
			now.depends = value
		case "Filename":
			now.file = value
		case "SHA256":
			now.sha256 = value
		case "":
			if now.name == name {
				return now, nil
			}
			now = pkg{}
		}
	}
	if err := lines.Err(); err != nil {
		return pkg{}, err
	}
	if now.name == name {
		return now, nil
	}
	return pkg{}, fmt.Errorf("there is no package %s", name)
}

// kernelIn is the package that one which always depends on the newest kernel depends on.
func kernelIn(depends string) (string, error) {
	for _, word := range strings.FieldsFunc(depends, func(r rune) bool { return strings.ContainsRune(" ,|()", r) }) {
		if strings.HasPrefix(word, "linux-image-") {
			return word, nil
		}
	}
	return "", fmt.Errorf("no kernel among what it depends on: %q", depends)
}

// sumOf is the sum that a Release file says of a file: lines " SUM SIZE NAME" below "SHA256:".
func sumOf(release, file string) (string, error) {
	_, sums, _ := strings.Cut(release, "\nSHA256:")
	for _, line := range strings.Split(sums, "\n") {
		if f := strings.Fields(line); len(f) == 3 && f[2] == file {
			return f[0], nil
		}
	}
	return "", fmt.Errorf("the Release file has no sum of %s", file)
}
