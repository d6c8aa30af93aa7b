package edit

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/base/edit/ptytest"
	"golang.org/x/sys/unix"
)

const (
	left      = "\x1b[D"
	rightKey  = "\x1b[C"
	upKey     = "\x1b[A"
	downKey   = "\x1b[B"
	homeKey   = "\x1b[H"
	backspace = "\x7f"
	deleteKey = "\x1b[3~"
	enter     = "\r"
	nfdHan    = "\u1112\u1161\u11ab"
	nfdGeul   = "\u1100\u1173\u11af"
)

type answer struct {
	line string
	err  error
}

// begin shows a prompt on a terminal of 20 columns and waits until it is there.
func begin(t *testing.T, e func(*Editor)) (*ptytest.Terminal, <-chan answer) {
	t.Helper()
	term := ptytest.Open(t, 20, 10)
	fd := int(term.Slave.Fd())
	editor := New(fd, fd)
	if e != nil {
		e(editor)
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := editor.ReadLine("$ ")
		answers <- answer{line, err}
	}()
	term.WaitLine("$", 2)
	return term, answers
}

func TestEditingMovesTheCursorByCharacters(t *testing.T) {
	for _, c := range []struct {
		name, keys string
		screen     string // the last row
		col        int
		line       string
	}{
		{"insert in the middle", "ac" + left + "b", "$ abc", 4, "abc"},
		{"Hangul in the middle", "한글" + left + "국", "$ 한국글", 6, "한국글"},
		{"delete a syllable", "한글" + backspace, "$ 한", 4, "한"},
		{"delete under the cursor", "한글x" + homeKey + deleteKey, "$ 글x", 2, "글x"},
		{"decomposed syllables move as one", nfdHan + nfdGeul + left, "$ " + nfdHan + nfdGeul, 4, nfdHan + nfdGeul},
		{"decomposed syllables go as one", nfdHan + nfdGeul + "x" + left + backspace, "$ " + nfdHan + "x", 4, nfdHan + "x"},
		{"right over decomposed", nfdHan + "x" + homeKey + rightKey + "y", "$ " + nfdHan + "yx", 5, nfdHan + "yx"},
		{"combining accent", "e\u0301x" + left + backspace, "$ x", 2, "x"},
		{"start and end", "b\x01a\x05c", "$ abc", 5, "abc"},
		{"kill and yank", "one two\x17\x01\x19", "$ twoone", 5, "twoone "},
		{"kill to the end", "한글x" + left + left + "\x0b", "$ 한", 4, "한"},
		{"kill to the start", "한글x" + left + "\x15", "$ x", 2, "x"},
		{"transpose", "한글\x14", "$ 글한", 6, "글한"},
		{"invalid bytes", "a\xffb" + left + backspace, "$ ab", 3, "ab"},
		{"control characters are shown", "\x1b[200~a\x01b\x1b[201~", "$ a^Ab", 6, "a\x01b"},
		{"unknown keys do nothing", "a\x1b[99~\x1b[15;3~b", "$ ab", 4, "ab"},
	} {
		t.Run(c.name, func(t *testing.T) {
			term, answers := begin(t, nil)
			term.Type(c.keys)
			term.WaitLine(c.screen, c.col)
			term.Type(enter)
			if got := <-answers; got.err != nil || got.line != c.line {
				t.Errorf("got %q, %v, want %q", got.line, got.err, c.line)
			}
		})
	}
}

// At 20 columns the prompt leaves 18, nine syllables; one column more and a
// syllable does not fit into the row.
func TestLongLinesWrapWithoutDrift(t *testing.T) {
	for _, c := range []struct {
		name, keys string
		rows       []string
		row, col   int
	}{
		{"full row, cursor in the next", "가나다라마바사아자", []string{"$ 가나다라마바사아자"}, 1, 0},
		{"wide does not fit", "a가나다라마바사아자", []string{"$ a가나다라마바사아", "자"}, 1, 2},
		{"cursor before the one that wrapped", "a가나다라마바사아자" + left, []string{"$ a가나다라마바사아", "자"}, 1, 0},
		{"cursor back in the first row", "a가나다라마바사아자" + left + left, []string{"$ a가나다라마바사아", "자"}, 0, 17},
		{"insert pushes over the edge", "가나다라마바사아자차" + homeKey + "x", []string{"$ x가나다라마바사아", "자차"}, 0, 3},
		{"delete pulls back", "x가나다라마바사아자차" + homeKey + deleteKey, []string{"$ 가나다라마바사아자", "차"}, 0, 2},
		{"delete across the edge", "가나다라마바사아자차" + backspace + backspace, []string{"$ 가나다라마바사아"}, 0, 18},
		{"three rows and home", strings.Repeat("한", 25) + homeKey, []string{"$ " + strings.Repeat("한", 9), strings.Repeat("한", 10), strings.Repeat("한", 6)}, 0, 2},
		{"decomposed at the edge", strings.Repeat(nfdHan, 10) + left, []string{"$ " + strings.Repeat(nfdHan, 9), nfdHan}, 1, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			term, answers := begin(t, nil)
			term.Type(c.keys)
			want := strings.Join(c.rows, "\n")
			term.Wait("wait for "+want, func(s *ptytest.Screen) bool {
				return strings.TrimRight(s.String(), "\n") == want && s.Row == c.row && s.Col == c.col
			})
			term.Type("\x03")
			if got := <-answers; !errors.Is(got.err, ErrInterrupt) {
				t.Errorf("got %q, %v, want an interrupt", got.line, got.err)
			}
		})
	}
}

