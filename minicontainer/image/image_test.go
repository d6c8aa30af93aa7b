package image_test

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

// files writes a tar archive of files with these contents.
func files(contents map[string]string) func(io.Writer) error {
	return func(w io.Writer) error {
		t := tar.NewWriter(w)
		names := []string{}
		for name := range contents {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(contents[name])), Mode: 0o644, Uid: os.Getuid(), Gid: os.Getgid()}); err != nil {
				return err
			}
			if _, err := io.WriteString(t, contents[name]); err != nil {
				return err
			}
		}
		return t.Close()
	}
}

// made is an image of one layer over a parent.
func made(t *testing.T, s *image.Store, parent image.Image, contents map[string]string) image.Image {
	t.Helper()
	if parent.ID == "" {
		parent.Config = image.NewConfig()
	}
	i, err := s.Commit(parent, image.Change{CreatedBy: "a test"}, files(contents))
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func name(t *testing.T, text string) registry.Reference {
	t.Helper()
	ref, err := registry.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func tag(t *testing.T, s *image.Store, text string, i image.Image) {
	t.Helper()
	if err := s.Tag(name(t, text), i.Target); err != nil {
		t.Fatal(err)
	}
}

func place(t *testing.T) image.Unpacked {
	return image.Unpacked{Dir: t.TempDir(), Options: layer.UnpackOptions{Form: layer.OverlayUser, Rootless: os.Geteuid() != 0}}
}

func TestANameMovesAndLeavesItsOldImageDangling(t *testing.T) {
	s := image.Open(t.TempDir())
	first := made(t, s, image.Image{}, map[string]string{"a": "1"})
	second := made(t, s, first, map[string]string{"b": "2"})
	tag(t, s, "app", first)
	tag(t, s, "app:old", first)
	tag(t, s, "app", second)
	if i, err := s.Find("app"); err != nil || i.ID != second.ID {
		t.Errorf("app is %v, %v", i.ID, err)
	}
	if i, err := s.Find("app:old"); err != nil || i.ID != first.ID {
		t.Errorf("app:old is %v, %v", i.ID, err)
	}
	if err := s.Untag(name(t, "app:old")); err != nil {
		t.Fatal(err)
	}
	if i, err := s.Find(first.ID.String()); err != nil || len(i.Names) != 0 {
		t.Errorf("without its last name the image is %v, %v", i.Names, err)
	}
	list, err := s.List()
	if err != nil || len(list) != 2 {
		t.Errorf("there are %d images, %v", len(list), err)
	}
}

func TestAnImageIsFoundByTheBeginningOfItsID(t *testing.T) {
	s := image.Open(t.TempDir())
	byFirst := map[string][]image.Image{}
	for n := range 17 { // of seventeen, two begin with the same digit
		i := made(t, s, image.Image{}, map[string]string{"n": strings.Repeat("x", n)})
		if err := s.Keep(i.Target); err != nil {
			t.Fatal(err)
		}
		byFirst[i.ID.Encoded()[:1]] = append(byFirst[i.ID.Encoded()[:1]], i)
	}
	for digit, images := range byFirst {
		i, err := s.Find(digit)
		switch {
		case len(images) == 1 && (err != nil || i.ID != images[0].ID):
			t.Errorf("%s finds %v, %v", digit, i.ID, err)
		case len(images) > 1 && !errors.Is(err, image.ErrAmbiguous):
			t.Errorf("%s, of which there are several, finds %v, %v", digit, i.ID, err)
		}
		if i, err := s.Find(image.ShortID(images[0].ID)); err != nil || i.ID != images[0].ID {
			t.Errorf("the short id finds %v, %v", i.ID, err)
		}
	}
	if _, err := s.Find("nothing"); !errors.Is(err, image.ErrNoImage) {
		t.Errorf("a name that nothing has: %v", err)
	}
}

func TestABlobComesInWholeOrNotAtAll(t *testing.T) {
	s := image.Open(t.TempDir())
	text := []byte("sixteen letters.")
	d := v1.Descriptor{Digest: digest.FromBytes(text), Size: int64(len(text))}

	i, err := s.Ingest(d)
	if err != nil {
		t.Fatal(err)
	}
	i.Write(text[:7])
	if _, ok := s.Stat(d.Digest); ok {
		t.Error("half a blob is there")
	}
	if err := i.Close(); err != nil {
		t.Fatal(err)
	}
	if i, err = s.Ingest(d); err != nil || i.Offset() != 7 {
		t.Fatalf("of the first try %d bytes are left, %v", i.Offset(), err)
	}
	i.Write([]byte("wrong end"))
	if err := i.Commit(); !errors.Is(err, layer.ErrWrongDigest) {
		t.Errorf("the wrong bytes: %v", err)
	}
	if _, ok := s.Stat(d.Digest); ok {
		t.Error("wrong bytes are there")
	}
	i.Close()
	if i, err = s.Ingest(d); err != nil || i.Offset() != 0 {
		t.Fatalf("of the wrong bytes %d are left, %v", i.Offset(), err)
	}
	i.Write(text)
	if err := errors.Join(i.Commit(), i.Close()); err != nil {
		t.Fatal(err)
	}
	blob, err := s.Open(d.Digest)
	if err != nil {
		t.Fatal(err)
	}
	defer blob.Close()
	if got, err := io.ReadAll(blob); err != nil || !bytes.Equal(got, text) {
		t.Errorf("read %q, %v", got, err)
	}
}

func TestOfTwoWhoBringABlobTheSecondFindsItDone(t *testing.T) {
	s := image.Open(t.TempDir())
	text := []byte("the same blob")
	d := v1.Descriptor{Digest: digest.FromBytes(text), Size: int64(len(text))}
	first, err := s.Ingest(d)
	if err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup
	both.Add(1)
	go func() {
		defer both.Done()
		second, err := s.Ingest(d) // waits
		if err != nil || second.Offset() != d.Size {
			t.Errorf("the second begins at %d, %v", second.Offset(), err)
			return
		}
		if err := errors.Join(second.Commit(), second.Close()); err != nil {
			t.Error(err)
		}
	}()
	first.Write(text)
	if err := errors.Join(first.Commit(), first.Close()); err != nil {
		t.Error(err)
	}
	both.Wait()
	if left, err := os.ReadDir(filepath.Join(s.Root(), "ingest")); err != nil || len(left) != 0 {
		t.Errorf("on their way in are %v, %v", left, err)
	}
}

func TestADamagedBlobIsFoundOutByWhoReadsIt(t *testing.T) {
	s := image.Open(t.TempDir())
	i := made(t, s, image.Image{}, map[string]string{"a": "1"})
	tag(t, s, "app", i)
	path := filepath.Join(s.Root(), "blobs", "sha256", i.Manifest.Layers[0].Digest.Encoded())
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)/2] ^= 1
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	p := place(t)
	if _, err := s.Lowers(i, p); err == nil {
		t.Error("a damaged layer was unpacked")
	}
	if left, err := filepath.Glob(filepath.Join(p.Dir, "*[0-9a-f]")); err != nil || len(left) != 0 {
		t.Errorf("of a damaged layer there is %v", left)
	}
	damaged, err := s.Verify()
	if err != nil || len(damaged) != 1 || damaged[0].Image.ID != i.ID || damaged[0].Lost {
		t.Fatalf("verify finds %v, %v", damaged, err)
	}
	if err := s.Repair(damaged[0]); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.Stat(i.Manifest.Layers[0].Digest); ok {
		t.Error("the damaged blob is still there")
	}
}

