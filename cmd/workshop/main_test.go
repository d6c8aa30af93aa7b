package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

func TestMain(m *testing.M) {
	takeRole()
	os.Exit(audited(m.Run))
}

// typed runs the command as if typed without a terminal, nothing remembered and
// no locale set.
func typed(t *testing.T, args ...string) (status int, out, errOut string) {
	t.Helper()
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		t.Setenv(name, "")
	}
	in, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var stdout, stderr bytes.Buffer
	status = run(args, in, &stdout, &stderr)
	return status, stdout.String(), stderr.String()
}

func TestHelpIsInTheChosenLanguage(t *testing.T) {
	for _, args := range [][]string{{"--help", "--lang", "ko"}, {"--lang=ko", "help"}} {
		status, out, _ := typed(t, args...)
		if status != 0 || !strings.Contains(out, "컨테이너를 직접 만들면서") || !strings.Contains(out, "사용법:") || strings.Contains(out, "this machine can do") {
			t.Errorf("%q: status %d\n%s", args, status, out)
		}
	}
	if status, out, _ := typed(t, "--help"); status != 0 || !strings.Contains(out, "what this machine can do") {
		t.Errorf("without a choice: status %d\n%s", status, out)
	}
}

func TestWrongUseIsOneLineAndStatusOne(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--lang", "fr", "doctor"}, `workshop: choose language "fr": want ko or en`},
		{[]string{"nonsense"}, "workshop: unknown command \"nonsense\" for \"workshop\"; see `workshop --help`"},
		{[]string{"doctor", "x"}, `workshop: unknown command "x" for "workshop doctor"`},
		{[]string{"pack"}, "workshop: accepts 1 arg(s), received 0"},
	} {
		status, out, errOut := typed(t, c.args...)
		if status != 1 || out != "" || strings.TrimSpace(errOut) != c.want {
			t.Errorf("%q: status %d, output %q, error %q, want %q", c.args, status, out, errOut, c.want)
		}
	}
}

func TestDoctorSpeaksJSONAndItsStatusIsTheVerdict(t *testing.T) {
	status, out, _ := typed(t, "doctor", "--json", "--lang", "ko")
	var report struct {
		CanRun bool `json:"can_run"`
		Checks []struct {
			ID, Status, Found, Why string
			Lessons                []int
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	if (status == 0) != report.CanRun || len(report.Checks) < 20 {
		t.Errorf("status %d, can_run %v, %d checks", status, report.CanRun, len(report.Checks))
	}
}

func TestDoctorWithoutAChoiceIsInBothLanguages(t *testing.T) {
	_, out, _ := typed(t, "doctor")
	if !strings.Contains(out, "The machine\n") || !strings.Contains(out, "머신\n") {
		t.Errorf("got\n%s", out)
	}
}

func TestAnotherSystemIsToldThreeWaysToLinux(t *testing.T) {
	var out bytes.Buffer
	p := &say.Printer{Out: &out, Lang: say.English}
	if err := refuseElsewhere(p, "linux"); err != nil || out.Len() > 0 {
		t.Errorf("on Linux: %v, %q", err, out.String())
	}
	if err := refuseElsewhere(p, "darwin"); err == nil {
		t.Error("on macOS: no error")
	}
	for _, want := range []string{"this is macOS", "Lima", "multipass", "devcontainer", "Codespaces"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestPackOutsideACheckoutIsAClearSentence(t *testing.T) {
	dir := t.TempDir()
	changeTo(t, dir)
	status, _, errOut := typed(t, "pack", filepath.Join(dir, "out"))
	if status != 1 || !strings.Contains(errOut, "is not inside a clone of") {
		t.Errorf("status %d, %q", status, errOut)
	}
	if _, err := os.Stat(filepath.Join(dir, "out")); !os.IsNotExist(err) {
		t.Error("DIR was made")
	}
}

func changeTo(t *testing.T, dir string) {
	t.Helper()
	before, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chdir(dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Chdir(before); err != nil {
			t.Error(err)
		}
	})
}
