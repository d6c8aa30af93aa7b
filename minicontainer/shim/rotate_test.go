package shim

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

func bounded(t *testing.T, size int64, files int) (dir string, l *Log) {
	t.Helper()
	dir = t.TempDir()
	l, err := OpenLog(dir, record.LogSettings{MaxSize: size, MaxFiles: files})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return dir, l
}

// number prints the numbers from the first to the last, a line each.
func number(l *Log, first, last int) {
	s := l.Stream("stdout")
	for i := first; i <= last; i++ {
		fmt.Fprintf(s, "%d\n", i)
	}
	s.Close()
}

// read is all that a reader finds now.
func read(t *testing.T, dir string, tail int) (numbers []int) {
	t.Helper()
	r, err := OpenLogReader(dir, tail)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			return numbers
		}
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, numberIn(t, e))
	}
}

func numberIn(t *testing.T, e Entry) (n int) {
	t.Helper()
	if _, err := fmt.Sscan(e.Log, &n); err != nil {
		t.Fatalf("%q: %v", e.Log, err)
	}
	return n
}

func sizes(t *testing.T, dir string) (list []int64) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		at, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, at.Size())
	}
	return list
}

func TestABoundedLogHoldsTheLastOfIt(t *testing.T) {
	const size, files, last = 1000, 3, 500
	dir, l := bounded(t, size, files)
	number(l, 1, last)
	got := read(t, dir, -1)
	if len(got) < 20 || len(got) > 60 || got[len(got)-1] != last {
		t.Fatalf("it holds %v", got)
	}
	for i, n := range got {
		if n != last-len(got)+1+i {
			t.Fatalf("it holds %v", got)
		}
	}
	all := sizes(t, dir)
	if len(all) != files {
		t.Errorf("there are %d files, want %d", len(all), files)
	}
	for _, n := range all {
		if n > size+100 {
			t.Errorf("a file has %d bytes", n)
		}
	}
	for tail := range len(got) + 3 {
		want := got[max(0, len(got)-tail):]
		if part := read(t, dir, tail); fmt.Sprint(part) != fmt.Sprint(want) {
			t.Errorf("the last %d are %v, want %v", tail, part, want)
		}
	}
}

func TestALogThatIsOpenedAgainGoesOn(t *testing.T) {
	dir, l := bounded(t, 2000, 2)
	number(l, 1, 10)
	l.Close()
	l, err := OpenLog(dir, l.bounds)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	number(l, 11, 40)
	if got := read(t, dir, -1); got[len(got)-1] != 40 || len(sizes(t, dir)) != 2 {
		t.Errorf("it holds %v", got)
	}
}

func TestAWriterThatWasKilledWhileItBeganAFileLosesNothing(t *testing.T) {
	dir, l := bounded(t, 500, 10)
	number(l, 1, 6)
	if _, err := l.giveNumber(nil); err != nil { // and no more
		t.Fatal(err)
	}
	l.Close()
	if got := fmt.Sprint(read(t, dir, -1)); got != "[1 2 3 4 5 6]" {
		t.Errorf("after it was killed there is %s", got)
	}
	l, err := OpenLog(dir, l.bounds)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	number(l, 7, 20)
	if got := fmt.Sprint(read(t, dir, -1)); got != "[1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20]" {
		t.Errorf("later there is %s", got)
	}
}

// The writer never waits, and a follower that stands still now and then is many files behind.
func TestAFollowerMissesNothingHoweverManyFilesAreBegun(t *testing.T) {
	for _, files := range []int{1, 4} {
		t.Run(fmt.Sprint(files), func(t *testing.T) {
			const last = 30000
			dir, l := bounded(t, 4<<10, files)
			r, err := OpenLogReader(dir, -1)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			go number(l, 1, last)
			for next, deadline := 1, time.Now().Add(time.Minute); next <= last; {
				e, err := r.Next()
				switch {
				case errors.Is(err, io.EOF):
					if time.Now().After(deadline) {
						t.Fatalf("%d does not come", next)
					}
					continue
				case err != nil:
					t.Fatalf("at %d: %v", next, err)
				case numberIn(t, e) != next:
					t.Fatalf("after %d comes %q", next-1, e.Log)
				}
				if next++; next%5000 == 0 {
					time.Sleep(20 * time.Millisecond)
				}
			}
			l.mu.Lock()
			defer l.mu.Unlock()
			r.Close()
			l.rotate()
			if n := len(sizes(t, dir)); n != files {
				t.Errorf("when nobody reads it, %d files are left, want %d", n, files)
			}
		})
	}
}

func TestTheLastEntriesAreFoundWhileFilesAreBegun(t *testing.T) {
	dir, l := bounded(t, 2000, 3)
	number(l, 1, 100)
	done := make(chan bool)
	go func() { number(l, 101, 20000); close(done) }()
	for writing := true; writing; {
		select {
		case <-done:
			writing = false
		default:
		}
		const tail = 30
		got := read(t, dir, tail)
		for i, n := range got {
			if n != got[0]+i {
				t.Fatalf("the last are %v", got)
			}
		}
		if len(got) < tail {
			t.Fatalf("the last %d are %v", tail, got)
		}
	}
}

// A reader that has stopped must not fill the disk.
func TestAReaderThatIsFarBehindIsToldWhatItLoses(t *testing.T) {
	dir, l := bounded(t, 1000, 2)
	l.held = 5000
	number(l, 1, 10)
	r, err := OpenLogReader(dir, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	number(l, 11, 1000)
	if n := len(sizes(t, dir)); n > 2+5+1 {
		t.Errorf("there are %d files", n)
	}
	lost, before := 0, 0
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.Is(err, ErrLost) {
			lost++
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		n := numberIn(t, e)
		if n != before+1 && (lost != 1 || n < before) {
			t.Fatalf("%d after %d, and it was told %d times", n, before, lost)
		}
		before = n
	}
	if lost != 1 || before != 1000 {
		t.Errorf("it was told %d times that something was lost, and the last is %d", lost, before)
	}
}

func TestALineThatIsCutOffIsNoEntry(t *testing.T) {
	dir, l := bounded(t, 0, 0)
	number(l, 1, 3)
	f, err := os.OpenFile(LogPath(dir), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(`{"log":"4`); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(read(t, dir, 2)); got != "[2 3]" {
		t.Errorf("the last two are %s", got)
	}
	if _, err := OpenLogReader(filepath.Join(dir, "nowhere"), 3); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("where there is no log: %v", err)
	}
	if !strings.HasSuffix(LogPath(dir), logName) {
		t.Errorf("the log is %s", LogPath(dir))
	}
}
