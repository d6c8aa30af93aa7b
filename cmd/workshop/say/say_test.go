package say

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[-+# 0]*\d*(?:\.\d+)?([a-zA-Z%])`)

// verbs lists a format's verbs as "argument:verb", so that two formats which ask
// for the same arguments in the same way have equal lists after sorting.
func verbs(format string) []string {
	var list []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		switch {
		case m[2] == "%":
		case m[1] != "":
			list = append(list, m[1]+":"+m[2])
		default:
			list = append(list, string(rune('0'+next))+":"+m[2])
			next++
		}
	}
	slices.Sort(list)
	return slices.Compact(list) // an argument named twice is one argument
}

func TestEveryIDHasBothLanguagesWithTheSameVerbs(t *testing.T) {
	if len(catalogue) < 50 {
		t.Fatalf("catalogue has %d texts, so it was not gathered", len(catalogue))
	}
	for id, text := range catalogue {
		if text.EN == "" || text.KO == "" {
			t.Errorf("%s lacks a language: %q", id, text)
		}
		if en, ko := verbs(text.EN), verbs(text.KO); !slices.Equal(en, ko) {
			t.Errorf("%s asks for %v in English and %v in Korean", id, en, ko)
		}
	}
}

func TestNoIDIsDefinedTwice(t *testing.T) {
	total := 0
	for _, topic := range topics {
		total += len(topic)
	}
	if total != len(catalogue) {
		t.Errorf("topics hold %d texts, the catalogue %d", total, len(catalogue))
	}
}

func TestMessageTranslatesTheMessagesInsideIt(t *testing.T) {
	m := T("doctor.kernel-old", "4.4", []Message{T("doctor.needs-cgroup2"), T("doctor.needs-overlay")})
	if got, want := m.In(English), "Linux 4.4, too old for: cgroup v2 (4.5), overlay (3.18)"; got != want {
		t.Errorf("English: %q, want %q", got, want)
	}
	if got := m.In(Korean); !strings.HasSuffix(got, "cgroup v2 (4.5), 오버레이 (3.18)") {
		t.Errorf("Korean: %q does not end in the Korean names", got)
	}
}

func TestChooseTakesTheFirstThatSays(t *testing.T) {
	for _, c := range []struct {
		name, flag string
		remembered Lang
		env        map[string]string
		want       Lang
	}{
		{"flag over everything", "en", Korean, map[string]string{"LANG": "ko_KR.UTF-8"}, English},
		{"remembered over locale", "", Korean, map[string]string{"LANG": "en_US.UTF-8"}, Korean},
		{"LC_ALL over LANG", "", Unknown, map[string]string{"LC_ALL": "ko_KR.UTF-8", "LANG": "en_US"}, Korean},
		{"LC_MESSAGES over LANG", "", Unknown, map[string]string{"LC_MESSAGES": "ko", "LANG": "en_US"}, Korean},
		{"LC_ALL=C hides LANG", "", Unknown, map[string]string{"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, Unknown},
		{"LANG alone", "", Unknown, map[string]string{"LANG": "ko_KR.eucKR"}, Korean},
		{"a language we do not speak", "", Unknown, map[string]string{"LANG": "fr_FR.UTF-8"}, English},
		{"C with a codeset", "", Unknown, map[string]string{"LANG": "C.UTF-8"}, Unknown},
		{"POSIX", "", Unknown, map[string]string{"LANG": "POSIX"}, Unknown},
		{"unset", "", Unknown, nil, Unknown},
	} {
		got, err := Choose(c.flag, c.remembered, func(name string) string { return c.env[name] })
		if err != nil || got != c.want {
			t.Errorf("%s: got %q, %v, want %q", c.name, got, err, c.want)
		}
	}
}

func TestChooseRefusesAFlagOfAnotherLanguage(t *testing.T) {
	_, err := Choose("fr", Unknown, os.Getenv)
	if err == nil || err.Error() != `choose language "fr": want ko or en` {
		t.Errorf("got %v", err)
	}
}

func TestRememberedIsWhatRememberKept(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "config"))
	if got := Remembered(); got != Unknown {
		t.Errorf("before: %q", got)
	}
	if err := Remember(Korean); err != nil {
		t.Fatal(err)
	}
	if got := Remembered(); got != Korean {
		t.Errorf("after: %q", got)
	}
}

func TestAskUnderstandsNumbersAndNamesAndNothingElse(t *testing.T) {
	for answer, want := range map[string]Lang{
		"1\n": English, "2\n": Korean, "KO\n": Korean, "한국어\n": Korean, "\n": Unknown, "x\n": Unknown, "": Unknown,
		"x\n2\n": Korean, "x\nx\n2\n": Unknown,
	} {
		var out bytes.Buffer
		if got := Ask(strings.NewReader(answer), &out); got != want {
			t.Errorf("answer %q: got %q, want %q", answer, got, want)
		}
		if !strings.Contains(out.String(), "어떤 언어") || !strings.Contains(out.String(), "Which language") {
			t.Errorf("the question is not in both languages: %q", out.String())
		}
	}
}

func TestUndecidedPrinterSaysEnglishThenKorean(t *testing.T) {
	var out bytes.Buffer
	p := &Printer{Out: &out}
	p.Say("verify.passed", 9)
	if got, want := out.String(), "all 9 checks hold\n검사 9개를 모두 통과했어요\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWidthCountsAHangulSyllableAsTwoColumns(t *testing.T) {
	for text, want := range map[string]int{"abc": 3, "컨테이너": 8, "a한b": 4, "✓": 1, "–": 1, "e\u0301": 1} {
		if got := Width(text); got != want {
			t.Errorf("Width(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestWrapKeepsWithinTheWidthAndLongWordsWhole(t *testing.T) {
	got := Wrap("네임스페이스 하나 longer-than-the-line b"+NoBreak+"c", 12)
	want := []string{"네임스페이스", "하나", "longer-than-the-line", "b c"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
