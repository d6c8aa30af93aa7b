package record

import (
	"errors"
	"fmt"
	"io"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestKilledAtAnyMomentTheStoreIsWholeAgainAfterASweep(t *testing.T) {
	state := t.TempDir()
	s := Open(state)
	const kills = 60
	for i := 0; i < kills; i++ {
		cmd, out := start(t, "live", state)
		if _, err := io.CopyN(io.Discard, out, int64(1+rand.Intn(40))); err != nil {
			t.Fatal(err)
		}
		cmd.Process.Kill()
		cmd.Wait()
		ids, err := s.IDs()
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			r, err := s.Read(id)
			if err != nil {
				t.Errorf("kill %d: %v", i, err)
			}
			if got, err := s.Find(r.Name); got != id || err != nil {
				t.Errorf("kill %d: %s is %s, %v; want %s", i, r.Name, got, err, id)
			}
			l, err := s.Lock(id)
			if err != nil {
				t.Fatal(err)
			}
			if err := l.Remove(); err != nil {
				t.Error(err)
			}
		}
		sweepAll(t, s)
	}
	make1(t, s, "web")
}

func sweepAll(t *testing.T, s *Store) {
	t.Helper()
	left, err := s.Leftovers()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range left {
		if err := l.Remove(); err != nil {
			t.Error(err)
		}
	}
	loose, err := s.LooseNames()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range loose {
		if err := l.Remove(); err != nil {
			t.Error(err)
		}
	}
	for _, dir := range []string{s.containers, s.names} {
		if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
			t.Fatalf("%s holds %v, %v after the sweep", dir, entries, err)
		}
	}
}

// Every state in which a kill between two calls can leave the directory.
func TestWhatAKillBetweenTwoCallsLeaves(t *testing.T) {
	for name, leave := range map[string]func(s *Store, id string) error{
		"a directory without a lock": func(s *Store, id string) error { return os.Mkdir(s.Dir(id)+".new", 0o711) },
		"a name for a draft": func(s *Store, id string) error {
			return errors.Join(os.Mkdir(s.Dir(id)+".new", 0o711), os.Symlink(id, filepath.Join(s.names, "web")))
		},
		"a name for nothing": func(s *Store, id string) error { return os.Symlink(id, filepath.Join(s.names, "web")) },
		"half a record": func(s *Store, id string) error {
			return errors.Join(os.Mkdir(s.Dir(id)+".new", 0o711), os.Symlink(id, filepath.Join(s.names, "web")),
				os.WriteFile(s.Dir(id)+".new/record.json.new", []byte(`{"vers`), 0o600))
		},
		"a renamed container with its name": func(s *Store, id string) error {
			return errors.Join(os.MkdirAll(s.Dir(id)+".gone/files/upper", 0o711), os.Symlink(id, filepath.Join(s.names, "web")))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := Open(t.TempDir())
			make1(t, s, "other")
			id := NewID()
			if err := leave(s, id); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Find("web"); !errors.Is(err, ErrNotFound) {
				t.Errorf("it is found: %v", err)
			}
			left, err := s.Leftovers()
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range left {
				if err := l.Remove(); err != nil {
					t.Error(err)
				}
			}
			web := make1(t, s, "web")
			if got, err := s.Find("web"); got != web.ID || err != nil {
				t.Errorf("web is %s, %v after it was made anew", got, err)
			}
			if entries, err := os.ReadDir(s.containers); err != nil || len(entries) != 2 {
				t.Errorf("containers holds %v, %v; want the two", entries, err)
			}
		})
	}
}

func TestOfManyProcessesOneGetsEachName(t *testing.T) {
	state := t.TempDir()
	const processes = 4
	var cmds []*exec.Cmd
	var outs []io.Reader
	for i := 0; i < processes; i++ {
		cmd, out := start(t, "race", state)
		cmds, outs = append(cmds, cmd), append(outs, out)
	}
	winners := map[string]int{}
	for i, out := range outs {
		text, err := io.ReadAll(out)
		if err := errors.Join(err, cmds[i].Wait()); err != nil {
			t.Fatal(err)
		}
		for _, n := range strings.Fields(string(text)) {
			winners[n]++
		}
	}
	for i := 0; i < contested; i++ {
		if n := winners[fmt.Sprint(i)]; n != 1 {
			t.Errorf("name-%d was given %d times", i, n)
		}
	}
}

