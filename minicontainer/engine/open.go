// An image's files, held for a container.
//
//	base          the built-in image: one directory, which the program itself has unpacked
//	other names   from the image store: its layers, unpacked each in a directory

package engine

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	"github.com/opencontainers/go-digest"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// Files are what a container of an image lies over. They stay until they are closed or, if a record names the image
// by then, as long as that does.
type Files struct {
	ID     string                           // digest of the image's configuration; "" for the built-in image
	Config *dockerspec.DockerOCIImageConfig // what to run; nil for the built-in image
	Roots  []string                         // the directories, the top one first: where an /etc/passwd can be read

	below rootfs.Below
	own   bool        // all files are ours, as we have only the one id
	stage string      // where containers that are removed at their end are assembled
	using *image.Hold // until a record names the image
	lock  *os.File    // holds the built-in image as long as it is open
}

// Close gives the files up.
func (f *Files) Close() {
	if f == nil {
		return
	}
	f.release()
	if f.lock != nil {
		f.lock.Close()
	}
}

// release gives the image store back, as a record names the image now. It may be called several times.
func (f *Files) release() {
	if f != nil && f.using != nil {
		f.using.Close()
		f.using = nil
	}
}

// held are the open files that hold the image: a process that inherits them holds it, too.
func (f *Files) held() []*os.File {
	if f == nil || f.lock == nil {
		return nil
	}
	return []*os.File{f.lock}
}

// Scratch is a root over the files that goes with its container.
func (f *Files) Scratch() (*rootfs.Scratch, error) { return f.below.Scratch(f.stage) }

// Kept is a root over the files that stays in stage; parent is a directory of the same file system that is there.
func (f *Files) Kept(stage, parent string) (*rootfs.Scratch, error) {
	return f.below.Kept(stage, parent)
}

// IsBase tells whether a name is that of the built-in image.
func IsBase(name string) bool { return strings.TrimSuffix(name, ":latest") == "base" }

// OpenFiles opens the image that a person names, for a container with these ids. The caller closes it. The cause is
// image.ErrNoImage if there is none.
func OpenFiles(state, name string, users namespace.Maps) (*Files, error) {
	if IsBase(name) {
		return openBase(state, users)
	}
	s := image.Open(state)
	return openStored(s, state, users, func() (image.Image, error) { return s.Find(name) })
}

// reopen opens the image that a container has been made of.
func (e *Engine) reopen(r record.Record) (*Files, error) {
	users := usersOf(r.Spec)
	if r.ImageID == "" {
		return openBase(e.state, users)
	}
	s := image.Open(e.state)
	return openStored(s, e.state, users, func() (image.Image, error) { return s.Find(r.ImageID) })
}

// isOwn tells whether the container has no ids but that of an ordinary user.
func isOwn(users namespace.Maps) bool { return os.Geteuid() != 0 && len(users.UIDs) == 1 }

// OwnState is the part of the state directory for containers with these ids: files that belong to their root.
func OwnState(state string, users namespace.Maps) string {
	if !remapped(users) {
		return state
	}
	uid, gid := users.Root()
	return base.OwnedState(state, uid, gid)
}

func openBase(state string, users namespace.Maps) (*Files, error) {
	own := OwnState(state, users)
	open := func() (*base.Image, error) { return base.Open(state) }
	if own != state {
		uid, gid := users.Root()
		open = func() (*base.Image, error) { return base.OpenFor(state, uid, gid) }
	}
	b, err := open()
	if err != nil {
		return nil, err
	}
	return &Files{Roots: []string{b.Root}, below: b.Below(), own: isOwn(users), stage: base.StageDir(own), lock: b.Lock()}, nil
}

// openStored holds the store, so that nobody removes the image between the look at it and the record that names it.
func openStored(s *image.Store, state string, users namespace.Maps, find func() (image.Image, error)) (*Files, error) {
	if err := base.Mountable(state); err != nil {
		return nil, err
	}
	using, err := s.Use()
	if err != nil {
		return nil, err
	}
	f, err := filesOf(s, state, users, find)
	if err != nil {
		using.Close()
		return nil, err
	}
	f.using = using
	return f, nil
}

func filesOf(s *image.Store, state string, users namespace.Maps, find func() (image.Image, error)) (*Files, error) {
	i, err := find()
	if err != nil {
		return nil, err
	}
	own := OwnState(state, users)
	if uid, _ := users.Root(); own != state {
		if err := base.Passable(state, uid); err != nil {
			return nil, err
		}
	}
	place := UnpackedFor(state, users)
	dirs, err := s.Ready(i, place)
	if err != nil {
		return nil, err
	}
	f := &Files{ID: i.ID.String(), Config: &i.Config.Config, Roots: dirs, own: isOwn(users), stage: base.StageDir(own)}
	f.below = rootfs.Below{Lower: image.JoinLowers(dirs), UserNamespace: place.Options.Form == layer.OverlayUser}
	f.below.Flat = func() (string, error) { return s.Flat(i, place) }
	return f, os.MkdirAll(f.stage, 0o755)
}

// UnpackedFor is where layers are unpacked for containers with these ids, and whose they are there: an ordinary user's
// own, as nobody else's can be made; with ids of a range of others, shifted by it.
func UnpackedFor(state string, users namespace.Maps) image.Unpacked {
	own := OwnState(state, users)
	u := image.Unpacked{Dir: filepath.Join(own, "layers")}
	if own != state {
		u.Options.Owner = users.Outside
		u.Options.Form = layer.OverlayUser
		u.Options.Devices = layer.ReplaceDevices
		return u
	}
	u.Options.Form = layer.Overlay
	if rootfs.InUserNamespace() {
		u.Options.Form, u.Options.Rootless = layer.OverlayUser, os.Geteuid() != 0
		u.Options.Devices = layer.ReplaceDevices
		u.Dir += "-user"
	}
	return u
}

// ImagesInUse are the images that containers have been made of.
func (e *Engine) ImagesInUse() (map[digest.Digest]bool, error) {
	list, err := e.List()
	used := map[digest.Digest]bool{}
	for _, r := range list {
		switch {
		case r.ImageID != "":
			used[digest.Digest(r.ImageID)] = true
		case r.Scratch != nil: // of the built-in image, which may be in the store
			if i, err := e.Images().Find(baseName.String()); err == nil {
				used[i.ID] = true
			}
		}
	}
	if err != nil { // one that cannot be read may be of any image
		return nil, errors.Join(errors.New("see which images are in use"), err)
	}
	return used, nil
}
