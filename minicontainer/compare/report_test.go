package compare

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
)

// invented is a report with all that one can have.
func invented() *Report {
	r := &Report{
		Format: Format, Date: time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC), Image: "base", Method: Options{}.withDefaults().method(),
		Machine: Machine{Processor: "a processor", Cores: 2, MemoryBytes: 8 << 30, Kernel: "6.1", Virtualizing: []string{}},
	}
	for n, name := range []string{Process, Container, FullContainer, TCG} {
		result := &Result{Kind: Kind{Name: name, Command: []string{"x"}, Probe: "/p"}, Medians: map[string]float64{}}
		for run := range 5 {
			result.add("ready", float64(n+1)*[]float64{0.09, 0.01, 0.012, 0.011, 0.01}[run], seconds)
			result.add("pss", float64(n+1)*4e6, inBytes)
			for _, work := range probe.Works() {
				result.add(work, 0.001*float64(n+1), seconds)
			}
		}
		result.Density = &Density{Points: []DensityPoint{{Count: 1}, {Count: 5}, {Count: 10}}, SlopeBytes: 1e6}
		result.Isolation = &Isolation{DifferentSysctls: []string{}, Look: probe.Look{Tokens: []string{}, Sysctls: map[string]string{}}}
		result.Tree = &probe.Tree{Digest: "0123456789abcdef", Files: 3}
		result.Files = []FileSize{{File: File{What: "image", Path: "/i"}, ActualBytes: 1 << 20, ApparentBytes: 2 << 20}}
		r.Kinds = append(r.Kinds, result)
	}
	r.Kinds[3].Emulated, r.Kinds[3].Notes = true, []string{"density: left out"}
	r.Kinds = append(r.Kinds, &Result{Kind: Kind{Name: KVM, Missing: "no /dev/kvm"}})
	return r
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	r := invented()
	var text bytes.Buffer
	if err := r.WriteJSON(&text); err != nil {
		t.Fatal(err)
	}
	again, err := Read(&text)
	if err != nil {
		t.Fatal(err)
	}
	first, _ := json.Marshal(r)
	second, _ := json.Marshal(again)
	if diff := cmp.Diff(string(first), string(second)); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"", "{}", `{"format": 99}`, "[]"} {
		if _, err := Read(strings.NewReader(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestTheFirstRunIsColdAndTheMedianIsOfTheOthers(t *testing.T) {
	r := invented().Find(Process)
	if got, want := r.Medians["ready_seconds"], 0.0105; got < want-1e-9 || got > want+1e-9 {
		t.Errorf("median %v, want %v", got, want)
	}
	for _, s := range r.Samples {
		if s.Cold != (s.Measure == "ready" && s.Run == 1) {
			t.Errorf("%+v", s)
		}
	}
}

func TestEverySampleHasALineInTheCSV(t *testing.T) {
	r := invented()
	var text bytes.Buffer
	if err := r.WriteCSV(&text); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&text).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"kind", "measure", "run", "value", "unit", "cold"}, lines[0]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"process", "ready", "1", "0.09", "seconds", "true"}, lines[1]); diff != "" {
		t.Error(diff)
	}
	want := 1
	for _, k := range r.Kinds {
		want += len(k.Samples)
	}
	if len(lines) != want {
		t.Errorf("%d lines, want %d", len(lines), want)
	}
}

func TestTheTableFitsIntoEightyColumnsInBothLanguages(t *testing.T) {
	for _, l := range []Language{English, Korean} {
		var text strings.Builder
		if err := invented().WriteTable(&text, l); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(text.String(), "\n") {
			if cells.Of(line) > Width {
				t.Errorf("%d columns: %s", cells.Of(line), line)
			}
		}
		words, _ := WordsOf(l)
		for _, want := range []string{"no /dev/kvm", words.Kinds[FullContainer], words.Table.Emulation[:20], "10.5 ms", "01234567", "*"} {
			if !strings.Contains(text.String(), want) {
				t.Errorf("%s: no %q in\n%s", l, want, text.String())
			}
		}
	}
	if err := invented().WriteTable(&strings.Builder{}, "fr"); err == nil {
		t.Error("French was spoken")
	}
}

func TestColumnsOfHangulAreInLine(t *testing.T) {
	s := &tables{}
	s.section("t", [][]string{{"", "준비"}, {"프로세스", "1 ms"}, {"x", "12 ms"}})
	var ends []int
	for _, line := range strings.Split(strings.TrimSpace(s.text.String()), "\n")[1:] {
		ends = append(ends, cells.Of(line))
	}
	if len(ends) != 3 || ends[0] != ends[1] || ends[1] != ends[2] {
		t.Errorf("lines end at %v:\n%s", ends, s.text.String())
	}
}

func TestBothLanguagesHaveAllWords(t *testing.T) {
	for _, maps := range [][2]map[string]string{{english.Kinds, korean.Kinds}, {english.Measures, korean.Measures}, {english.Roles, korean.Roles}, {english.Files, korean.Files}} {
		for key := range maps[0] {
			if maps[0][key] == "" || maps[1][key] == "" || len(maps[0]) != len(maps[1]) {
				t.Errorf("%s: %q and %q", key, maps[0][key], maps[1][key])
			}
		}
	}
	for _, words := range []Words{english, korean} {
		table := reflect.ValueOf(words.Table)
		for i := range table.NumField() {
			if table.Field(i).String() == "" {
				t.Errorf("no %s", table.Type().Field(i).Name)
			}
		}
	}
}

func TestNumbersHaveTheirUnit(t *testing.T) {
	for value, want := range map[float64]string{0.0000001234: "0.12 µs", 0.0021: "2.10 ms", 0.0999: "99.9 ms", 0.142: "142 ms", 1.934: "1.93 s", 63: "63.0 s", 0.9999: "1.00 s"} {
		if got := Duration(value); got != want {
			t.Errorf("Duration(%v) = %s, want %s", value, got, want)
		}
	}
	for value, want := range map[float64]string{0: "0", 512 << 10: "512 KiB", 3.5 * (1 << 20): "3.50 MiB", 2 << 30: "2.00 GiB", 1000 << 20: "0.98 GiB"} {
		if got := Size(value); got != want {
			t.Errorf("Size(%v) = %s, want %s", value, got, want)
		}
	}
}