func TestARenamedContainerHasItsNewNameOnly(t *testing.T) {
	s := Open(t.TempDir())
	web := make1(t, s, "web")
	other := make1(t, s, "other")
	rename := func(id, name string) error {
		l, err := s.Lock(id)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Unlock()
		return l.Rename(name)
	}
	if err := rename(web.ID, "other"); !errors.Is(err, ErrNameInUse) {
		t.Errorf("to a name that is taken: %v", err)
	}
	if err := rename(web.ID, "../x"); !errors.Is(err, ErrBadName) {
		t.Errorf("to what is no name: %v", err)
	}
	if err := rename(web.ID, "blog"); err != nil {
		t.Fatal(err)
	}
	if id, err := s.Find("blog"); id != web.ID || err != nil {
		t.Errorf("blog is %s, %v", id, err)
	}
	if _, err := s.Find("web"); !errors.Is(err, ErrNotFound) {
		t.Errorf("the old name: %v", err)
	}
	// As if the rename had been killed before it could write the record.
	if err := os.Symlink(other.ID, filepath.Join(s.names, "half")); err != nil {
		t.Fatal(err)
	}
	if loose, err := s.LooseNames(); len(loose) != 1 || err != nil {
		t.Errorf("loose names: %v, %v; want one", loose, err)
	}
	if err := rename(web.ID, "half"); err != nil {
		t.Errorf("to a name that a killed rename has left: %v", err)
	}
	if id, err := s.Find("half"); id != web.ID || err != nil {
		t.Errorf("half is %s, %v", id, err)
	}
}

func TestAProcessIsNotTheOneThatHasItsNumberNow(t *testing.T) {
	self, err := Identify(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if !self.Alive() {
		t.Error("this process is not alive")
	}
	parent, err := Identify(os.Getppid())
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]Process{
		"none":            {},
		"another start":   {PID: self.PID, Start: self.Start + 1, Boot: self.Boot},
		"another boot":    {PID: self.PID, Start: self.Start, Boot: "00000000-0000-0000-0000-000000000000"},
		"another process": {PID: parent.PID, Start: parent.Start + 1, Boot: self.Boot}, // a parent can have begun in the same tick of the clock
	} {
		if h, err := p.Open(); !errors.Is(err, os.ErrProcessDone) {
			t.Errorf("%s: %v, %v; want: the process is done", name, h, err)
		}
		if p.Alive() {
			t.Errorf("%s is alive", name)
		}
	}
}

func TestADeadProcessIsDeadBeforeItIsWaitedFor(t *testing.T) {
	cmd := exec.Command("sleep", "1000")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p, err := Identify(cmd.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	h, err := p.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if h.Wait(0) || h.Wait(time.Millisecond) {
		t.Error("a process that runs has ended")
	}
	if err := h.Signal(unix.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if !h.Wait(ForEver) || p.Alive() {
		t.Error("a zombie counts as alive")
	}
	cmd.Wait()
	if err := h.Signal(unix.SIGKILL); !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("a signal to it: %v", err)
	}
}

func TestARecordOfANewerProgramIsRefused(t *testing.T) {
	s := Open(t.TempDir())
	r := make1(t, s, "web")
	if err := os.WriteFile(filepath.Join(s.Dir(r.ID), recordName), []byte(`{"version": 9, "id": 7}`), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := s.Read(r.ID)
	if !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), "version 9") {
		t.Errorf("read: %v", err)
	}
	if _, err := s.Lock(r.ID); !errors.Is(err, ErrNewer) {
		t.Errorf("lock: %v", err)
	}
}

