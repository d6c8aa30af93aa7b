// What a build needs of the machine.
//
// The logic of a build (which steps there are, which of them are done already, what is copied where) knows no
// container, no overlay and no store: it asks a World for a root file system over some layers, has one thing done
// in it, and takes what that changed as the next layer. So the logic is tested without root, with directories
// for workspaces; and who carries it out needs to know nothing of Dockerfiles.
//
//	                 Image(name)
//	World ──────────────────────────▶ an image to start from
//	  │ Workspace(layers)
//	  ▼
//	Workspace: the layers, read-only, and an empty one on top
//	  ├─ Run   a process in it                                RUN
//	  ├─ Put   files into it, by the function Land            COPY, ADD, WORKDIR
//	  ├─ Get   files out of it, by the function Take          COPY --from
//	  └─ Commit ──▶ Layer: what is on top, kept in the store

package build

import (
	"context"
	"io"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/image"
)

// World is the machine as a build sees it. Its methods may be called from several goroutines.
type World interface {
	// Image is the image that a name stands for, of this machine's platform: from the store, or pulled.
	Image(ctx context.Context, name string) (image.Image, error)
	// Has tells whether a layer's blob is there. If it is, it stays until the build is over: the caller of Build
	// holds the store.
	Has(l image.Layer) bool
	// Workspace makes a root file system of the layers, bottom first; of none it is an empty directory.
	// The caller closes it.
	Workspace(ctx context.Context, layers []image.Layer) (Workspace, error)
	// Save stores an image of these layers, without a name, as the store's Save does.
	Save(config dockerspec.DockerOCIImage, layers []image.Layer) (image.Image, error)
}

// Workspace is one root file system in the making. One call at a time, but for workspaces that are sources of mounts.
type Workspace interface {
	// Run runs one process in a container of this root and waits for it. Its exit status is 128+n for signal n,
	// 127 and 126 where the program is not there or cannot be run, as a shell's. err is about what is not the process: the
	// container could not be made, ctx was cancelled (the container is gone then).
	Run(ctx context.Context, r RunRequest) (status int, err error)
	// Put has Land(root, p, tar) done for this root.
	Put(ctx context.Context, p PutRequest, tar io.Reader) error
	// Get has Take(root, s, tar) done for this root.
	Get(ctx context.Context, s Selection, tar io.Writer) error
	// Commit packs what Run and Put have changed, and keeps it in the store, until the build is over at least. Mount
	// points that were made for Run's mounts are not in it. Where nothing has changed the
	// archive is empty: two blocks of zeros.
	Commit(ctx context.Context) (image.Layer, error)
	// Close removes the workspace; a second call does nothing.
	Close() error
}

// RunRequest is a process to run. All of it is expanded and complete: Args[0] is looked up along Env's PATH in
// the root, and Dir is made if it is missing.
type RunRequest struct {
	Args    []string
	Env     []string // NAME=VALUE
	Dir     string
	User    string // as USER says: NAME or NUMBER, and maybe :GROUP; "" is root
	Network string // as build --network says; the world knows what it means
	Mounts  []Mount
	Stdout  io.Writer
	Stderr  io.Writer // may be the same writer as Stdout
}

// Mount is something that is in the root while the process runs, and no part of the layer. Target is absolute and made if
// missing: a directory, or an empty file for a source that is one. One of From, Dir and Tmpfs is given.
type Mount struct {
	Target   string
	ReadOnly bool

	From   Workspace // Source is a path in another workspace's root, and no pattern: see Only. What is written there is lost.
	Source string

	Dir string // a directory of the host: a cache that outlives the build

	Tmpfs bool
	Size  int64 // of Tmpfs in bytes; 0 is no limit
}

// PutRequest says where an archive goes in a root: see Land.
type PutRequest struct {
	// Dest is an absolute path. With a slash at its end it is a directory, or becomes one.
	Dest string
	// Single: the archive is of one thing that is no directory. It takes the name Dest, unless that
	// is a directory, into which it is put under its own name.
	Single bool
	// Several: the archive is of more than one thing, each of which was asked for. Dest is a directory then, or says
	// that it becomes one by its slash.
	Several bool
	// Owner of everything that is put, and of the directories made for it: USER[:GROUP], names being looked
	// up in the root's own /etc. "": as archived, and 0:0 for directories made for it.
	Owner string
	// Mode of everything that is put, as for chmod(1), in digits or letters. "": as archived.
	Mode string
}
