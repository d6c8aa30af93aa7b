// RUN --mount: something that is there while the process runs, and not in the layer.
//
//	bind    files of the build context, of a stage, of an image; what is written there is lost
//	cache   a directory that the next build finds as this one leaves it, such as a compiler's cache
//	tmpfs   memory
//
// A bind is a workspace of its own whose path is mounted: the layers are shared, and what is written lands on top of
// them and goes with the workspace. secret and ssh are refused: this program keeps no secrets.

package build

import (
	"context"
	"fmt"
	"os"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"golang.org/x/sys/unix"
)

// RunMount is one --mount of a RUN.
type RunMount struct {
	Type     instructions.MountType
	Target   string
	ReadOnly bool

	From   Source // of bind
	Source string // the path in it

	ID       string // of cache: those of one ID share a directory
	Sharing  instructions.ShareMode
	Mode     uint32
	UID, GID int

	Size int64 // of tmpfs, in bytes; 0 is no limit
}

func (s *staging) mount(m *instructions.Mount) (r RunMount, err error) {
	r = RunMount{Type: m.Type, ReadOnly: m.ReadOnly, Size: m.SizeLimit, Target: absolute(s.config.Config.WorkingDir, m.Target)}
	if m.Type == instructions.MountTypeSecret || m.Type == instructions.MountTypeSSH {
		return r, fmt.Errorf("--mount=type=%s: %w", m.Type, ErrFlag)
	}
	if m.Target == "" || r.Target == "/" {
		return r, fmt.Errorf("--mount=type=%s: %w", m.Type, ErrMountTarget)
	}
	switch m.Type {
	case instructions.MountTypeBind:
		r.Source = absolute("/", m.Source)
		if m.From != "" {
			r.From, err = s.source(m.From, s.stage.Index, false)
		}
	case instructions.MountTypeCache:
		err = r.cache(m)
	}
	if err != nil {
		return r, fmt.Errorf("--mount=type=%s: %w", m.Type, err)
	}
	return r, nil
}

func (r *RunMount) cache(m *instructions.Mount) error {
	if m.From != "" {
		return ErrCacheFrom
	}
	r.ID, r.Sharing, r.Mode = m.CacheID, m.CacheSharing, 0o755
	if r.ID == "" {
		r.ID = r.Target
	}
	if m.Mode != nil {
		r.Mode = uint32(*m.Mode)
	}
	if m.UID != nil {
		r.UID = int(*m.UID)
	}
	if m.GID != nil {
		r.GID = int(*m.GID)
	}
	return nil
}

// inputs: a cache's content is no input, by definition.
func (r *RunMount) inputs() any {
	return []any{r.Type, r.Target, r.ReadOnly, r.Source, r.ID, r.Size}
}

// takes: of the context what is mounted counts; of a stage or an image the whole, as its layers say all without reading.
func (r *RunMount) takes() []taking {
	if r.Type != instructions.MountTypeBind {
		return nil
	}
	return []taking{{from: r.From, whole: !r.From.isContext(), selection: r.selection()}}
}

func (r *RunMount) selection() Selection {
	return Selection{Sources: []string{quotePattern(r.Source)}, KeepOwners: !r.From.isContext()}
}

// mounting is the mounts of one RUN, and what has to be closed after it.
type mounting struct {
	running    *running
	workspaces []Workspace
	locks      []*os.File
}

func (m *mounting) close() {
	for _, w := range m.workspaces {
		w.Close() //nolint:errcheck // a mount's workspace holds nothing that anybody wants
	}
	for _, l := range m.locks {
		l.Close()
	}
}

func (m *mounting) mount(ctx context.Context, r RunMount) (Mount, error) {
	mount := Mount{Target: r.Target, ReadOnly: r.ReadOnly}
	var err error
	switch r.Type {
	case instructions.MountTypeTmpfs:
		mount.Tmpfs, mount.Size = true, r.Size
	case instructions.MountTypeCache:
		mount.Dir, err = m.cacheDir(r)
	default:
		mount.From, mount.Source, err = m.bind(ctx, r)
	}
	if err != nil {
		err = fmt.Errorf("mount %s on %s: %w", r.Type, r.Target, err)
	}
	return mount, err
}

// bind is a workspace with what is to be mounted. Of the context that is a copy, without what .dockerignore leaves out.
func (m *mounting) bind(ctx context.Context, r RunMount) (Workspace, string, error) {
	if !r.From.isContext() {
		w, err := m.workspace(ctx, &r.From)
		return w, r.Source, err
	}
	w, err := m.workspace(ctx, nil)
	if err != nil {
		return nil, "", err
	}
	kind, err := kindOf(m.running.Context.Dir, r.Source)
	if err != nil {
		return nil, "", err
	}
	const place = "/mounted"
	put := PutRequest{Dest: place, Single: kind == otherThing}
	return w, place, transfer(ctx, m.running.Context, r.selection(), w, put)
}

// workspace is a new one over a source's layers, or over none.
func (m *mounting) workspace(ctx context.Context, from *Source) (Workspace, error) {
	made := &made{}
	if from != nil {
		made = m.running.sourceOf(*from)
	}
	w, err := m.running.World.Workspace(ctx, made.layers)
	if err == nil {
		m.workspaces = append(m.workspaces, w)
	}
	return w, err
}

// cacheDir is the directory of a cache: one for all who may write at the same time (shared), one at a time (locked), or
// one that nobody else has now (private).
func (m *mounting) cacheDir(r RunMount) (string, error) {
	how := unix.LOCK_SH
	switch r.Sharing {
	case instructions.MountSharingLocked:
		how = unix.LOCK_EX
	case instructions.MountSharingPrivate:
		how = unix.LOCK_EX | unix.LOCK_NB
	}
	dir, lock, err := m.running.Cache.mountDir(r, how)
	if err != nil {
		return "", err
	}
	m.locks = append(m.locks, lock)
	return dir, nil
}
