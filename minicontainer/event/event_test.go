package event

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// writer is the argv[0] under which this test binary is a process that adds events; its arguments are the state directory, how
// many, and how large the log may be.
const writer = "a-writer"

func TestMain(m *testing.M) {
	if os.Args[0] == writer {
		os.Exit(write(os.Args[1], os.Args[2], os.Args[3]))
	}
	os.Exit(testenv.Main(m))
}

func write(state, count, full string) int {
	log := Open(state)
	n, err := strconv.Atoi(count)
	if err == nil {
		log.full, err = strconv.ParseInt(full, 10, 64)
	}
	for i := 0; err == nil && i < n; i++ {
		err = log.Add(New(Container, "start", fmt.Sprint(os.Getpid()), map[string]string{"n": fmt.Sprint(i)}))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func startWriter(t *testing.T, state string, count int, full int64) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("/proc/self/exe", state, strconv.Itoa(count), strconv.FormatInt(full, 10))
	cmd.Args[0] = writer
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

var errEnough = errors.New("enough")

// Several processes add events, and whoever finds the log full makes room, while one reads. It may be two files behind: so many
// there are.
func TestWhoFollowsMissesNothingWhenTheLogIsFull(t *testing.T) {
	state := t.TempDir()
	const writers, each, full = 4, 300, 128 << 10
	log := Open(state)
	if err := log.Add(New(Container, "first", "", nil)); err != nil {
		t.Fatal(err)
	}
	running := make([]*exec.Cmd, writers)
	next := map[string]int{}
	seen := 0
	err := log.Read(Span{Until: time.Now().Add(time.Minute)}, func(e Event) error {
		if e.Action == "first" {
			for i := range running {
				running[i] = startWriter(t, state, each, full)
			}
			return nil
		}
		who := e.Actor.ID
		if n := e.Actor.Attributes["n"]; n != strconv.Itoa(next[who]) {
			return fmt.Errorf("of %s there is %s, want %d", who, n, next[who])
		}
		next[who]++
		if seen++; seen == writers*each {
			return errEnough
		}
		return nil
	})
	if !errors.Is(err, errEnough) {
		t.Errorf("after %d events: %v", seen, err)
	}
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(log.older()); err != nil {
		t.Errorf("the log was never full: %v", err)
	}
	for _, name := range []string{log.path(), log.older()} {
		if at, err := os.Stat(name); err == nil && at.Size() > 2*full+writers*1024 {
			t.Errorf("%s has %d bytes; it is to have %d", name, at.Size(), full)
		}
	}
}

func TestOneWhoComesLateGetsWhatTheLogStillHolds(t *testing.T) {
	state := t.TempDir()
	log := Open(state)
	log.full = 4 << 10
	const all = 100
	for i := 0; i < all; i++ {
		if err := log.Add(New(Volume, "create", fmt.Sprint(i), nil)); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	if err := log.Read(Span{Until: time.Now()}, func(e Event) error { got = append(got, e.Actor.ID); return nil }); err != nil {
		t.Fatal(err)
	}
	var want []string
	for i := all - len(got); i < all; i++ {
		want = append(want, fmt.Sprint(i))
	}
	if diff := cmp.Diff(want, got); diff != "" || len(got) < 10 || len(got) > 80 {
		t.Errorf("the last of %d (-want +got):\n%s", all, diff)
	}
}

func TestASpanHoldsItsOwnOnly(t *testing.T) {
	log := Open(t.TempDir())
	start := time.Unix(1_700_000_000, 0)
	for i := range 5 {
		e := New(Image, "tag", fmt.Sprint(i), nil)
		e.TimeNano = start.Add(time.Duration(i) * time.Hour).UnixNano()
		if err := log.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	span := Span{Since: start.Add(time.Hour), Until: start.Add(3 * time.Hour)}
	if err := log.Read(span, func(e Event) error { got = append(got, e.Actor.ID); return nil }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"1", "2", "3"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestADamagedLineHidesNoOther(t *testing.T) {
	log := Open(t.TempDir())
	add := func(action string) {
		t.Helper()
		if err := log.Add(New(Container, action, "1", nil)); err != nil {
			t.Fatal(err)
		}
	}
	add("create")
	f, err := os.OpenFile(log.path(), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("{\"Type\":\n"); err != nil {
		t.Fatal(err)
	}
	f.Close()
	add("start")
	var got []string
	if err := log.Read(Span{Until: time.Now()}, func(e Event) error { got = append(got, e.Action); return nil }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"create", "start"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestNobodyElseReadsTheEvents(t *testing.T) {
	log := Open(t.TempDir())
	if err := log.Add(New(Container, "create", "1", map[string]string{"name": "secret"})); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{log.dir, log.path()} {
		if at, err := os.Stat(path); err != nil || at.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", path, at.Mode(), err)
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	log := Open(b.TempDir())
	for range b.N {
		if err := log.Add(New(Container, "start", "1", map[string]string{"name": "web", "image": "base"})); err != nil {
			b.Fatal(err)
		}
	}
}