func TestEndOfInputOnlyOnAnEmptyLine(t *testing.T) {
	term, answers := begin(t, nil)
	term.Type("ab" + left + "\x04")
	term.WaitLine("$ a", 3)
	term.Type(backspace + "\x04")
	if got := <-answers; !errors.Is(got.err, io.EOF) {
		t.Errorf("got %q, %v, want EOF", got.line, got.err)
	}
}

func TestPasteIsNotRun(t *testing.T) {
	term, answers := begin(t, nil)
	term.Type("\x1b[200~echo 1\rrm\t2\x1b[201~")
	term.WaitText("echo 1^Jrm^I2")
	term.Type(enter)
	if got := <-answers; got.line != "echo 1\nrm\t2" {
		t.Errorf("got %q", got.line)
	}
}

func TestHistoryIsRecalledSearchedAndKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	h := OpenHistory(path)
	for _, line := range []string{"echo 하나", "ls", "ls", "", "echo 둘"} {
		h.Add(line)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "echo 하나\nls\necho 둘\n" {
		t.Fatalf("file holds %q, %v", text, err)
	}
	with := func(e *Editor) { e.History = OpenHistory(path) }

	term, answers := begin(t, with)
	term.Type("draft" + upKey + upKey)
	term.WaitLine("$ ls", 4)
	term.Type(downKey + downKey)
	term.WaitLine("$ draft", 7)
	term.Type("\x15\x12하")
	term.WaitText("하': echo 하나")
	term.Type("\x07")
	term.WaitLine("$", 2)
	term.Type("\x12ec\x12" + enter)
	if got := <-answers; got.line != "echo 하나" {
		t.Errorf("search found %q, %v", got.line, got.err)
	}
}

func TestTabCompletesAndLists(t *testing.T) {
	complete := func(e *Editor) {
		e.Complete = func(before string) (int, []string) {
			start := strings.LastIndexByte(before, ' ') + 1
			var found []string
			for _, name := range []string{"한국 ", "한글 ", "other "} {
				if strings.HasPrefix(name, before[start:]) {
					found = append(found, name)
				}
			}
			return start, found
		}
	}
	term, answers := begin(t, complete)
	term.Type("o\t")
	term.WaitLine("$ other", 8)
	term.Type("한\t\t")
	term.WaitText("한국  한글")
	term.WaitLine("$ other 한", 10)
	term.Type("글\t" + enter)
	if got := <-answers; got.line != "other 한글 " {
		t.Errorf("got %q", got.line)
	}
}

func TestTerminalModesAreRestored(t *testing.T) {
	term := ptytest.Open(t, 20, 5)
	fd := int(term.Slave.Fd())
	before := modes(t, fd)
	answers := make(chan answer, 1)
	go func() {
		line, err := New(fd, fd).ReadLine("$ ")
		answers <- answer{line, err}
	}()
	term.WaitLine("$", 2)
	if modes(t, fd) == before {
		t.Error("terminal is not in raw mode while reading")
	}
	term.Type(enter)
	<-answers
	if modes(t, fd) != before {
		t.Error("terminal modes changed")
	}
}

func modes(t *testing.T, fd int) unix.Termios {
	t.Helper()
	m, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return *m
}

func TestWhatFollowsTheLineIsLeftForOthers(t *testing.T) {
	term, answers := begin(t, nil)
	term.Type("line\rinput\r")
	if got := <-answers; got.line != "line" {
		t.Fatalf("got %q, %v", got.line, got.err)
	}
	buf := make([]byte, 20)
	if n, err := term.Slave.Read(buf); err != nil || strings.TrimSpace(string(buf[:n])) != "input" {
		t.Errorf("the next reader got %q, %v", buf[:n], err)
	}
}