func TestALayerThatIsNotTheOneTheConfigurationMeansIsRefused(t *testing.T) {
	s := image.Open(t.TempDir())
	one, other := made(t, s, image.Image{}, map[string]string{"a": "1"}), made(t, s, image.Image{}, map[string]string{"a": "2"})
	mixed := one
	mixed.Manifest.Layers = other.Manifest.Layers
	if _, err := s.Lowers(mixed, place(t)); err == nil || !strings.Contains(err.Error(), "the configuration speaks of another one") {
		t.Errorf("a layer of another image: %v", err)
	}
}

func TestTheSweepKeepsWhatIsReachedAndWaitsForNobody(t *testing.T) {
	s, p := image.Open(t.TempDir()), place(t)
	base := made(t, s, image.Image{}, map[string]string{"a": "1"})
	app := made(t, s, base, map[string]string{"b": "2"})
	gone := made(t, s, base, map[string]string{"c": "3"})
	tag(t, s, "app", app)
	for _, i := range []image.Image{app, gone} {
		if _, err := s.Lowers(i, p); err != nil {
			t.Fatal(err)
		}
	}
	cached := gone.Layers()[1]

	hold, err := s.Add()
	if err != nil {
		t.Fatal(err)
	}
	if swept, done, err := s.Sweep(image.SweepOptions{Places: []image.Unpacked{p}}); err != nil || done || swept.Blobs+swept.Layers != 0 {
		t.Errorf("while somebody adds, the sweep did %+v, %v, %v", swept, done, err)
	}
	hold.Close()
	if hold, err = s.Use(); err != nil {
		t.Fatal(err)
	}
	if _, done, err := s.Sweep(image.SweepOptions{}); err != nil || done {
		t.Errorf("while a container is being made: %v, %v", done, err)
	}
	hold.Close()
	if _, done, err := s.Sweep(image.SweepOptions{Places: []image.Unpacked{p}, Keep: []image.Layer{cached}}); err != nil || !done {
		t.Fatalf("the sweep: %v, %v", done, err)
	}
	if _, ok := s.Stat(cached.Blob.Digest); !ok {
		t.Error("a layer of the cache was removed")
	}
	lower := p.Path(gone, 1)
	if err := os.MkdirAll(lower, 0o755); err != nil { // as it went with the image
		t.Fatal(err)
	}
	if _, _, err := s.Sweep(image.SweepOptions{Places: []image.Unpacked{p}, Keep: []image.Layer{cached}, Lowers: []string{lower}}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(lower); err != nil {
		t.Errorf("a layer that a container lies over: %v", err)
	}
	swept, done, err := s.Sweep(image.SweepOptions{Places: []image.Unpacked{p}})
	if err != nil || !done || swept.Blobs == 0 {
		t.Errorf("the last sweep: %+v, %v, %v", swept, done, err)
	}
	for _, d := range []digest.Digest{gone.Target.Digest, gone.ID, gone.Manifest.Layers[1].Digest} {
		if _, ok := s.Stat(d); ok {
			t.Errorf("%s is still there", d)
		}
	}
	if _, err := os.Stat(p.Path(gone, 1)); !os.IsNotExist(err) {
		t.Errorf("the unpacked layer of an image that is gone: %v", err)
	}
	if damaged, err := s.Verify(); err != nil || len(damaged) != 0 {
		t.Errorf("after the sweep: %v, %v", damaged, err)
	}
	if dirs, err := s.Lowers(app, p); err != nil || len(dirs) != 2 {
		t.Errorf("the layers of what is left: %v, %v", dirs, err)
	}
}

func TestAnImageInUseIsNotRemoved(t *testing.T) {
	s := image.Open(t.TempDir())
	used, unused := made(t, s, image.Image{}, map[string]string{"a": "1"}), made(t, s, image.Image{}, map[string]string{"a": "2"})
	tag(t, s, "used", used)
	tag(t, s, "unused", unused)
	inUse := func() (map[digest.Digest]bool, error) { return map[digest.Digest]bool{used.ID: true}, nil }
	removed, err := s.Remove(inUse, func(image.Image) bool { return true })
	if !errors.Is(err, image.ErrInUse) || len(removed) != 1 || removed[0].ID != unused.ID {
		t.Errorf("removed %v, %v", removed, err)
	}
	if _, err := s.Find("used"); err != nil {
		t.Error(err)
	}
	unknown := errors.New("nobody knows")
	if removed, err := s.Remove(func() (map[digest.Digest]bool, error) { return nil, unknown }, func(image.Image) bool { return true }); !errors.Is(err, unknown) || len(removed) != 0 {
		t.Errorf("where nobody knows what is in use: removed %v, %v", removed, err)
	}
}

func TestSavedImagesComeBackWithTheirNames(t *testing.T) {
	from, to := image.Open(t.TempDir()), image.Open(t.TempDir())
	i := made(t, from, image.Image{}, map[string]string{"a": "1"})
	tag(t, from, "app:1", i)
	tag(t, from, "localhost:5000/x/app:2", i)
	var archive bytes.Buffer
	if err := from.SaveArchive(&archive, []image.Saved{{Image: i, Names: []registry.Reference{name(t, "app:1"), name(t, "localhost:5000/x/app:2")}}}); err != nil {
		t.Fatal(err)
	}
	loaded, err := to.LoadArchive(&archive, nil)
	if err != nil || len(loaded) != 1 || len(loaded[0].Names) != 2 {
		t.Fatalf("loaded %v, %v", loaded, err)
	}
	for _, n := range []string{"app:1", "localhost:5000/x/app:2"} {
		if back, err := to.Find(n); err != nil || back.ID != i.ID || back.Target.Digest != i.Target.Digest {
			t.Errorf("%s came back as %v, %v", n, back.ID, err)
		}
	}
}

// TestADamagedArchiveLeavesNothing changes one thing of an archive at a time.
func TestADamagedArchiveLeavesNothing(t *testing.T) {
	s := image.Open(t.TempDir())
	i := made(t, s, image.Image{}, map[string]string{"a": "1"})
	tag(t, s, "app", i)
	var archive bytes.Buffer
	if err := s.SaveArchive(&archive, []image.Saved{{Image: i, Names: i.Names}}); err != nil {
		t.Fatal(err)
	}
	good := archive.Bytes()
	flip := func(name string) []byte {
		at := bytes.Index(good, []byte(name))
		bad := bytes.Clone(good)
		bad[at+512+20] ^= 1
		return bad
	}
	for what, bad := range map[string][]byte{
		"cut off":                 good[:len(good)/2],
		"empty":                   {},
		"no archive":              []byte("this is no archive, though it is long enough to be looked at for a moment"),
		"a layer changed":         flip("blobs/sha256/" + i.Manifest.Layers[0].Digest.Encoded()),
		"a configuration changed": flip("blobs/sha256/" + i.ID.Encoded()),
	} {
		other := image.Open(t.TempDir())
		if loaded, err := other.LoadArchive(bytes.NewReader(bad), nil); err == nil {
			t.Errorf("%s: loaded %v", what, loaded)
		}
		if list, err := other.List(); err != nil || len(list) != 0 {
			t.Errorf("%s: there are %d images, %v", what, len(list), err)
		}
		left, err := os.ReadDir(filepath.Join(other.Root(), "ingest"))
		if err != nil || slices.ContainsFunc(left, func(e os.DirEntry) bool { return strings.HasPrefix(e.Name(), "new-") }) {
			t.Errorf("%s: left behind is %v, %v", what, left, err)
		}
	}
}

func TestDigestsFromOutsideNeverBecomePaths(t *testing.T) {
	s := image.Open(t.TempDir())
	for _, d := range []digest.Digest{"", "sha256:", "sha256:../../../../etc/passwd", "md5:0123456789abcdef0123456789abcdef", "../x:00"} {
		if _, ok := s.Stat(d); ok {
			t.Errorf("%q is there", d)
		}
		if _, err := s.Open(d); err == nil {
			t.Errorf("%q was opened", d)
		}
		if _, err := s.Ingest(v1.Descriptor{Digest: d}); err == nil {
			t.Errorf("%q comes in", d)
		}
	}
}

func TestHistoryTellsWhichStepMadeWhichLayer(t *testing.T) {
	s := image.Open(t.TempDir())
	one := made(t, s, image.Image{}, map[string]string{"a": "1"})
	one.Config.History = append(one.Config.History, v1.History{CreatedBy: "ENV A=b", EmptyLayer: true})
	two := made(t, s, one, map[string]string{"b": "2"})
	steps := two.History()
	if len(steps) != 3 || steps[0].Layer == nil || steps[1].Layer != nil || steps[2].Layer.Blob.Digest != two.Manifest.Layers[1].Digest {
		text, _ := json.Marshal(steps) //nolint:errchkjson // for the eye
		t.Errorf("the history is %s", text)
	}
}
