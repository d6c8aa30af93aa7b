package vmtest

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// heard are the tests that a transcript tells of, and the rest of it.
func heard(output string) (results []result, rest string) {
	s := newTranscript(func(r result) { results = append(results, r) })
	for _, piece := range strings.SplitAfter(output, "e") { // as it comes, not as it was written
		s.Write([]byte(piece)) //nolint:errcheck // it never fails
	}
	return results, s.rest()
}

func TestATranscriptTellsEachTestWithWhatItSaid(t *testing.T) {
	got, rest := heard(strings.ReplaceAll(`
^=== RUN   TestA
    a_test.go:1: before
^=== RUN   TestA/b/c
    a_test.go:2: needs net: no bridge
half a line^--- SKIP: TestA/b/c (0.25s)
^=== NAME  TestA
    a_test.go:3: after
^--- PASS: TestA (0.50s)
^=== NAME  
^=== RUN   TestD
^=== RUN   TestD/e
--- PASS: TestD/e (0.00s)
    a_test.go:4: it broke
^--- FAIL: TestD/e (1.00s)
^=== NAME  TestD
^--- FAIL: TestD (1.00s)
^=== NAME  
^FAIL
left behind: process 7
`, "^", control))
	want := []result{
		{
			name: "TestA", status: "PASS", took: "0.50s", said: "a_test.go:1: before\n    a_test.go:3: after",
			subs: []result{{name: "TestA/b/c", status: "SKIP", took: "0.25s", said: "a_test.go:2: needs net: no bridge\nhalf a line"}},
		},
		{
			name: "TestD", status: "FAIL", took: "1.00s",
			subs: []result{{name: "TestD/e", status: "FAIL", took: "1.00s", said: "--- PASS: TestD/e (0.00s)\n    a_test.go:4: it broke"}},
		},
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(result{})); d != "" {
		t.Error(d)
	}
	if rest != "left behind: process 7" {
		t.Errorf("the rest is %q", rest)
	}
}

func TestTestsThatRunAtOnceKeepWhatIsTheirs(t *testing.T) {
	got, _ := heard(strings.ReplaceAll(`^=== RUN   TestA
^=== PAUSE TestA
^=== RUN   TestB
^=== PAUSE TestB
^=== CONT  TestA
of A
^=== RUN   TestA/x
^--- PASS: TestA/x (0.00s)
^=== CONT  TestB
of B
^=== NAME  TestA
of A again
^--- PASS: TestB (0.00s)
^--- PASS: TestA (0.00s)
`, "^", control))
	want := []result{
		{name: "TestB", status: "PASS", took: "0.00s", said: "of B"},
		{name: "TestA", status: "PASS", took: "0.00s", said: "of A\nof A again", subs: []result{{name: "TestA/x", status: "PASS", took: "0.00s"}}},
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(result{})); d != "" {
		t.Error(d)
	}
}

func TestWhatAPanickingTestSaidIsNotLost(t *testing.T) {
	results, rest := heard(strings.ReplaceAll("^=== RUN   TestA\nits words\npanic: no\n\ngoroutine 1 [running]", "^", control))
	if len(results) != 0 || !strings.Contains(rest, "its words") || !strings.Contains(rest, "goroutine 1") {
		t.Errorf("%v, and %q", results, rest)
	}
}

// toldAgainEnv has TestToldAgain tell of a guest's tests, whose results are then its own.
const toldAgainEnv = "MINICONTAINER_VMTEST_TOLD"

func TestToldAgain(t *testing.T) {
	if os.Getenv(toldAgainEnv) == "" {
		t.Skip("runs for TestAResultInTheGuestIsTheResultOutside")
	}
	retell(t, result{name: "TestA", status: "PASS", took: "1s", said: "fine", subs: []result{{name: "TestA/b/c", status: "SKIP", said: "needs net: none"}}})
	retell(t, result{name: "TestD", status: "FAIL", took: "2s", subs: []result{{name: "TestD/e", status: "FAIL", said: "it broke"}}})
	retell(t, result{name: "TestF", status: "FAIL", took: "3s"})
}

func TestAResultInTheGuestIsTheResultOutside(t *testing.T) {
	cmd := exec.Command("/proc/self/exe", "-test.v", "-test.run", "^TestToldAgain$")
	cmd.Env = append(os.Environ(), toldAgainEnv+"=1")
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("it ended with %v", err)
	}
	for _, want := range []string{
		"in the guest, 1s: fine\n", "needs net: none\n", "it broke\n",
		"    --- PASS: TestToldAgain/TestA (", "        --- SKIP: TestToldAgain/TestA/b/c (",
		"    --- FAIL: TestToldAgain/TestD (", "        --- FAIL: TestToldAgain/TestD/e (", "    --- FAIL: TestToldAgain/TestF (",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}
