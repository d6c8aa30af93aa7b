package page

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/compare"
	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
)

// measured is a report as one run on a machine has written it, which is also what a page is drawn of where nothing can be measured.
func measured(t *testing.T) *compare.Report {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := compare.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func write(t *testing.T, r *compare.Report, l compare.Language) string {
	t.Helper()
	var text bytes.Buffer
	if err := Write(&text, r, l); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// elements parses the page strictly, and counts its elements.
func elements(t *testing.T, text string) map[string]int {
	t.Helper()
	counts := map[string]int{}
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return counts
		}
		if err != nil {
			t.Fatalf("parse page: %v", err)
		}
		if start, ok := token.(xml.StartElement); ok {
			counts[start.Name.Local]++
		}
	}
}

func TestThePageIsWellFormedAndHasEveryChart(t *testing.T) {
	for _, l := range []compare.Language{compare.English, compare.Korean} {
		counts := elements(t, write(t, measured(t), l))
		if counts["svg"] != 4 || counts["table"] != 3 || counts["article"] != 4 || counts["h1"] != 1 {
			t.Errorf("%s: %v", l, counts)
		}
		for _, forbidden := range []string{"script", "link", "img", "iframe", "object"} {
			if counts[forbidden] > 0 {
				t.Errorf("%s: a %s", l, forbidden)
			}
		}
	}
}

func TestNothingIsFetchedFromAnywhere(t *testing.T) {
	for _, l := range []compare.Language{compare.English, compare.Korean} {
		text := write(t, measured(t), l)
		if found := regexp.MustCompile(`(?i)(https?:)?//[a-z0-9.]+\.[a-z]|@import|\ssrc=|\shref=|url\((?:[^#])|ZgotmplZ`).FindString(text); found != "" {
			t.Errorf("%s: %q", l, found)
		}
	}
}

func TestEmulationIsCalledThat(t *testing.T) {
	r := measured(t)
	if r.Find(compare.TCG) == nil {
		t.Fatal("the report has no emulated kind")
	}
	for l, want := range map[compare.Language]string{compare.English: "emulation (QEMU, TCG)", compare.Korean: "에뮬레이션(QEMU, TCG)"} {
		text := write(t, r, l)
		if !strings.Contains(text, want) || !strings.Contains(text, textsOf(l).EmulationNote[:30]) || !strings.Contains(text, `class="hatched"`) {
			t.Errorf("%s: emulation is not marked", l)
		}
	}
}

func TestWhatWasNotMeasuredStandsThereWithTheReason(t *testing.T) {
	r := measured(t)
	r.Kinds = append(r.Kinds, &compare.Result{Kind: compare.Kind{Name: compare.UML, Missing: "<not> installed"}})
	text := write(t, r, compare.English)
	if !strings.Contains(text, "User-mode Linux: &lt;not&gt; installed") {
		t.Error("the reason is missing, or not escaped")
	}
}

func TestNamesFromOutsideAreText(t *testing.T) {
	r := measured(t)
	r.Image = `<script>alert(1)</script>`
	r.Kinds[0].Name = `a"><script>`
	if counts := elements(t, write(t, r, compare.English)); counts["script"] > 0 {
		t.Error("a name became an element")
	}
}

func TestAReportWithHardlyAnythingIsAPage(t *testing.T) {
	elements(t, write(t, &compare.Report{}, compare.Korean))
	lone := &compare.Result{Kind: compare.Kind{Name: compare.Container}, Medians: map[string]float64{"ready_seconds": 0.1}}
	lone.Samples = []compare.Sample{{Measure: "ready", Run: 1, Value: 0.1, Unit: "seconds"}}
	if counts := elements(t, write(t, &compare.Report{Kinds: []*compare.Result{lone}}, compare.English)); counts["svg"] != 1 {
		t.Errorf("%v", counts)
	}
	if err := Write(io.Discard, &compare.Report{}, "fr"); err == nil {
		t.Error("French was spoken")
	}
}

// Both languages say everything, and as much of it.
func TestBothLanguagesAreComplete(t *testing.T) {
	complete(t, "texts", reflect.ValueOf(english), reflect.ValueOf(korean))
	for _, work := range probe.Works() {
		if english.Works[work] == "" || korean.Works[work] == "" {
			t.Errorf("no words for %s", work)
		}
	}
}

func complete(t *testing.T, name string, a, b reflect.Value) {
	t.Helper()
	switch a.Kind() {
	case reflect.String:
		if a.String() == "" || b.String() == "" {
			t.Errorf("%s: %q and %q", name, a.String(), b.String())
		}
		if strings.Count(a.String(), "%") != strings.Count(b.String(), "%") {
			t.Errorf("%s: other values in %q and %q", name, a.String(), b.String())
		}
	case reflect.Struct:
		for i := range a.NumField() {
			complete(t, name+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i))
		}
	case reflect.Slice:
		if a.Len() != b.Len() {
			t.Fatalf("%s: %d and %d", name, a.Len(), b.Len())
		}
		for i := range a.Len() {
			complete(t, name, a.Index(i), b.Index(i))
		}
	}
}

func TestScalesPutValuesWhereTheyBelong(t *testing.T) {
	x, ticks := decades(0.002, 2, 100, 500)
	if len(ticks) != 5 || x.at(0.001) != 100 || x.at(10) != 500 {
		t.Errorf("ticks %v from %v to %v", ticks, x.at(0.001), x.at(10))
	}
	if at := x.at(0.1); at < 299 || at > 301 {
		t.Errorf("0.1 s at %v", at)
	}
	y, ticks := fromZero(1.9*(1<<30), 300, 0)
	if y.at(0) != 300 || y.at(1.9*(1<<30)) != 0 || len(ticks) != 4 {
		t.Errorf("ticks %v", ticks)
	}
	for value, want := range map[string]string{"1.00 ms": "1 ms", "10.0 ms": "10 ms", "100 ms": "100 ms", "1.50 GiB": "1.5 GiB", "0": "0"} {
		if got := tick(value); got != want {
			t.Errorf("tick(%s) = %q, want %q", value, got, want)
		}
	}
}
