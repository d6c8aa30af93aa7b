package record

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
)

// What is printed, made a path of and indexed without another look has to be in order.
func TestARecordThatNobodyCanRelyOnIsRefused(t *testing.T) {
	s := Open(t.TempDir())
	id := make1(t, s, "web").ID
	for want, damage := range map[string]func(r *Record){
		"no spec":       func(r *Record) { r.Spec = &specs.Spec{Root: &specs.Root{}, Process: &specs.Process{}} },
		"its name is":   func(r *Record) { r.Name = "../../x" },
		"its status is": func(r *Record) { r.State.Status = "flying" },
	} {
		l := &Locked{Record: sample(), store: s}
		l.Record.Version, l.Record.ID, l.Record.Name = Version, id, "web"
		damage(&l.Record)
		if err := l.Save(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Read(id); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("read: %v; want that %s", err, want)
		}
	}
	if err := os.Remove(filepath.Join(s.Dir(id), recordName)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Read(id); !errors.Is(err, ErrEmpty) {
		t.Errorf("without its record a container is there all the same: %v", err)
	}
	if found, err := s.Find("web"); found != id || err != nil {
		t.Errorf("it was found as %q, %v", found, err)
	}
}

func TestWhoWaitsForAContainerIsKnownWhileTheyHoldIt(t *testing.T) {
	s := Open(t.TempDir())
	id := make1(t, s, "web").ID
	l, err := s.Lock(id)
	if err != nil {
		t.Fatal(err)
	}
	attends, err := l.Attend()
	l.Unlock()
	if err != nil || !s.Attended(id) {
		t.Errorf("somebody attends it: %v, %v", s.Attended(id), err)
	}
	if l, err = s.Lock(id); err != nil {
		t.Fatal(err)
	}
	l.Unlock()
	attends.Close()
	if s.Attended(id) {
		t.Error("nobody attends it any more")
	}
}
