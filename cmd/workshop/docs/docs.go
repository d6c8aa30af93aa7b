// Package docs keeps the texts true. It checks that
//   - a fence below "<!-- code: path/file.go Symbol -->" is that symbol's source,
//   - a fence below "<!-- transcript: path/x.transcript #part -->" is what that
//     transcript shows,
//   - each X.md has an X.ko.md with the same headings and fences, made from today's
//     English text,
//   - links inside the repository lead somewhere.
//
// It reads Markdown line by line and knows of it only headings, fences and links.
package docs

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
)

// Problem is one thing that is not true, and where.
type Problem struct {
	File string // relative to the checkout, with slashes
	Line int    // from 1; 0 where the whole file is meant
	Text string
}

// String writes the problem as compilers do, so that an editor can jump to it.
func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// Check reads every text of the checkout at root and returns what is wrong, in the
// order of files and lines, and how many texts there are.
func Check(root string) (problems []Problem, count int, err error) {
	texts, err := readAll(root)
	if err != nil {
		return nil, 0, err
	}
	for _, text := range texts {
		problems = append(problems, checkFences(root, text)...)
		problems = append(problems, checkLinks(root, text, texts)...)
		problems = append(problems, checkPair(text, texts)...)
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return problems, len(texts), nil
}

// Write fills in the fences that are taken from code and transcripts and returns
// the files it changed. A directive that cannot be followed is left to Check.
func Write(root string) (changed []string, err error) {
	texts, err := readAll(root)
	if err != nil {
		return nil, err
	}
	for _, name := range sortedNames(texts) {
		filled := fill(root, texts[name])
		if filled == texts[name].content {
			continue
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(filled), 0o644); err != nil {
			return changed, fmt.Errorf("fill in %s: %w", name, err)
		}
		changed = append(changed, name)
	}
	return changed, nil
}

func readAll(root string) (map[string]*text, error) {
	names, err := checkout.Files(root, ".md")
	if err != nil {
		return nil, err
	}
	texts := map[string]*text{}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, fmt.Errorf("read texts: %w", err)
		}
		texts[name] = parse(name, string(data))
	}
	return texts, nil
}

func sortedNames(texts map[string]*text) []string {
	names := make([]string, 0, len(texts))
	for name := range texts {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
