// RUN: one process in a container of a workspace.

package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/build"
	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Run runs one process in a container of this root.
func (ws *workspace) Run(ctx context.Context, r build.RunRequest) (status int, err error) {
	spec, closeMounts, err := ws.spec(r)
	if err != nil {
		return 0, err
	}
	defer closeMounts()
	if err := ws.ownEtc(spec); err != nil {
		return 0, err
	}
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
	stdio := sandbox.IO{Stdin: null, Stdout: out.w, Stderr: stderr.w}
	wire, err := ws.connect(spec, &stdio)
	if err != nil {
		return 0, err
	}
	defer wire.close()
	p, err := sandbox.Start(sandbox.Container{Spec: spec, Scratch: &ws.scratch, DieWithCaller: true}, stdio)
	out.handOver()
	stderr.handOver()
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
	s := oci.Default(oci.Choices{
		Root: ws.scratch.Root(), HostNetwork: ws.connection().Mode == network.Host, Users: ws.world.users, NoTTYGroup: !syscalls.GroupExists(5),
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
