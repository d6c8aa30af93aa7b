package expand

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true}, {"", "a", false}, {"*", "", true}, {"a*c", "abbc", true}, {"a*c", "abcd", false},
		{"*a*b*", "xxaxxbx", true}, {"?", "한", true}, {"??", "한", false}, {"[가-힣]", "글", true}, {"[!가-힣]", "글", false},
		{"[]a]", "]", true}, {"[a-]", "-", true}, {"[[:digit:]x]*", "7z", true}, {"[[:digit:]]", "a", false},
		{`\*`, "*", true}, {`\*`, "a", false}, {`[\]]`, "]", true}, {"[a", "[a", true}, {`a\`, `a\`, true}, {"*.*.*", "a.b", false},
	} {
		if got := Match(c.pattern, c.text); got != c.want {
			t.Errorf("Match(%q, %q) = %v", c.pattern, c.text, got)
		}
	}
}

func FuzzMatchEnds(f *testing.F) {
	f.Add("*a[!b-", "\xff")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		Match(pattern, text)
		if !Match(escape(text), text) {
			t.Errorf("escaped %q does not match itself", text)
		}
	})
}

// fake is an environment of a map; "@" are the parameters.
type fake map[string]string

func (f fake) Get(name string) (string, bool)              { v, ok := f[name]; return v, ok }
func (f fake) Set(name, value string) error                { f[name] = value; return nil }
func (f fake) Params() []string                            { return strings.Fields(f["@"]) }
func (f fake) Substitute(*syntax.CmdSubst) (string, error) { return "", errors.New("no commands here") }

func TestFields(t *testing.T) {
	env := fake{"x": "a  b", "glob": "*", "@": "p q", "n": "1+m", "m": "2", "empty": ""}
	for source, want := range map[string][]string{
		`$x "$x" '$x'`:      {"a", "b", "a  b", "$x"},
		`$empty "$empty"`:   {""},
		`pre"$@"post`:       {"prep", "qpost"},
		`\* "$glob" '*'`:    {"*", "*", "*"},
		`$((n * 2)) $((m))`: {"6", "2"},
		`${x%b}y`:           {"a", "y"},
		`a{b,c}`:            {"a{b,c}"},
	} {
		var words []*syntax.Word
		for w, err := range syntax.NewParser().WordsSeq(strings.NewReader(source)) {
			if err != nil {
				t.Fatal(err)
			}
			words = append(words, w)
		}
		got, err := (&Config{Env: env, NoGlob: true}).Fields(words...)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %q, %v, want %q", source, got, err, want)
		}
	}
}

func TestArithmeticErrors(t *testing.T) {
	env := fake{"loop": "loop+1", "bad": "1.5"}
	for _, source := range []string{"1/0", "loop", "bad", "3=4"} {
		expr, err := syntax.NewParser().Arithmetic(strings.NewReader(source))
		if err != nil {
			continue
		}
		if n, err := (&Config{Env: env}).Arithmetic(expr); err == nil {
			t.Errorf("%s = %s, want an error", source, n)
		}
	}
}
