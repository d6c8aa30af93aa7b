// The network of RUN's processes. They have no record by which others could tell that they run; but their workspace is locked as
// long as somebody builds, and a link from their id to it tells the same.
//
//	STATE/work/net-ID ──▶ step-…      who sweeps networks leaves ID alone as long as the directory is locked

package engine

import (
	"errors"
	"os"
	"path/filepath"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// connection is how the world connects what it runs.
func (ws *workspace) connection() network.Settings {
	if ws.world.Network == nil {
		return network.Settings{Mode: network.None}
	}
	return *ws.world.Network
}

const netPrefix = "net-"

func (e *Engine) buildMark(id string) string { return filepath.Join(e.workDir(), netPrefix+id) }

// buildsWith tells whether the id is that of a process of RUN whose build goes on.
func (e *Engine) buildsWith(id string) bool {
	dir, err := os.Readlink(e.buildMark(id))
	if err != nil {
		return false
	}
	lock, err := lockDirectory(dir)
	if err == nil {
		lock.Close()
		return false
	}
	return !errors.Is(err, os.ErrNotExist)
}

// ownEtc has the process find its files below /etc. They are mounted, so they are not in the layer.
func (ws *workspace) ownEtc(s *specs.Spec) error {
	if ws.connection().Mode == network.None {
		return nil
	}
	for _, name := range network.Files {
		file := filepath.Join(ws.dir, name)
		if err := os.WriteFile(file, nil, 0o644); err != nil {
			return err
		}
		s.Mounts = append(s.Mounts, specs.Mount{Destination: "/etc/" + name, Source: file, Options: []string{"bind"}})
	}
	return nil
}

// buildWire is the connection of one process.
type buildWire struct {
	wire *network.Wire
	mark string
}

func (w *buildWire) close() {
	w.wire.Close()    //nolint:errcheck // what is left the next command sweeps away
	os.Remove(w.mark) // as above
}

// connect has the process be connected when it starts.
func (ws *workspace) connect(s *specs.Spec, stdio *sandbox.IO) (*buildWire, error) {
	e, settings := ws.world.engine, ws.connection()
	id := record.NewID()
	w := &buildWire{mark: e.buildMark(id)}
	if settings.Mode == network.None {
		return w, nil
	}
	if err := os.Symlink(ws.dir, w.mark); err != nil {
		return nil, err
	}
	who := network.Container{ID: id, Name: "build-" + record.ShortID(id), Hostname: s.Hostname, Settings: settings}
	stdio.Connect = func(pid int) (err error) {
		w.wire, err = e.Networks().Connect(who, pid, ws.dir, stdio.Watch)
		e.say(w.wire.Words())
		return err
	}
	return w, nil
}
