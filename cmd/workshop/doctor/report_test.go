package doctor

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

func TestReportFitsEightyColumnsInBothLanguages(t *testing.T) {
	broken := Facts{GoVersion: "go1.19", KernelText: "4.4.0", Kernel: Version{4, 4}, UID: 1000, StateDir: "/var/lib/minicontainer"}
	for _, lang := range []say.Lang{say.English, say.Korean} {
		for _, f := range []Facts{healthy(), broken} {
			var out bytes.Buffer
			Print(&say.Printer{Out: &out, Lang: lang}, Judge(f))
			for _, line := range strings.Split(out.String(), "\n") {
				if say.Width(line) > pageWidth {
					t.Errorf("%s: %d columns: %s", lang, say.Width(line), line)
				}
			}
		}
	}
}

func TestReportShowsFoundReasonLessonAndRemedy(t *testing.T) {
	f := healthy()
	f.QEMU = ""
	var out bytes.Buffer
	Print(&say.Printer{Out: &out, Lang: say.English}, Judge(f))
	want := `! qemu               no emulator for this architecture on PATH
                     a virtual machine to compare a container with (lesson 6)
                     → sudo apt install --no-install-recommends qemu-system-x86
                       (arm64: qemu-system-arm)
`
	if !strings.Contains(out.String(), want) {
		t.Errorf("report lacks\n%s\nin\n%s", want, out.String())
	}
}

func TestUndecidedReportIsWholeInEnglishThenWholeInKorean(t *testing.T) {
	var out bytes.Buffer
	Print(&say.Printer{Out: &out}, Judge(healthy()))
	english, korean := strings.Index(out.String(), "This machine can run"), strings.Index(out.String(), "머신\n")
	if english < 0 || korean < english {
		t.Errorf("English ends at %d, Korean begins at %d", english, korean)
	}
}

func TestJSONHasEveryCheckAndTheVerdict(t *testing.T) {
	f := healthy()
	f.KernelBits = 32
	var out bytes.Buffer
	if err := WriteJSON(&out, Judge(f), say.Korean); err != nil {
		t.Fatal(err)
	}
	var got reportJSON
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.CanRun || len(got.Checks) < 20 {
		t.Errorf("can_run %v, %d checks", got.CanRun, len(got.Checks))
	}
	if first := got.Checks[0]; first.ID != "bits" || first.Status != StatusBad || first.Remedy != "64비트 리눅스를 쓰세요" {
		t.Errorf("first check is %+v", first)
	}
}

func TestLessonListJoinsRuns(t *testing.T) {
	for want, numbers := range map[string][]int{"1–3, 5": {1, 2, 3, 5}, "4": {4}, "1, 4, 6–7": {1, 4, 6, 7}} {
		if got := lessonList(numbers); got != want {
			t.Errorf("lessonList(%v) = %q, want %q", numbers, got, want)
		}
	}
}

func TestGoWantedIsTheDirectiveOfGoMod(t *testing.T) {
	mod, err := os.ReadFile("../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^go (\S+)$`).FindSubmatch(mod)
	if m == nil || string(m[1]) != GoWanted {
		t.Errorf("go.mod says %q, doctor %q", m, GoWanted)
	}
}
