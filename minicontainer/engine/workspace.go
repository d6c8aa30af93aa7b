// The machine as a build sees it: a root over some layers, in which something is done, and what that has changed as the
// next layer. A workspace is what a container has on disk without being one: nobody lists it, and it is gone with its build.
//
//	STATE/work/ID/         the lock of who builds (flock); what has lost its maker is removed by the next build
//	STATE/work/ID/files    the overlay's directories, as a container has them

package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/build"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// World is this machine for builds.
type World struct {
	// Pull fetches an image that is not here; nil: there is nothing to fetch from.
	Pull func(ctx context.Context, name string) (image.Image, error)

	engine *Engine
	images *image.Store
	hold   *image.Hold
	users  namespace.Maps
}

// NewWorld holds the image store until the caller closes it.
func (e *Engine) NewWorld() (*World, error) {
	w := &World{engine: e, images: e.Images(), users: namespace.OfCaller()}
	if err := base.Mountable(e.state); err != nil {
		return nil, err
	}
	var err error
	if w.hold, err = w.images.Add(); err != nil {
		return nil, err
	}
	e.sweepWork()
	return w, nil
}

// Close lets others remove what the build has not given a name.
func (w *World) Close() { w.hold.Close() }

// Image is the image that FROM names.
func (w *World) Image(ctx context.Context, name string) (image.Image, error) {
	i, err := w.engine.FindImage(name)
	if errors.Is(err, image.ErrNoImage) && w.Pull != nil {
		return w.Pull(ctx, name)
	}
	return i, err
}

// Has tells whether a layer is here: it stays as long as the world is not closed.
func (w *World) Has(l image.Layer) bool {
	_, ok := w.images.Stat(l.Blob.Digest)
	return ok
}

// Save stores an image.
func (w *World) Save(config dockerspec.DockerOCIImage, layers []image.Layer) (image.Image, error) {
	return w.images.Save(config, layers)
}

func (e *Engine) workDir() string { return filepath.Join(e.state, "work") }

// sweepWork removes the workspaces of builds that were killed.
func (e *Engine) sweepWork() {
	entries, err := os.ReadDir(e.workDir())
	if err != nil {
		return
	}
	for _, entry := range entries {
		dir := filepath.Join(e.workDir(), entry.Name())
		if lock, err := lockDirectory(dir); err == nil {
			rootfs.RemoveTree(dir) //nolint:errcheck // the next build tries again
			lock.Close()
		}
	}
}

