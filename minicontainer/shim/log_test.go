package shim

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// logged writes the pieces to a log's stdout and returns what the log holds.
func logged(t *testing.T, pieces ...string) []Entry {
	t.Helper()
	dir := t.TempDir()
	log, err := OpenLog(dir, record.LogSettings{})
	if err != nil {
		t.Fatal(err)
	}
	stream := log.Stream("stdout")
	for _, p := range pieces {
		if n, err := io.WriteString(stream, p); n != len(p) || err != nil {
			t.Fatalf("write: %d, %v", n, err)
		}
	}
	stream.Close()
	log.Close()
	return entries(t, dir)
}

func entries(t *testing.T, dir string) []Entry {
	t.Helper()
	text, err := os.ReadFile(LogPath(dir))
	if err != nil {
		t.Fatal(err)
	}
	var list []Entry
	for _, line := range bytes.SplitAfter(text, []byte("\n")) {
		if len(line) == 0 {
			continue
		}
		e, err := ReadEntry(line)
		if err != nil || e.Time.IsZero() {
			t.Errorf("%q: %v", line, err)
		}
		list = append(list, e)
	}
	return list
}

func texts(list []Entry) (texts []string) {
	for _, e := range list {
		texts = append(texts, e.Log)
	}
	return texts
}

func TestALineIsAnEntryHoweverItWasWritten(t *testing.T) {
	got := texts(logged(t, "one\ntw", "o\n", "\n", "thr", "ee"))
	if diff := cmp.Diff([]string{"one\n", "two\n", "\n", "three"}, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestALongLineIsSplitBetweenCharacters(t *testing.T) {
	const hangul = "한"
	line := "x" + strings.Repeat(hangul, entrySize) + "\n"
	got := texts(logged(t, line))
	if strings.Join(got, "") != line {
		t.Errorf("the line has changed: %d bytes became %d", len(line), len(strings.Join(got, "")))
	}
	for i, e := range got {
		if len(e) > entrySize || len(e) < entrySize-len(hangul) && i < len(got)-1 {
			t.Errorf("entry %d has %d bytes", i, len(e))
		}
		if strings.HasSuffix(e, "\n") != (i == len(got)-1) {
			t.Errorf("entry %d of %d ends in %q", i, len(got), e[len(e)-1:])
		}
	}
}

func TestBytesThatAreNoTextAreReplaced(t *testing.T) {
	got := texts(logged(t, "a\xffb\n", strings.Repeat("\xff", entrySize+1)))
	if got[0] != "a\ufffdb\n" || got[1] != strings.Repeat("\ufffd", entrySize) || got[2] != "\ufffd" {
		t.Errorf("entries %.40q", got)
	}
}

func TestTheStreamsDoNotMix(t *testing.T) {
	dir := t.TempDir()
	log, err := OpenLog(dir, record.LogSettings{})
	if err != nil {
		t.Fatal(err)
	}
	const lines = 500
	var writers sync.WaitGroup
	for _, name := range []string{"stdout", "stderr"} {
		stream := log.Stream(name)
		writers.Add(1)
		go func() {
			defer writers.Done()
			for i := 0; i < lines; i++ {
				fmt.Fprintf(stream, "%s %d\n", name, i)
			}
		}()
	}
	writers.Wait()
	log.Close()
	next := map[string]int{}
	for _, e := range entries(t, dir) {
		if want := fmt.Sprintf("%s %d\n", e.Stream, next[e.Stream]); e.Log != want {
			t.Fatalf("%s says %q, want %q", e.Stream, e.Log, want)
		}
		next[e.Stream]++
	}
	if next["stdout"] != lines || next["stderr"] != lines {
		t.Errorf("entries: %v", next)
	}
}
