// Work on the files of a container that does not run, by a process of its own.
//
// The files of a container are an overlay, and an overlay is there only where it is mounted. A mount of ours must not be
// seen on the host, nor be left there if we are killed. So this program is started once more in a mount
// namespace of its own: it mounts the root, does one thing, and with it all is gone. For an ordinary user it has a user
// namespace, too, in which it may mount, and is root over the files of the container's users.
//
//	engine                              worker
//	  │ the deed, as JSON ─────────▶ 3    │ mount the root
//	  │ an archive        ─────────▶ 0    │ put
//	  │◀───────── 1  an archive, or JSON  │ get, pack, changes
//	  │◀───────── 2  why it could not     │ exit status 1

package engine

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/build"
	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// workerName is the argv[0] of the worker.
const workerName = "minicontainer: worker"

// init is where the worker begins and ends.
func init() {
	if len(os.Args) != 1 || os.Args[0] != workerName {
		return
	}
	if err := runWorker(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) //nolint:forbidigo // the worker is a program of its own, which must never reach main
	}
	os.Exit(0) //nolint:forbidigo // see above
}

// deed is what a worker is to do with a root. One of the pointers is set.
type deed struct {
	Scratch *rootfs.Scratch // is mounted first; nil: Root is a directory as it is
	Root    string
	Users   namespace.Maps // of the container, where they are not ours
	Own     bool           // all files are ours, as we have only the one id

	Put     *build.PutRequest // stdin is an archive that goes in
	Get     *build.Selection  // stdout gets an archive of these
	Pack    bool              // stdout gets a layer of what is changed
	Whole   bool              // stdout gets an archive of everything, or of all that is below a directory:
	Below   string
	Changes bool   // stdout gets what is changed, as JSON
	Stat    string // stdout gets what is there, as JSON
}

func runWorker() error {
	var d deed
	if err := json.NewDecoder(os.NewFile(3, "deed")).Decode(&d); err != nil {
		return fmt.Errorf("read deed: %w", err)
	}
	if d.Scratch != nil {
		if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
			return fmt.Errorf("make mounts private: %w", err)
		}
		if err := plan.Run(d.Scratch.Steps(), nil); err != nil {
			return err
		}
	}
	return d.do(os.Stdin, os.Stdout)
}

func (d deed) do(in io.Reader, out io.Writer) error {
	switch {
	case d.Put != nil:
		return build.Land(d.Root, *d.Put, in, d.unpacking())
	case d.Get != nil:
		return build.Take(d.Root, *d.Get, out)
	case d.Pack:
		return d.pack(out)
	case d.Whole && d.Below != "":
		return d.packBelow(out)
	case d.Whole:
		return layer.Pack(out, d.Root, d.packing(layer.Plain))
	case d.Changes:
		changes, err := d.changes()
		if err != nil {
			return err
		}
		return json.NewEncoder(out).Encode(changes)
	}
	return d.stat(out)
}

func (d deed) unpacking() layer.UnpackOptions {
	o := layer.UnpackOptions{Rootless: d.Own, Devices: layer.MakeDevices}
	if d.Own || len(d.Users.UIDs) > 0 {
		o.Devices = layer.ReplaceDevices
	}
	if len(d.Users.UIDs) > 0 {
		o.Owner = d.Users.Outside
	}
	return o
}

func (d deed) packing(form layer.Form) layer.PackOptions {
	o := layer.PackOptions{Form: form, Rootless: d.Own}
	if len(d.Users.UIDs) > 0 {
		o.Owner = d.Users.Inside
	}
	return o
}

// form is how the overlay of the scratch keeps its marks.
func (d deed) form() layer.Form {
	if d.Scratch.UserXattr {
		return layer.OverlayUser
	}
	return layer.Overlay
}

// pack writes what the container has changed: of an overlay what lies in its upper directory, of a copy what differs
// from what was copied.
func (d deed) pack(out io.Writer) error {
	changes, err := d.changes()
	switch {
	case err != nil:
		return err
	case len(changes) == 0:
		return tar.NewWriter(out).Close() // an archive of nothing
	case !d.Scratch.Copy:
		return layer.Pack(out, d.Scratch.Upper(), d.packing(d.form()))
	}
	return layer.PackChanges(out, d.Root, changes, d.packing(layer.Plain))
}