func lockDirectory(dir string) (*os.File, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscalls.Flock(f, unix.LOCK_EX|unix.LOCK_NB); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// workspace is one root in the making.
type workspace struct {
	world   *World
	dir     string
	lock    *os.File
	below   rootfs.Below
	scratch rootfs.Scratch
	lowers  []string
}

// Workspace makes a root over these layers, the bottom one first.
func (w *World) Workspace(_ context.Context, layers []image.Layer) (build.Workspace, error) {
	i := image.Image{}
	for _, l := range layers {
		i.Manifest.Layers = append(i.Manifest.Layers, l.Blob)
		i.Config.RootFS.DiffIDs = append(i.Config.RootFS.DiffIDs, l.DiffID)
	}
	ws := &workspace{world: w}
	if err := ws.make(i); err != nil {
		return nil, errors.Join(fmt.Errorf("make workspace: %w", err), ws.Close())
	}
	return ws, nil
}

func (ws *workspace) make(i image.Image) (err error) {
	e := ws.world.engine
	if err := os.MkdirAll(e.workDir(), 0o755); err != nil {
		return err
	}
	if ws.dir, err = os.MkdirTemp(e.workDir(), "step-"); err != nil {
		return err
	}
	if ws.lock, err = lockDirectory(ws.dir); err != nil {
		return err
	}
	place := e.Unpacked()
	if ws.lowers, err = ws.world.images.Ready(i, place); err != nil {
		return err
	}
	ws.below = rootfs.Below{Lower: image.JoinLowers(ws.lowers), UserNamespace: place.Options.Form == layer.OverlayUser}
	ws.below.Flat = func() (string, error) { return ws.world.images.Flat(i, place) }
	stage := filepath.Join(ws.dir, filesName)
	s, err := ws.below.Kept(stage, ws.dir)
	if err != nil {
		return err
	}
	ws.scratch = *s
	if err := os.Mkdir(stage, 0o700); err != nil {
		return err
	}
	if s.Copy {
		return s.Fill()
	}
	return nil
}

// Close removes the workspace.
func (ws *workspace) Close() error {
	if ws.dir == "" {
		return nil
	}
	err := record.RemoveTree(ws.dir)
	if ws.lock != nil {
		ws.lock.Close()
	}
	ws.dir = ""
	return err
}

// deed is something to do with the root.
func (ws *workspace) deed() deed {
	return deed{Scratch: &ws.scratch, Root: ws.scratch.Root(), Own: isOwn(ws.world.users)}
}

// Put unpacks an archive in the root.
func (ws *workspace) Put(ctx context.Context, p build.PutRequest, archive io.Reader) error {
	d := ws.deed()
	d.Put = &p
	return work(ctx, d, archive, nil)
}

// Get takes an archive out of the root.
func (ws *workspace) Get(ctx context.Context, s build.Selection, archive io.Writer) error {
	d := ws.deed()
	d.Get = &s
	return work(ctx, d, nil, archive)
}

// Commit stores what was changed as a layer.
func (ws *workspace) Commit(ctx context.Context) (image.Layer, error) {
	d := ws.deed()
	d.Pack = true
	return ws.world.images.WriteLayer(layer.Gzip, func(tar io.Writer) error { return work(ctx, d, nil, tar) })
}

// Run runs one process in a container of this root.
func (ws *workspace) Run(ctx context.Context, r build.RunRequest) (status int, err error) {
	spec, closeMounts, err := ws.spec(r)
	if err != nil {
		return 0, err
	}
	defer closeMounts()
	made := ws.missing(mountPoints(spec))
	defer ws.unmake(made)
	out, err := newStream(r.Stdout)
	if err != nil {
		return 0, err
	}
	stderr := out
	if r.Stderr != r.Stdout {
		if stderr, err = newStream(r.Stderr); err != nil {
			return 0, errors.Join(err, out.end())
		}
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		return 0, err
	}
	defer null.Close()
	p, err := sandbox.Start(sandbox.Container{Spec: spec, Scratch: &ws.scratch, DieWithCaller: true},
		sandbox.IO{Stdin: null, Stdout: out.w, Stderr: stderr.w})
	err = errors.Join(err, out.handOver(), stderr.handOver())
	if err != nil {
		var exec *sandbox.ExecError
		out.end()    //nolint:errcheck // the first error is told
		stderr.end() //nolint:errcheck // as above
		if errors.As(err, &exec) {
			return exec.Code, sayExec(r.Stderr, err)
		}
		return 0, err
	}
	stop := context.AfterFunc(ctx, func() { p.Signal(os.Kill) }) //nolint:errcheck // it may have ended
	defer stop()
	status, err = p.Wait()
	return status, errors.Join(err, out.end(), stderr.end(), ctx.Err())
}

// sayExec prints why a program could not be executed where a shell would.
func sayExec(w io.Writer, why error) error {
	_, err := fmt.Fprintln(w, why)
	return err
}

// stream carries what a program prints to a writer that need not be a file.
type stream struct {
	r, w   *os.File
	copied chan error
}

func newStream(to io.Writer) (*stream, error) {
	if to == nil {
		to = io.Discard
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	s := &stream{r, w, make(chan error, 1)}
	go func() {
		_, err := io.Copy(to, r)
		s.copied <- err
		io.Copy(io.Discard, r) //nolint:errcheck // a writer that is broken must not hold the program up
	}()
	return s, nil
}

// handOver closes our copy of the writing end, so that the stream ends with the program.
func (s *stream) handOver() error {
	if s.w != nil {
		s.w.Close()
		s.w = nil
	}
	return nil
}

// end waits until all is copied.
func (s *stream) end() error {
	if s.r == nil {
		return nil
	}
	s.handOver() //nolint:errcheck // closing a pipe
	err := <-s.copied
	s.r.Close()
	s.r = nil
	return err
}

func (ws *workspace) spec(r build.RunRequest) (*specs.Spec, func(), error) {
	user, err := rootfs.User{Home: "/root"}, error(nil)
	roots := append([]string{ws.scratch.Upper()}, ws.lowers...)
	if ws.scratch.Copy {
		roots = []string{ws.scratch.Root()}
	}
	if r.User != "" {
		if user, err = rootfs.LookupUser(roots, r.User); err != nil {
			return nil, nil, err
		}
	}
	if r.Network != "" && r.Network != "default" && r.Network != "none" && r.Network != "host" {
		return nil, nil, fmt.Errorf("use network %s: none or host; others come with lesson 5", r.Network)
	}
	s := oci.Default(oci.Choices{
		Root: ws.scratch.Root(), HostNetwork: r.Network == "host", Users: ws.world.users, NoTTYGroup: !syscalls.GroupExists(5),
	})
	s.Hostname = "build"
	s.Process = &specs.Process{
		User: specs.User{UID: user.UID, GID: user.GID, AdditionalGids: user.Groups},
		Args: r.Args, Env: withHome(r.Env, user.Home), Cwd: r.Dir,
	}
	var mounted []func()
	closeAll := func() {
		for _, f := range mounted {
			f()
		}
	}
	for _, m := range r.Mounts {
		mount, free, err := ws.mount(m)
		if err != nil {
			closeAll()
			return nil, nil, err
		}
		mounted = append(mounted, free)
		s.Mounts = append(s.Mounts, mount)
	}
	return s, closeAll, nil
}

func withHome(env []string, home string) []string {
	for _, e := range env {
		if len(e) > 5 && e[:5] == "HOME=" {
			return env
		}
	}
	return append(env, "HOME="+home)
}

// mount is one --mount of RUN. What comes from another workspace is taken out of it into a directory first.
func (ws *workspace) mount(m build.Mount) (specs.Mount, func(), error) {
	nothing := func() {}
	options := []string{"rbind"}
	if m.ReadOnly {
		options = append(options, "rro")
	}
	switch {
	case m.Tmpfs:
		o := []string{"nosuid", "nodev"}
		if m.Size > 0 {
			o = append(o, fmt.Sprintf("size=%d", m.Size))
		}
		return specs.Mount{Destination: m.Target, Type: "tmpfs", Source: "tmpfs", Options: o}, nothing, nil
	case m.Dir != "":
		return specs.Mount{Destination: m.Target, Source: m.Dir, Options: options}, nothing, nil
	}
	dir, err := os.MkdirTemp(ws.dir, "mount-")
	if err != nil {
		return specs.Mount{}, nil, err
	}
	source, err := m.From.(*workspace).takeOut(m.Source, dir)
	if err != nil {
		return specs.Mount{}, nil, errors.Join(err, rootfs.RemoveTree(dir))
	}
	return specs.Mount{Destination: m.Target, Source: source, Options: options}, func() { rootfs.RemoveTree(dir) }, nil //nolint:errcheck // goes with the workspace at the latest
}

// takeOut copies what is at a path of the workspace into dir, and returns where it is.
func (ws *workspace) takeOut(name, dir string) (string, error) {
	r, w := io.Pipe()
	go func() {
		w.CloseWithError(ws.Get(context.Background(), build.Only(name), w)) //nolint:errcheck // a pipe's end
	}()
	_, err := layer.Unpack(r, dir, ws.deed().unpacking())
	r.CloseWithError(err) //nolint:errcheck // a pipe's end
	if err != nil {
		return "", err
	}
	at := filepath.Join(dir, path.Base(path.Clean("/"+name)))
	if info, err := os.Lstat(at); err == nil && info.Mode().IsRegular() {
		return at, nil
	}
	return dir, nil
}

func mountPoints(s *specs.Spec) (points []string) {
	for _, m := range s.Mounts {
		points = append(points, m.Destination)
	}
	return points
}

// missing are those of the places, with the directories on the way to them, that the root does not have yet.
func (ws *workspace) missing(places []string) (missing []string) {
	roots := append([]string{ws.scratch.Upper()}, ws.lowers...)
	if ws.scratch.Copy {
		roots = []string{ws.scratch.Root()}
	}
	seen := map[string]bool{}
	for _, p := range places {
		for ; p != "/" && p != "." && !seen[p]; p = path.Dir(p) {
			seen[p] = true
			if !isThere(roots, p) {
				missing = append(missing, p)
			}
		}
	}
	return missing
}

func isThere(roots []string, name string) bool {
	for _, root := range roots {
		f, err := syscalls.OpenInRoot(root, name, unix.O_PATH|unix.O_NOFOLLOW)
		if err == nil {
			f.Close()
			return true
		}
	}
	return false
}

// unmake removes the empty directories and files that were made for mounts: they are no part of the image.
func (ws *workspace) unmake(made []string) {
	top := ws.scratch.Upper()
	if ws.scratch.Copy {
		top = ws.scratch.Root()
	}
	for range made { // the deeper ones first, by as many rounds as it takes
		for _, name := range made {
			removeEmptyIn(top, name)
		}
	}
}

func removeEmptyIn(root, name string) {
	dir, err := syscalls.OpenInRoot(root, path.Dir(name), unix.O_PATH|unix.O_DIRECTORY)
	if err != nil {
		return
	}
	defer dir.Close()
	if unix.Unlinkat(int(dir.Fd()), path.Base(name), unix.AT_REMOVEDIR) == nil {
		return
	}
	var st unix.Stat_t
	if unix.Fstatat(int(dir.Fd()), path.Base(name), &st, unix.AT_SYMLINK_NOFOLLOW) == nil && st.Mode&unix.S_IFMT == unix.S_IFREG && st.Size == 0 {
		unix.Unlinkat(int(dir.Fd()), path.Base(name), 0) //nolint:errcheck // an empty file stays in the image
	}
}
