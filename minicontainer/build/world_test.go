package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestMain(m *testing.M) { os.Exit(testenv.Main(m)) }

// fakeWorld is a World without containers: layers are archives in memory, a workspace is a directory, and a process is
// the host's sh with that as its working directory, so that scripts use relative paths.
type fakeWorld struct {
	t      *testing.T
	mu     sync.Mutex
	blobs  map[digest.Digest][]byte
	images map[string]image.Image
	saved  []image.Image
	ran    []RunRequest
	asked  []string // names of images
	open   int

	beforeWorkspace func() // is called when a key has been made, and nothing done yet
}

func newFakeWorld(t *testing.T) *fakeWorld {
	w := &fakeWorld{t: t, blobs: map[digest.Digest][]byte{}, images: map[string]image.Image{}}
	t.Cleanup(func() {
		if w.open != 0 {
			t.Errorf("%d workspaces were not closed", w.open)
		}
	})
	return w
}

func (w *fakeWorld) Image(_ context.Context, name string) (image.Image, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, name)
	b, ok := w.images[name]
	if !ok {
		return b, image.ErrNoImage
	}
	return b, nil
}

func (w *fakeWorld) Has(l image.Layer) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.blobs[l.Blob.Digest] != nil
}

func (w *fakeWorld) Save(config dockerspec.DockerOCIImage, layers []image.Layer) (image.Image, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := image.Image{Config: config}
	for _, l := range layers {
		i.Config.RootFS.DiffIDs = append(i.Config.RootFS.DiffIDs, l.DiffID)
		i.Manifest.Layers = append(i.Manifest.Layers, l.Blob)
	}
	w.saved = append(w.saved, i)
	return i, nil
}

func (w *fakeWorld) Workspace(_ context.Context, layers []image.Layer) (Workspace, error) {
	if w.beforeWorkspace != nil {
		w.beforeWorkspace()
	}
	dir, err := os.MkdirTemp(w.t.TempDir(), "")
	if err != nil {
		return nil, err
	}
	f := &fakeWorkspace{world: w, before: filepath.Join(dir, "before"), root: filepath.Join(dir, "root")}
	for _, d := range []string{f.before, f.root} {
		if err := os.Mkdir(d, 0o755); err != nil {
			return nil, err
		}
		for _, l := range layers {
			w.mu.Lock()
			blob := w.blobs[l.Blob.Digest]
			w.mu.Unlock()
			if _, err := layer.Unpack(bytes.NewReader(blob), d, layer.UnpackOptions{}); err != nil {
				return nil, err
			}
		}
	}
	w.mu.Lock()
	w.open++
	w.mu.Unlock()
	return f, nil
}

type fakeWorkspace struct {
	world        *fakeWorld
	before, root string
	closed       bool
}

