//go:build linux

package cli

import (
	"strings"
	"testing"
	"time"
)

type fruit struct{ Color, Name, Weight string }

// Label is as that of a container's row.
func (f fruit) Label(name string) string { return f.Name + "'s " + name }

var fruits = listing{
	columns: []column{{"Name", "NAME"}, {"Color", "COLOR"}, {"Weight", "HOW HEAVY"}},
	table:   []string{"Name", "Weight"},
	quiet:   "Name",
	raw:     []column{{"Name", "name"}, {"Color", "color"}},
}

func TestAListIsShownAsItsFormatSays(t *testing.T) {
	rows := []any{fruit{"green", "pear", "100 g"}, fruit{"", "a-very-long-fruit", "1 g"}}
	for name, c := range map[string]struct {
		flags formatFlags
		want  string
	}{
		"nothing said":      {formatFlags{}, "NAME                HOW HEAVY\npear                100 g\na-very-long-fruit   1 g\n"},
		"table":             {formatFlags{format: "table"}, "NAME                HOW HEAVY\npear                100 g\na-very-long-fruit   1 g\n"},
		"quiet":             {formatFlags{quiet: true}, "pear\na-very-long-fruit\n"},
		"json":              {formatFlags{format: "json"}, `{"Color":"green","Name":"pear","Weight":"100 g"}` + "\n" + `{"Color":"","Name":"a-very-long-fruit","Weight":"1 g"}` + "\n"},
		"raw":               {formatFlags{format: "raw"}, "name: pear\ncolor: green\n\nname: a-very-long-fruit\ncolor:\n\n"},
		"template":          {formatFlags{format: `{{.Name}}\t{{.Color}}`}, "pear\tgreen\na-very-long-fruit\t\n"},
		"with quiet":        {formatFlags{format: "{{.Color}}", quiet: true}, "green\n\n"},
		"quiet wins":        {formatFlags{format: "{{.Color}}", quiet: true, quietWins: true}, "pear\na-very-long-fruit\n"},
		"table of one's":    {formatFlags{format: `table {{.Color}}\t{{upper .Name}}`}, "COLOR     NAME\ngreen     PEAR\n          A-VERY-LONG-FRUIT\n"},
		"headings of words": {formatFlags{format: `table {{.Label "age"}}\t{{truncate .Name 2}}`}, "age                       NAME\npear's age                pe\na-very-long-fruit's age   a-\n"},
		"functions":         {formatFlags{format: `{{title "a b_c d'e"}} {{lower .Name}} {{join (split "a,b" ",") "+"}} {{pad .Color 2 1}}| {{json .Name}}`}, "A B_c D'e pear a+b   green | \"pear\"\nA B_c D'e a-very-long-fruit a+b | \"a-very-long-fruit\"\n"},
		"println":           {formatFlags{format: "{{println .Name}}"}, "pear\n\na-very-long-fruit\n\n"},
		"just words":        {formatFlags{format: "pretty"}, "pretty\npretty\n"},
	} {
		var out strings.Builder
		if err := fruits.show(&out, c.flags, rows); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if out.String() != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, out.String(), c.want)
		}
	}
}

func TestATemplateThatIsWrongIsRefusedWithItsPlace(t *testing.T) {
	for format, want := range map[string]string{
		"{{.Taste}}":       "can't evaluate field Taste",
		"{{.Name":          "unclosed action",
		"{{fly .Name}}":    `function "fly" not defined`,
		"{{join .Name 1}}": "expected string",
	} {
		var out strings.Builder
		err := fruits.show(&out, formatFlags{format: format}, []any{fruit{}})
		if err == nil || !strings.Contains(err.Error(), "read --format: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %s", format, err, want)
		}
		if out.Len() > 0 {
			t.Errorf("%s: printed %q", format, out.String())
		}
	}
}

func TestAMomentIsReadInEachOfItsForms(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.FixedZone("here", 9*60*60))
	for text, want := range map[string]time.Time{
		"2026-11-23":                   time.Date(2026, 11, 23, 0, 0, 0, 0, now.Location()),
		"2026-11-23T10:05":             time.Date(2026, 11, 23, 10, 5, 0, 0, now.Location()),
		"2026-11-23T10:05:06":          time.Date(2026, 11, 23, 10, 5, 6, 0, now.Location()),
		"2026-11-23T10:05:06.5":        time.Date(2026, 11, 23, 10, 5, 6, 5e8, now.Location()),
		"2026-11-23T10:05:06Z":         time.Date(2026, 11, 23, 10, 5, 6, 0, time.UTC),
		"2026-11-23T10:05:06.25+01:00": time.Date(2026, 11, 23, 9, 5, 6, 25e7, time.UTC),
		"1h30m":                        now.Add(-90 * time.Minute),
		"1700000000":                   time.Unix(1700000000, 0),
		"1700000000.000000005":         time.Unix(1700000000, 5),
		"1700000000.5":                 time.Unix(1700000000, 5e8),
		"-5m":                          now.Add(5 * time.Minute),
	} {
		if got, err := readMoment(text, now); err != nil || !got.Equal(want) {
			t.Errorf("%s: %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "yesterday", "2026-13-01", "1.5.5", "1700000000.0000000001"} {
		if got, err := readMoment(text, now); err == nil {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestFiltersOfOneKeyAreAlternativesAndThoseOfDifferentKeysAreNot(t *testing.T) {
	var f filters
	for _, text := range []string{"name=we.$", "name=db", " Label =a", "label=b=c"} {
		if err := f.Set(text); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]bool{"web": true, "db": true, "web2": false} {
		if got := f.text("name", name); got != want {
			t.Errorf("name %s: %v", name, got)
		}
	}
	for _, c := range []struct {
		labels map[string]string
		want   bool
	}{
		{map[string]string{"a": "", "b": "c"}, true},
		{map[string]string{"a": "x", "b": "d"}, false},
		{map[string]string{"b": "c"}, false},
	} {
		if got := f.labels(c.labels); got != c.want {
			t.Errorf("%v: %v", c.labels, got)
		}
	}
	if !f.word("status", "running") {
		t.Error("a key that is not given refuses")
	}
	if err := f.check([]string{"label"}); err == nil || !strings.Contains(err.Error(), `"name"`) {
		t.Errorf("a key that is not known: %v", err)
	}
	for _, text := range []string{"name", "=x", ""} {
		if err := f.Set(text); err == nil {
			t.Errorf("%q is taken for a filter", text)
		}
	}
}
