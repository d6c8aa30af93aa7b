// Pairs: an English text and its Korean sibling. The Korean one says which English
// text it was made from by a hash, in the line "<!-- en: 0123456789abcdef -->".
// When the English changes, the hash no longer fits; a person reads both, mends the
// Korean, and says so with workshop docs --accept. No tool can say it for them.

package docs

import (
	"crypto/sha256"
	"fmt"
	"os"
	"regexp"
	"strings"
)

var madeFrom = regexp.MustCompile(`(?m)^<!-- en: ([0-9a-f]*) -->$`)

func checkPair(t *text, texts map[string]*text) []Problem {
	if exempt(t.name) {
		return nil
	}
	if english, ok := strings.CutSuffix(t.name, ".ko.md"); ok {
		if texts[english+".md"] == nil {
			return []Problem{{t.name, 0, "no English sibling " + english + ".md"}}
		}
		return nil
	}
	name := strings.TrimSuffix(t.name, ".md") + ".ko.md"
	korean := texts[name]
	if korean == nil {
		return []Problem{{t.name, 0, "no Korean sibling " + name}}
	}
	problems := compareHeadings(t, korean)
	problems = append(problems, compareFences(t, korean)...)
	return append(problems, compareHash(t, korean)...)
}

// exempt texts exist in English only: they are for whoever carries on the code.
func exempt(name string) bool {
	return name == "CHANGELOG.md" || strings.HasPrefix(name, "docs/decisions/")
}

func compareHeadings(english, korean *text) []Problem {
	for i, h := range english.headings {
		if i >= len(korean.headings) {
			return []Problem{{korean.name, 0, fmt.Sprintf("lacks the heading %q of %s", h.text, english.name)}}
		}
		if k := korean.headings[i]; k.level != h.level {
			return []Problem{{korean.name, k.line + 1, fmt.Sprintf("heading %q is of level %d, in %s %q is of level %d",
				k.text, k.level, english.name, h.text, h.level)}}
		}
	}
	if len(korean.headings) > len(english.headings) {
		k := korean.headings[len(english.headings)]
		return []Problem{{korean.name, k.line + 1, fmt.Sprintf("heading %q has no counterpart in %s", k.text, english.name)}}
	}
	return nil
}

func compareFences(english, korean *text) []Problem {
	for i, f := range english.fences {
		if i >= len(korean.fences) {
			return []Problem{{korean.name, 0, fmt.Sprintf("lacks the fence of line %d in %s", f.open+1, english.name)}}
		}
		if k := korean.fences[i]; korean.body(k) != english.body(f) {
			return []Problem{{korean.name, k.open + 1, fmt.Sprintf("fence differs from line %d of %s", f.open+1, english.name)}}
		}
	}
	if len(korean.fences) > len(english.fences) {
		k := korean.fences[len(english.fences)]
		return []Problem{{korean.name, k.open + 1, "fence has no counterpart in " + english.name}}
	}
	return nil
}

func compareHash(english, korean *text) []Problem {
	m := madeFrom.FindStringSubmatch(korean.content)
	switch want := hash(english); {
	case m == nil:
		return []Problem{{korean.name, 0, "does not say which English text it was made from: want <!-- en: " + want + " -->"}}
	case m[1] != want:
		return []Problem{{korean.name, 0, english.name + " has changed since: read both, then workshop docs --accept " + korean.name}}
	}
	return nil
}

// hash is the first 16 hex digits of the SHA-256 of a text without the bodies of
// its fences: those are compared on their own, and a change of code that -w fills
// into both texts leaves nothing to translate.
func hash(t *text) string {
	sum := sha256.New()
	t.prose(func(_ int, line string) { fmt.Fprintln(sum, line) })
	return fmt.Sprintf("%x", sum.Sum(nil))[:16]
}

// Accept writes today's hash of the English sibling into the Korean text at path,
// at its end if it has none yet.
func Accept(path string) error {
	base, ok := strings.CutSuffix(path, ".ko.md")
	if !ok {
		return fmt.Errorf("accept %s: not a .ko.md file", path)
	}
	english, err := os.ReadFile(base + ".md")
	if err != nil {
		return fmt.Errorf("accept %s: %w", path, err)
	}
	korean, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("accept %s: %w", path, err)
	}
	line := "<!-- en: " + hash(parse(path, string(english))) + " -->"
	if err := os.WriteFile(path, []byte(stamp(string(korean), line)), 0o644); err != nil {
		return fmt.Errorf("accept %s: %w", path, err)
	}
	return nil
}

func stamp(korean, line string) string {
	if madeFrom.MatchString(korean) {
		return madeFrom.ReplaceAllLiteralString(korean, line)
	}
	return strings.TrimRight(korean, "\n") + "\n\n" + line + "\n"
}
