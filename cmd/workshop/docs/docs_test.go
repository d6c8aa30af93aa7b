package docs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree writes files and returns the directory they are in.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func check(t *testing.T, root string) []string {
	t.Helper()
	problems, _, err := Check(root)
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, p := range problems {
		lines = append(lines, p.String())
	}
	return lines
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if want == nil {
		want = []string{}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("problems (-want +got):\n%s", d)
	}
}

const source = `package a

// F is a function.
func F() int {
	return 1
}

type T[X any] struct{ x X }

// M is a method.
func (t *T[X]) M() {}

// Limits of things.
const (
	Low  = 1
	High = 2
)
`

func TestWriteFillsInCodeAndTranscriptsAndThenCheckIsContent(t *testing.T) {
	text := "# A\n\n<!-- code: a/a.go F -->\n```go\nstale\n```\n\n" +
		"<!-- code: a/a.go T.M -->\n\n```go\n```\n<!-- code: a/a.go High -->\n```go\n```\n" +
		"- list\n\n  <!-- transcript: a/x.transcript #two -->\n  ```console\n  ```\nend\n"
	root := tree(t, map[string]string{
		"a/a.go":         source,
		"a/x.transcript": "$ echo 1\n1\n## two\n# hidden\n! echo <pid>\n<pid>\n",
		"CHANGELOG.md":   text,
	})
	if got := check(t, root); len(got) != 4 || !strings.Contains(got[0], "CHANGELOG.md:4: differs from code: a/a.go F") {
		t.Errorf("before: %q", got)
	}
	changed, err := Write(root)
	if err != nil || len(changed) != 1 {
		t.Fatalf("Write changed %q, %v", changed, err)
	}
	got, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	want := "# A\n\n<!-- code: a/a.go F -->\n```go\n// F is a function.\nfunc F() int {\n\treturn 1\n}\n```\n\n" +
		"<!-- code: a/a.go T.M -->\n\n```go\n// M is a method.\nfunc (t *T[X]) M() {}\n```\n" +
		"<!-- code: a/a.go High -->\n```go\n// Limits of things.\nconst (\n\tLow  = 1\n\tHigh = 2\n)\n```\n" +
		"- list\n\n  <!-- transcript: a/x.transcript #two -->\n  ```console\n  $ echo <pid>\n  <pid>\n  ```\nend\n"
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Errorf("filled in (-want +got):\n%s", d)
	}
	expect(t, check(t, root))
	if changed, err := Write(root); err != nil || len(changed) != 0 {
		t.Errorf("second Write changed %q, %v", changed, err)
	}
}

func TestDirectiveThatLeadsNowhereIsAProblem(t *testing.T) {
	root := tree(t, map[string]string{
		"a.go": source,
		"CHANGELOG.md": "<!-- code: b.go F -->\n```go\n```\n<!-- code: a.go G -->\n```go\n```\n" +
			"<!-- code: ../x.go F -->\n```go\n```\n<!-- code: a.go F -->\ntext\n",
	})
	expect(t, check(t, root),
		"CHANGELOG.md:2: read b.go: no such file",
		"CHANGELOG.md:5: find G in a.go: no such declaration",
		"CHANGELOG.md:8: read ../x.go: not a path inside the repository",
		"CHANGELOG.md:10: no fence below code: a.go F")
}

func TestDirectiveInsideAFenceIsAnExample(t *testing.T) {
	root := tree(t, map[string]string{
		"CHANGELOG.md": "````md\n<!-- code: b.go F -->\n```go\n```\n````\n",
	})
	expect(t, check(t, root))
}

// pair returns an English text and a Korean one that was accepted against it.
func pair(t *testing.T, english, korean string) string {
	t.Helper()
	root := tree(t, map[string]string{"a.md": english, "a.ko.md": korean})
	if err := Accept(filepath.Join(root, "a.ko.md")); err != nil {
		t.Fatal(err)
	}
	return root
}

func TestPairThatBelongsTogetherHasNoProblem(t *testing.T) {
	expect(t, check(t, pair(t, "# One\n\n## Two\n\n```sh\nls\n```\n", "# 하나\n\n## 둘\n\n```sh\nls\n```\n")))
}

func TestPairProblems(t *testing.T) {
	for _, c := range []struct{ name, english, korean, problem string }{
		{"level", "# One\n## Two\n", "# 하나\n### 둘\n", `a.ko.md:2: heading "둘" is of level 3, in a.md "Two" is of level 2`},
		{"missing heading", "# One\n## Two\n", "# 하나\n", `a.ko.md: lacks the heading "Two" of a.md`},
		{"surplus heading", "# One\n", "# 하나\n## 둘\n", `a.ko.md:2: heading "둘" has no counterpart in a.md`},
		{"fence", "```\na\n```\n", "```\nb\n```\n", "a.ko.md:1: fence differs from line 1 of a.md"},
		{"missing fence", "```\na\n```\n", "없음\n", "a.ko.md: lacks the fence of line 1 in a.md"},
		{"surplus fence", "none\n", "```\nb\n```\n", "a.ko.md:1: fence has no counterpart in a.md"},
	} {
		t.Run(c.name, func(t *testing.T) {
			expect(t, check(t, pair(t, c.english, c.korean)), c.problem)
		})
	}
}

func TestChangedEnglishAsksForAReaderUntilAccepted(t *testing.T) {
	root := pair(t, "# One\n\nold\n", "# 하나\n\n옛날\n")
	if err := os.WriteFile(filepath.Join(root, "a.md"), []byte("# One\n\nnew\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	want := "a.ko.md: a.md has changed since: read both, then workshop docs --accept a.ko.md"
	expect(t, check(t, root), want)
	if _, err := Write(root); err != nil {
		t.Fatal(err)
	}
	expect(t, check(t, root), want)
	if err := Accept(filepath.Join(root, "a.ko.md")); err != nil {
		t.Fatal(err)
	}
	expect(t, check(t, root))
}

func TestHashIsOfProseOnly(t *testing.T) {
	a, b := parse("a.md", "text\n```go\n1\n```\n"), parse("a.md", "text\n```go\n2\n3\n```\n")
	if hash(a) != hash(b) {
		t.Error("a fence's body changes the hash")
	}
	if hash(a) == hash(parse("a.md", "texts\n```go\n1\n```\n")) {
		t.Error("prose does not change the hash")
	}
}

func TestSiblingsAreMissedExceptWhereExempt(t *testing.T) {
	root := tree(t, map[string]string{
		"a.md": "x\n", "b.ko.md": "x\n", "CHANGELOG.md": "x\n", "docs/decisions/0001-x.md": "x\n", "p/testdata/t.md": "x\n",
	})
	expect(t, check(t, root), "a.md: no Korean sibling a.ko.md", "b.ko.md: no English sibling b.md")
}

func TestAcceptWantsAKoreanFile(t *testing.T) {
	if err := Accept("a.md"); err == nil || !strings.Contains(err.Error(), "not a .ko.md file") {
		t.Errorf("got %v", err)
	}
}
