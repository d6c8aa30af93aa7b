package transcript

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const sample = `# for whoever edits this
## first
$ echo hello
hello
## second
! cat missing
cat: missing: No such file or directory
$ cat <<END
> one
> END
one
$ echo '$ x'; echo '\y'
\$ x
\\y
`

func mustParse(t *testing.T, text string) Transcript {
	t.Helper()
	parsed, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func here(t *testing.T) Place {
	return Place{Dir: t.TempDir(), Env: []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C"}}
}

func TestStringGivesBackWhatParseRead(t *testing.T) {
	if got := mustParse(t, sample).String(); got != sample {
		t.Errorf("got\n%s\nwant\n%s", got, sample)
	}
}

func TestParseRefusesOutputBeforeACommand(t *testing.T) {
	if _, err := Parse("# note\nhello\n"); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("got %v, want an error that names line 2", err)
	}
}

func TestShownLeavesOutCommentsAndOtherParts(t *testing.T) {
	parsed := mustParse(t, sample)
	got, err := parsed.Shown("first")
	if want := "$ echo hello\nhello\n"; err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	got, err = parsed.Shown("second")
	want := "$ cat missing\ncat: missing: No such file or directory\n$ cat <<END\n> one\n> END\none\n$ echo '$ x'; echo '\\y'\n$ x\n\\y\n"
	if err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	whole, err := parsed.Shown("")
	if err != nil || !strings.HasPrefix(whole, "$ echo hello\nhello\n$ cat missing\n") {
		t.Errorf("whole is %q, %v", whole, err)
	}
	if _, err := parsed.Shown("third"); err == nil {
		t.Error("a part that is not there gives no error")
	}
}

func TestRunAcceptsATranscriptThatIsTrue(t *testing.T) {
	if err := Run(context.Background(), mustParse(t, sample), here(t)); err != nil {
		t.Error(err)
	}
}

func TestRunCarriesFilesButNoShellState(t *testing.T) {
	text := "$ X=1; cd /; echo kept > \"$OLDPWD/file\"\n$ echo \"[$X]\"; cat file\n[]\nkept\n"
	if err := Run(context.Background(), mustParse(t, text), here(t)); err != nil {
		t.Error(err)
	}
}

func TestRunShowsTheDifference(t *testing.T) {
	text := "$ printf 'a\\nb\\n'\na\nc\n$ false\n! true\n"
	err := Run(context.Background(), mustParse(t, text), here(t))
	if err == nil {
		t.Fatal("no error")
	}
	want := "transcript line 1: $ printf 'a\\nb\\n'\n a\n-c\n+b\n" +
		"transcript line 4: $ false: exit status 1\n" +
		"transcript line 5: $ true: succeeds, but must fail"
	if err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	var m *Mismatch
	if !errors.As(err, &m) || m.Line != 1 {
		t.Errorf("first mismatch is %+v", m)
	}
}

func TestRunEndsACommandAndItsChildrenAtTheLimit(t *testing.T) {
	at := here(t)
	at.Limit = 200 * time.Millisecond
	start := time.Now()
	err := Run(context.Background(), mustParse(t, "$ sleep 60 & echo $! >pid; wait\n"), at)
	if err == nil || !strings.Contains(err.Error(), "did not end in time") || time.Since(start) > 10*time.Second {
		t.Fatalf("after %v: %v", time.Since(start), err)
	}
	pid, err := os.ReadFile(filepath.Join(at.Dir, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(5 * time.Second)
	for runs(strings.TrimSpace(string(pid))) {
		if time.Now().After(deadline) {
			t.Fatalf("sleep, process %s, is still there", pid)
		}
	}
}

// runs reports whether a process runs. One that was killed is a zombie until init
// reaps it.
func runs(pid string) bool {
	status, err := os.ReadFile("/proc/" + pid + "/status")
	return err == nil && !strings.Contains(string(status), "State:\tZ") && !strings.Contains(string(status), "State:\tX")
}

func TestRunDoesNotWaitForWhatACommandLeavesRunning(t *testing.T) {
	at := here(t)
	start := time.Now()
	err := Run(context.Background(), mustParse(t, "$ sleep 5 & echo $! >pid; echo done\ndone\n$ kill $(cat pid)\n"), at)
	if err != nil || time.Since(start) > 4*time.Second {
		t.Errorf("after %v: %v", time.Since(start), err)
	}
}

func TestHolesFitWhatTheyNameAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		pattern, line string
		fits          bool
	}{
		{"pid <pid>", "pid 4021", true},
		{"pid <pid>", "pid x", false},
		{"<id>", "0123abcdef99", true},
		{"<id>", "sh", false},
		{"inet <ip>/24", "inet 172.31.0.2/24", true},
		{"inet <ip>/24", "inet there/24", false},
		{"<ip>", "fe80::1", true},
		{"took <time>", "took 1.53s", true},
		{"at <time>", "at 2026-03-01 09:00:00", true},
		{"took <time>", "took long", false},
		{"<n> of <n>", "3 of -4.5", true},
		{"<any>!", "whatever <x>!", true},
		{"<any>!", "whatever", false},
		{"a.c", "abc", false},
		{"<other>", "<other>", true},
		{"<other>", "x", false},
		{"1+1 <n>", "11 2", false},
	} {
		if got := Fits(c.pattern, c.line); got != c.fits {
			t.Errorf("Fits(%q, %q) = %v", c.pattern, c.line, got)
		}
	}
}

func TestRecordKeepsHolesThatStillFit(t *testing.T) {
	old := "# note\n$ echo new; echo pid $$; echo pid x\npid <pid>\npid <pid>\nold\n"
	want := "# note\n$ echo new; echo pid $$; echo pid x\nnew\npid <pid>\npid x\n"
	recorded, err := Record(context.Background(), mustParse(t, old), here(t))
	if err != nil || recorded.String() != want {
		t.Errorf("got %v\n%s\nwant\n%s", err, recorded, want)
	}
}

func TestRecordRefusesACommandThatEndsOtherwise(t *testing.T) {
	if _, err := Record(context.Background(), mustParse(t, "! true\n"), here(t)); err == nil {
		t.Error("no error")
	}
}