// packBelow packs one directory of the root, which its symlinks lead to.
func (d deed) packBelow(out io.Writer) error {
	dir, err := syscalls.OpenInRoot(d.Root, d.Below, unix.O_RDONLY|unix.O_DIRECTORY)
	if errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ENOTDIR) {
		return errNothingThere
	}
	if err != nil {
		return err
	}
	defer dir.Close()
	return layer.Pack(out, syscalls.FDPath(dir), d.packing(layer.Plain))
}

func (d deed) changes() ([]layer.Change, error) {
	if d.Scratch.Copy {
		return layer.Compare(d.Scratch.Lower, d.Root)
	}
	return layer.Changes(d.Scratch.Upper(), d.form(), strings.Split(d.Scratch.Lower, ":"))
}

// work has a worker do it. stdin and stdout may be nil. The cause of its error is what the worker says.
func work(ctx context.Context, d deed, in io.Reader, out io.Writer) error {
	if d.Scratch == nil {
		return d.do(in, out) // nothing to mount
	}
	w, err := startWorker(d)
	if err != nil {
		return fmt.Errorf("start worker: %w", err)
	}
	defer context.AfterFunc(ctx, func() { unix.Kill(w.pid, unix.SIGKILL) })() //nolint:errcheck // it may have ended
	if err := w.talk(d, in, out); err != nil {
		return errors.Join(ctx.Err(), err)
	}
	return nil
}

// worker is a started one, with our ends of its pipes.
type worker struct {
	pid                 int
	deed, in, out, said *os.File
}

func startWorker(d deed) (*worker, error) {
	self, err := os.Open("/proc/self/exe")
	if err != nil {
		return nil, err
	}
	defer self.Close()
	w := &worker{}
	var theirs [4]*os.File
	defer func() {
		for _, f := range theirs {
			f.Close()
		}
	}()
	for _, p := range []struct {
		fd    int
		ours  **os.File
		reads bool // by the worker
	}{{0, &w.in, true}, {1, &w.out, false}, {2, &w.said, false}, {3, &w.deed, true}} {
		r, wr, err := os.Pipe()
		if err != nil {
			return nil, errors.Join(err, w.close())
		}
		theirs[p.fd], *p.ours = wr, r
		if p.reads {
			theirs[p.fd], *p.ours = r, wr
		}
	}
	s := namespace.Spawn{Program: self, Args: []string{workerName}, Files: theirs[:], New: unix.CLONE_NEWNS, Root: true}
	if os.Geteuid() != 0 {
		s.New |= unix.CLONE_NEWUSER
		s.Maps = namespace.Rootless().Write
	}
	if w.pid, err = s.Start(); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

func (w *worker) close() error {
	for _, f := range []*os.File{w.in, w.out, w.said, w.deed} {
		f.Close()
	}
	return nil
}

// talk gives the worker its deed and what goes in, takes what comes out, and waits for its end.
func (w *worker) talk(d deed, in io.Reader, out io.Writer) error {
	defer w.close() //nolint:errcheck // pipes hold nothing that closing could lose
	if in == nil {
		in = bytes.NewReader(nil)
	}
	if out == nil {
		out = io.Discard
	}
	sent := make(chan error, 1)
	go func() {
		err := json.NewEncoder(w.deed).Encode(d)
		w.deed.Close()
		if err == nil {
			_, err = io.Copy(w.in, in)
		}
		w.in.Close()
		sent <- err
	}()
	var said bytes.Buffer
	heard := make(chan struct{})
	go func() {
		io.Copy(&said, io.LimitReader(w.said, 1<<16)) //nolint:errcheck // what could be read is told
		close(heard)
	}()
	_, err := io.Copy(out, w.out)
	w.out.Close() // a worker whose archive nobody takes ends
	<-heard
	status, waitErr := namespace.Reap(w.pid)
	switch {
	case waitErr != nil:
		return waitErr
	case status != 0 && said.Len() > 0:
		return errors.New(strings.TrimSpace(said.String()))
	case status != 0:
		return fmt.Errorf("the worker ended with status %d", status)
	case err != nil:
		return err
	}
	select {
	case err = <-sent:
		if errors.Is(err, unix.EPIPE) {
			err = nil // it had enough
		}
	default: // it had enough, and what goes in has not ended yet
	}
	return err
}
