// Containers and their networks.

package engine

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// Networks are those of the state directory.
func (e *Engine) Networks() *network.Store {
	s := network.Open(e.state)
	s.Told = e.store.TellNetwork
	return s
}

// ownEtc tells whether a container has files of its own below /etc, and not the image's.
func ownEtc(r record.Record) bool {
	return r.Network != nil && r.Network.Mode != network.None && r.Network.Mode != network.Joined
}

// makeOwnEtc makes the files that say who the container is. They get their content with each start. They belong to the
// container's root, who may change them.
func makeOwnEtc(r record.Record, dir string) error {
	if !ownEtc(r) {
		return nil
	}
	for _, name := range network.Files {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, nil, 0o644); err != nil {
			return fmt.Errorf("make %s: %w", name, err)
		}
		if users := usersOf(r.Spec); remapped(users) {
			uid, gid := users.Root()
			if err := os.Chown(file, int(uid), int(gid)); err != nil {
				return fmt.Errorf("make %s: %w", name, err)
			}
		}
	}
	return nil
}

// connectedSpec is the spec of a container that was made, with what is another with each start.
func (e *Engine) connectedSpec(r record.Record, dir string) (*specs.Spec, error) {
	s, err := e.SharedSpec(r.Spec, r.Options)
	if err != nil || r.Network == nil {
		return s, err
	}
	return e.ConnectedSpec(s, *r.Network, dir)
}

// ConnectedSpec is a spec with what is another with each start of the container: the files below /etc, which are in dir, and
// the namespace of another container.
func (e *Engine) ConnectedSpec(original *specs.Spec, n network.Settings, dir string) (*specs.Spec, error) {
	if n.Mode == network.None {
		return original, nil
	}
	s := *original
	if n.Mode == network.Joined {
		other, err := e.joined(n.Container, "network")
		if err != nil {
			return nil, err
		}
		s.Linux = Joining(*s.Linux, specs.NetworkNamespace, namespaceOf(other, specs.NetworkNamespace))
		if !ownEtc(other) {
			return &s, nil
		}
		dir = e.store.Dir(other.ID)
	}
	s.Mounts = slices.Clone(s.Mounts)
	for _, name := range network.Files {
		target := path.Join("/etc", name)
		if slices.ContainsFunc(s.Mounts, func(m specs.Mount) bool { return path.Clean(m.Destination) == target }) {
			continue // somebody wants another one there
		}
		s.Mounts = append(s.Mounts, specs.Mount{Destination: target, Source: filepath.Join(dir, name), Options: []string{"bind"}})
	}
	return &s, nil
}

// sweepNetworks takes away what containers that do not run have left in networks.
func (e *Engine) sweepNetworks() error { return e.Networks().Sweep(e.stray) }

// ConnectNetwork connects a container to a further network: at once if it runs, and with each start.
func (e *Engine) ConnectNetwork(ref string, a network.Attachment) error {
	return e.changeNetworks("connect", ref, func(r *record.Record) error {
		if slices.ContainsFunc(r.Network.Attachments, func(b network.Attachment) bool { return a.Network == b.Network }) {
			return fmt.Errorf("connect %s: it is in network %s already", r.Name, a.Network)
		}
		r.Network.Attachments = append(r.Network.Attachments, a)
		if r.State.Status != record.Running {
			return nil
		}
		said, err := e.Networks().Join(r.Connection(), a, r.State.Process.PID)
		e.say(said)
		return err
	})
}

// DisconnectNetwork is the opposite.
func (e *Engine) DisconnectNetwork(ref, name string) error {
	return e.changeNetworks("disconnect", ref, func(r *record.Record) error {
		list := r.Network.Attachments
		i := slices.IndexFunc(list, func(a network.Attachment) bool { return a.Network == name })
		if i < 0 {
			return fmt.Errorf("disconnect %s: it is not in network %s", r.Name, name)
		}
		r.Network.Attachments = slices.Delete(slices.Clone(list), i, i+1)
		if r.State.Status != record.Running {
			return nil
		}
		return e.Networks().Leave(r.Connection(), name, r.State.Process.PID)
	})
}

func (e *Engine) changeNetworks(verb, ref string, change func(*record.Record) error) error {
	l, err := e.lock(ref)
	if err != nil {
		return err
	}
	defer l.Unlock()
	if n := l.Record.Network; n == nil || n.Mode != network.Bridge {
		return on(verb, l.Record.Name, errors.New("it was made with --network none, host or container, to which no other can be added"))
	}
	if err := change(&l.Record); err != nil {
		return err
	}
	return l.Save()
}

// RemoveNetwork removes a network that no container is connected to, running or not.
func (e *Engine) RemoveNetwork(name string) error {
	n, err := e.Networks().Get(name)
	if err != nil {
		return err
	}
	return e.Networks().Discard(n, e.connectedTo(n))
}

// connectedTo is the first container that wants the network; "" if there is none. The default network is made anew for whoever
// wants it: of that only those count that run.
func (e *Engine) connectedTo(n network.Network) func() (string, error) {
	if n.Name == network.Default {
		return e.Networks().FirstIn(n)
	}
	return func() (string, error) {
		list, err := e.List()
		for _, r := range list {
			if r.Network != nil && slices.ContainsFunc(r.Network.Attachments, func(a network.Attachment) bool { return a.Network == n.Name }) {
				return r.Name, nil
			}
		}
		return "", err
	}
}

// PruneNetworks removes those of the wanted networks that no container wants, and returns their names. If no container is connected to any, what all
// networks share goes, too: the default bridge, our table of nftables; and forwarding is again as it was.
func (e *Engine) PruneNetworks(wanted func(network.Network) bool) (removed []string, err error) {
	return e.Networks().Prune(e.connectedTo, wanted)
}