func (f *fakeWorkspace) Run(ctx context.Context, r RunRequest) (int, error) {
	f.world.mu.Lock()
	f.world.ran = append(f.world.ran, r)
	f.world.mu.Unlock()
	for _, m := range r.Mounts {
		target := filepath.Join(f.root, m.Target)
		var err error
		switch {
		case m.Dir != "":
			err = errors.Join(os.MkdirAll(filepath.Dir(target), 0o755), os.Symlink(m.Dir, target))
		case m.From != nil:
			err = transfer(ctx, m.From, Only(m.Source), f, PutRequest{Dest: m.Target})
		default:
			err = os.MkdirAll(target, 0o755)
		}
		if err != nil {
			return 0, err
		}
		defer os.RemoveAll(target)
	}
	args := r.Args
	if strings.HasPrefix(args[0], scriptDir) {
		args = []string{filepath.Join(f.root, args[0])}
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = f.root, r.Env, r.Stdout, r.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

func (f *fakeWorkspace) Put(_ context.Context, p PutRequest, tar io.Reader) error {
	return Land(f.root, p, tar, layer.UnpackOptions{})
}

func (f *fakeWorkspace) Get(_ context.Context, s Selection, tar io.Writer) error {
	return Take(f.root, s, tar)
}

func (f *fakeWorkspace) Commit(context.Context) (image.Layer, error) {
	changes, err := layer.Compare(f.before, f.root)
	if err != nil {
		return image.Layer{}, err
	}
	var tar bytes.Buffer
	if len(changes) == 0 {
		tar.Write(make([]byte, 1024))
	} else if err := layer.PackChanges(&tar, f.root, changes, layer.PackOptions{}); err != nil {
		return image.Layer{}, err
	}
	d := digest.FromBytes(tar.Bytes())
	f.world.mu.Lock()
	f.world.blobs[d] = tar.Bytes()
	f.world.mu.Unlock()
	return image.Layer{DiffID: d, Blob: v1.Descriptor{Digest: d, Size: int64(tar.Len())}}, nil
}

func (f *fakeWorkspace) Close() error {
	if f.closed {
		return nil
	}
	f.closed = true
	f.world.mu.Lock()
	f.world.open--
	f.world.mu.Unlock()
	return os.RemoveAll(filepath.Dir(f.root))
}

// tree is the files of layers: path → "mode owner content", with -> for a symlink.
func (w *fakeWorld) tree(layers []image.Layer) map[string]string {
	w.t.Helper()
	ws, err := w.Workspace(context.Background(), layers)
	if err != nil {
		w.t.Fatal(err)
	}
	defer ws.Close()
	root := ws.(*fakeWorkspace).root
	files := map[string]string{}
	err = filepath.WalkDir(root, func(name string, _ fs.DirEntry, err error) error {
		if err != nil || name == root {
			return err
		}
		files[strings.TrimPrefix(name, root)] = w.describe(name)
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return files
}

func (w *fakeWorld) describe(name string) string {
	var st syscall.Stat_t
	if err := syscall.Lstat(name, &st); err != nil {
		w.t.Fatal(err)
	}
	head := fmt.Sprintf("%04o %d:%d", st.Mode&0o7777, st.Uid, st.Gid)
	switch st.Mode & syscall.S_IFMT {
	case syscall.S_IFDIR:
		return head + " /"
	case syscall.S_IFLNK:
		to, _ := os.Readlink(name)
		return "-> " + to
	case syscall.S_IFREG:
		text, err := os.ReadFile(name)
		if err != nil {
			w.t.Fatal(err)
		}
		return head + " " + string(text)
	}
	return head + " ?"
}

// bench is a build at its place of work.
type bench struct {
	*fakeWorld
	dir     string // the context
	cache   *Cache
	options Options
	noCache bool
	events  []Event
	written int // files of the context so far
}

func newBench(t *testing.T) *bench {
	testenv.Root(t)
	t.Setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
	return &bench{fakeWorld: newFakeWorld(t), dir: t.TempDir(), cache: OpenCache(t.TempDir())}
}

// file makes a file of the context, and the directories for it. A name with a slash at its end is a directory.
func (b *bench) file(name, text string) {
	b.t.Helper()
	full := filepath.Join(b.dir, name)
	err := os.MkdirAll(filepath.Dir(full), 0o755)
	if strings.HasSuffix(name, "/") {
		err = os.MkdirAll(full, 0o755)
	} else if err == nil {
		err = os.WriteFile(full, []byte(text), 0o644)
	}
	b.written++
	if when := time.Unix(int64(b.written), 0); err == nil { // no two are of one time: that is all the fake's Commit sees of equal sizes
		err = os.Chtimes(full, when, when)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// givesFilesAway finds what only root of the machine can do, or of a user namespace with many users.
var givesFilesAway = regexp.MustCompile(`(?s)chown|USER.*WORKDIR`)

func (b *bench) plan(dockerfile string) (*Builder, *Plan, error) {
	if givesFilesAway.MatchString(dockerfile) {
		testenv.RealRoot(b.t)
	}
	f, err := Parse([]byte(dockerfile))
	if err != nil {
		return nil, nil, err
	}
	c, err := OpenContext(b.dir, "")
	if err != nil {
		return nil, nil, err
	}
	b.events = nil
	builder := &Builder{
		World: b.fakeWorld, Context: c, Cache: b.cache, NoCache: b.noCache,
		Tell: func(e Event) { b.events = append(b.events, e) },
	}
	p, err := NewPlan(context.Background(), f, b.options, b.fakeWorld)
	return builder, p, err
}

func (b *bench) try(dockerfile string) (image.Image, error) {
	builder, p, err := b.plan(dockerfile)
	if err != nil {
		return image.Image{}, err
	}
	return builder.Build(context.Background(), p)
}

func (b *bench) build(dockerfile string) image.Image {
	b.t.Helper()
	made, err := b.try(dockerfile)
	if err != nil {
		b.t.Fatalf("build:\n%s\n%v", dockerfile, err)
	}
	return made
}

// did is the steps that were done, and not cached.
func (b *bench) did() (steps []string) {
	for _, e := range b.events {
		if e.Kind == StepEnds && !e.Cached && !e.NoLayer {
			steps = append(steps, e.Text)
		}
	}
	return steps
}

// is compares the tree of an image, without what its base has.
func (b *bench) is(made image.Image, want map[string]string) {
	b.t.Helper()
	got := b.tree(made.Layers())
	for name, text := range want {
		if got[name] != text {
			b.t.Errorf("%s is %q, want %q", name, got[name], text)
		}
	}
	for name, text := range got {
		if _, expected := want[name]; !expected {
			b.t.Errorf("%s is there: %q", name, text)
		}
	}
}
