package volume_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/volume"
)

func open(t *testing.T) (*volume.Store, string) {
	t.Helper()
	state := t.TempDir()
	return volume.Open(state, os.RemoveAll), state
}

func create(t *testing.T, s *volume.Store, v volume.Volume) {
	t.Helper()
	if made, err := s.Create(v); err != nil || !made {
		t.Fatalf("create %s: %v, %v", v.Name, made, err)
	}
}

func unused() (map[string]bool, error) { return nil, nil }

func every(volume.Volume) bool { return true }

func TestAVolumeIsMadeOnceAndKeepsWhatIsInIt(t *testing.T) {
	s, _ := open(t)
	create(t, s, volume.Volume{Name: "data", Labels: map[string]string{"a": "b"}})
	file := filepath.Join(s.Data("data"), "file")
	if err := os.WriteFile(file, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	if made, err := s.Create(volume.Volume{Name: "data"}); err != nil || made {
		t.Errorf("a second time: %v, %v", made, err)
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "kept" {
		t.Errorf("in it is %q, %v", text, err)
	}
	v, err := s.Get("data")
	if err != nil || v.Labels["a"] != "b" || v.Created.IsZero() {
		t.Errorf("what is known of it: %+v, %v", v, err)
	}
	if name, ok := s.NameOf(s.Data("data")); !ok || name != "data" {
		t.Errorf("its directory is that of %q, %v", name, ok)
	}
}

func TestOfManyWhoMakeTheSameVolumeOneDoes(t *testing.T) {
	s, _ := open(t)
	var all sync.WaitGroup
	made := make([]bool, 20)
	for i := range made {
		all.Add(1)
		go func() {
			defer all.Done()
			var err error
			if made[i], err = s.Create(volume.Volume{Name: "data"}); err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
	if n := len(slices.DeleteFunc(made, func(m bool) bool { return !m })); n != 1 {
		t.Errorf("%d of 20 have made it", n)
	}
	if list, err := s.List(); err != nil || len(list) != 1 {
		t.Errorf("there are %v, %v", list, err)
	}
}

func TestNamesThatAreNoneNeverBecomePaths(t *testing.T) {
	s, state := open(t)
	for _, name := range []string{"", ".", "..", "../x", "a/b", ".hidden", "-x", "a b", "ü", strings.Repeat("a", 129)} {
		if _, err := s.Create(volume.Volume{Name: name}); err == nil {
			t.Errorf("%q was made", name)
		}
		if _, err := s.Get(name); err == nil || errors.Is(err, volume.ErrNoVolume) {
			t.Errorf("%q was looked for: %v", name, err)
		}
	}
	if left, err := os.ReadDir(state); err != nil || len(left) != 0 {
		t.Errorf("made were %v, %v", left, err)
	}
}

func TestAVolumeInUseStaysAndOthersGo(t *testing.T) {
	s, state := open(t)
	create(t, s, volume.Volume{Name: "used"})
	create(t, s, volume.Volume{Name: "free"})
	removed, err := s.Remove(func() (map[string]bool, error) { return map[string]bool{"used": true}, nil }, every)
	if !errors.Is(err, volume.ErrInUse) || !slices.Equal(volume.Names(removed), []string{"free"}) {
		t.Errorf("removed %v, %v", removed, err)
	}
	if _, err := s.Get("used"); err != nil {
		t.Error(err)
	}
	if _, err := s.Get("free"); !errors.Is(err, volume.ErrNoVolume) {
		t.Errorf("the removed one: %v", err)
	}
	unknown := errors.New("nobody knows")
	if removed, err := s.Remove(func() (map[string]bool, error) { return nil, unknown }, every); !errors.Is(err, unknown) || len(removed) != 0 {
		t.Errorf("where nobody knows what is in use: %v, %v", removed, err)
	}
	if removed, err := s.Remove(unused, every); err != nil || len(removed) != 1 {
		t.Errorf("at last: %v, %v", removed, err)
	}
	left, err := os.ReadDir(filepath.Join(state, "volumes"))
	if err != nil || len(left) != 1 || left[0].Name() != ".lock" {
		t.Errorf("left is %v, %v", left, err)
	}
}

func TestWhatAKilledCommandHasHalfDoneGoesWithTheNext(t *testing.T) {
	s, state := open(t)
	create(t, s, volume.Volume{Name: "data"})
	half := filepath.Join(state, "volumes", ".gone-data")
	if err := os.Rename(filepath.Join(state, "volumes", "data"), half); err != nil {
		t.Fatal(err)
	}
	made := filepath.Join(state, "volumes", ".new-1")
	if err := os.Mkdir(made, 0o700); err != nil {
		t.Fatal(err)
	}
	if list, err := s.List(); err != nil || len(list) != 0 {
		t.Errorf("half a volume is listed: %v, %v", list, err)
	}
	if _, err := s.Remove(unused, every); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{half, made} {
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", dir, err)
		}
	}
}