func TestWhatIsNoNameLeadsNowhere(t *testing.T) {
	s := Open(t.TempDir())
	make1(t, s, "web")
	for _, ref := range []string{"", ".", "..", "../names/web", "web/", "/web", "web\x00", "we", "*", "-rf", "웹", strings.Repeat("a", 5000)} {
		if id, err := s.Find(ref); !errors.Is(err, ErrNotFound) {
			t.Errorf("Find(%.20q) = %s, %v", ref, id, err)
		}
		if err := CheckName(ref); ref != "we" && !errors.Is(err, ErrBadName) {
			t.Errorf("CheckName(%.20q) = %v", ref, err)
		}
	}
	if _, err := s.Reserve("../x", "web2"); err == nil {
		t.Error("an id became a path")
	}
}

func TestTheBeginningOfAnIDIsEnoughIfItIsTheOnlyOne(t *testing.T) {
	s := Open(t.TempDir())
	first, second := "aa11"+NewID()[4:], "aa22"+NewID()[4:]
	for i, id := range []string{first, second} {
		d, err := s.Reserve(id, fmt.Sprintf("name%d", i))
		if err != nil {
			t.Fatal(err)
		}
		l, err := d.Commit(sample())
		if err != nil {
			t.Fatal(err)
		}
		l.Unlock()
	}
	for ref, want := range map[string]string{"aa1": first, "aa22": second, first: first, "name1": second} {
		if got, err := s.Find(ref); got != want || err != nil {
			t.Errorf("Find(%s) = %s, %v", ref, got, err)
		}
	}
	if _, err := s.Find("aa"); !errors.Is(err, ErrAmbiguous) {
		t.Errorf("Find(aa): %v", err)
	}
	if _, err := s.Find("ab"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Find(ab): %v", err)
	}
}

func TestWhoWaitsForALockOfWhatIsRemovedIsTold(t *testing.T) {
	s := Open(t.TempDir())
	r := make1(t, s, "web")
	l, err := s.Lock(r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, free, err := s.TryLock(r.ID); free || err != nil {
		t.Errorf("locked twice: %v, %v", free, err)
	}
	waiting := make(chan error)
	go func() {
		_, err := s.Lock(r.ID)
		waiting <- err
	}()
	if err := l.Remove(); err != nil {
		t.Fatal(err)
	}
	if err := <-waiting; !errors.Is(err, ErrNotFound) {
		t.Errorf("the lock of a removed container: %v", err)
	}
}

func TestWhatSomebodyHoldsIsNotSwept(t *testing.T) {
	s := Open(t.TempDir())
	d, err := s.Reserve(NewID(), "web")
	if err != nil {
		t.Fatal(err)
	}
	if left, err := s.Leftovers(); len(left) != 0 || err != nil {
		t.Errorf("swept: %v, %v", left, err)
	}
	if _, err := s.Reserve(NewID(), "web"); !errors.Is(err, ErrNameInUse) {
		t.Errorf("the name of a draft was given away: %v", err)
	}
	d.Abandon()
	sweepAll(t, s)
}

func TestADirectoryThatItsOwnerMayNotEnterIsRemoved(t *testing.T) {
	s := Open(t.TempDir())
	r := make1(t, s, "web")
	if err := os.MkdirAll(filepath.Join(s.Dir(r.ID), "files/upper/a/b"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(s.Dir(r.ID), "files/upper/a"), 0); err != nil {
		t.Fatal(err)
	}
	l, err := s.Lock(r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Remove(); err != nil {
		t.Error(err)
	}
	sweepAll(t, s)
}

func BenchmarkTheRecordOfAContainerThatIsRemoved(b *testing.B) {
	s := Open(b.TempDir())
	for i := 0; i < b.N; i++ {
		if _, err := s.Leftovers(); err != nil {
			b.Fatal(err)
		}
		d, err := s.Reserve(NewID(), "web")
		if err != nil {
			b.Fatal(err)
		}
		r := sample()
		if r.State, err = RunningNow(os.Getpid()); err != nil {
			b.Fatal(err)
		}
		l, err := d.Commit(r)
		if err != nil {
			b.Fatal(err)
		}
		l.Unlock()
		if _, err := s.Finish(d.ID, 0, false); err != nil {
			b.Fatal(err)
		}
	}
}
