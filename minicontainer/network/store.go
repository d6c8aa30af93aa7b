package network

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Store is the networks below one state directory. Any number of processes may use the same one.
type Store struct {
	// Told, if set, is called when a network has been made ("create") or is gone ("destroy"), and when a container has been
	// connected to it ("connect") or is not any more ("disconnect"); else container is "".
	Told func(action string, n Network, container string)

	root string
	mark string // what the names of its bridge and its table end with
}

// Open returns the store of a state directory, which need not exist yet.
func Open(state string) *Store {
	const usual = "/var/lib/minicontainer"
	s := &Store{root: filepath.Join(state, "networks")}
	if state != usual {
		s.mark = "-" + shortHash(state)
	}
	return s
}

// OpenBeside returns a further store below a state directory, whose networks and containers the other one does not know.
func OpenBeside(state, name string) *Store {
	return &Store{root: filepath.Join(state, "networks-"+name), mark: "-" + name}
}

func (s *Store) tell(action string, n Network, container string) {
	if s.Told != nil {
		s.Told(action, n, container)
	}
}

func (s *Store) dir(name string) string { return filepath.Join(s.root, name) }

const (
	metaName = "network.json"
	halfMade = ".new-"
	halfGone = ".gone-"
)

// Hold keeps all networks while the caller connects a container to one, until it closes the file.
func (s *Store) Hold() (*os.File, error) { return s.lock(unix.LOCK_SH) }

func (s *Store) lock(how int) (*os.File, error) {
	if err := os.MkdirAll(s.root, 0o711); err != nil {
		return nil, fmt.Errorf("make store of networks: %w", err)
	}
	f, err := syscalls.LockFile(filepath.Join(s.root, ".lock"), how)
	if err != nil {
		return nil, fmt.Errorf("lock networks: %w", err)
	}
	return f, nil
}

// Wish is what is asked of a new network; the zero value asks for nothing in particular.
type Wish struct {
	Name     string
	Subnet   netip.Prefix
	Gateway  netip.Addr // the subnet's first address if it is not said
	Internal bool
	IPv6     bool         // addresses of version 6, too
	Subnet6  netip.Prefix // a random one if it is not said
	Labels   map[string]string
	Bridge   string // the name of the interface; made of the id if it is not said
}

// Create makes a network. elsewhere is what the host reaches already; a subnet that was not asked for meets none of that, nor
// of another network, and skipped is the first that was passed over. The error wraps ErrExists if the name is taken.
func (s *Store) Create(w Wish, elsewhere []netip.Prefix) (n Network, skipped netip.Prefix, err error) {
	if err := CheckName(w.Name); err != nil {
		return n, skipped, err
	}
	hold, err := s.lock(unix.LOCK_EX) // two must not choose the same subnet
	if err != nil {
		return n, skipped, err
	}
	defer hold.Close()
	list, err := s.List()
	if err != nil {
		return n, skipped, err
	}
	n, skipped, err = s.design(w, list, elsewhere)
	if err == nil {
		err = s.write(n)
	}
	if err != nil {
		return n, skipped, fmt.Errorf("create network %s: %w", w.Name, err)
	}
	s.tell("create", n, "")
	return n, skipped, nil
}

// design decides what the wish leaves open.
func (s *Store) design(w Wish, list []Network, elsewhere []netip.Prefix) (n Network, skipped netip.Prefix, err error) {
	ours := make([]netip.Prefix, 0, len(list))
	for _, other := range list {
		if other.Name == w.Name {
			return n, skipped, ErrExists
		}
		if w.Subnet.IsValid() && other.Subnet.Overlaps(w.Subnet) {
			return n, skipped, fmt.Errorf("subnet %v: network %s has %v", w.Subnet, other.Name, other.Subnet)
		}
		ours = append(ours, other.Subnet)
		if other.V6() {
			ours = append(ours, other.Subnet6)
		}
	}
	n = Network{Name: w.Name, ID: newID(), Bridge: w.Bridge, Subnet: w.Subnet, Gateway: w.Gateway, Internal: w.Internal, Labels: w.Labels, Created: time.Now().UTC()}
	if !n.Subnet.IsValid() {
		if w.Name != Default {
			ours = append(ours, defaultSubnet)
		}
		if n.Subnet, skipped, err = FreeSubnet(ours, elsewhere); err != nil {
			return n, skipped, err
		}
	}
	if err := checkSubnet(n.Subnet); err != nil {
		return n, skipped, err
	}
	if !n.Gateway.IsValid() {
		n.Gateway = n.Subnet.Addr().Next()
	}
	if !n.Subnet.Contains(n.Gateway) || n.Gateway == n.Subnet.Addr() || n.Gateway == broadcast(n.Subnet) {
		return n, skipped, fmt.Errorf("gateway %v: it is none for %v", n.Gateway, n.Subnet)
	}
	if n.Bridge == "" {
		n.Bridge = s.bridgeName(n)
	}
	return n, skipped, n.design6(w, ours)
}

// design6 is the same for version 6.
func (n *Network) design6(w Wish, ours []netip.Prefix) error {
	if !w.IPv6 && !w.Subnet6.IsValid() {
		return nil
	}
	n.Subnet6 = w.Subnet6
	if !n.Subnet6.IsValid() {
		n.Subnet6 = newSubnet6()
	}
	if overlapsAny(n.Subnet6, ours) {
		return fmt.Errorf("subnet %v: another network has a part of it", n.Subnet6)
	}
	return checkSubnet6(n.Subnet6)
}

// write gives the network its name last, so one that is there is whole.
func (s *Store) write(n Network) error {
	tmp, err := os.MkdirTemp(s.root, halfMade)
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	text, err := json.Marshal(n)
	if err == nil {
		err = errors.Join(os.Chmod(tmp, 0o711), os.Mkdir(filepath.Join(tmp, "leases"), 0o711), os.Mkdir(filepath.Join(tmp, "endpoints"), 0o711), os.WriteFile(filepath.Join(tmp, metaName), text, 0o644))
	}
	if err == nil {
		err = os.Rename(tmp, s.dir(n.Name))
	}
	return err
}

// rewrite replaces what is known of a network.
func (s *Store) rewrite(n Network) error {
	text, err := json.Marshal(n)
	draft := filepath.Join(s.dir(n.Name), "."+metaName)
	if err == nil {
		err = os.WriteFile(draft, text, 0o644)
	}
	if err == nil {
		err = os.Rename(draft, filepath.Join(s.dir(n.Name), metaName))
	}
	if err != nil {
		return fmt.Errorf("change network %s: %w", n.Name, err)
	}
	return nil
}

// Get is a network by its name, or by its id or the beginning of it. The cause is ErrNotFound if there is none.
func (s *Store) Get(ref string) (Network, error) {
	if CheckName(ref) == nil {
		n, err := s.read(ref)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return n, err
		}
	}
	list, err := s.List()
	if err != nil {
		return Network{}, err
	}
	var found []Network
	for _, n := range list {
		if ref != "" && strings.HasPrefix(n.ID, ref) {
			found = append(found, n)
		}
	}
	switch len(found) {
	case 0:
		if ref == Default {
			return Network{}, fmt.Errorf("find network bridge: %w yet: its first container makes it", ErrNotFound)
		}
		return Network{}, fmt.Errorf("find network %.40q: %w", ref, ErrNotFound)
	case 1:
		return found[0], nil
	}
	return Network{}, fmt.Errorf("find network %.40q: several ids begin so", ref)
}

func (s *Store) read(name string) (n Network, err error) {
	text, err := os.ReadFile(filepath.Join(s.dir(name), metaName))
	if err == nil {
		err = json.Unmarshal(text, &n)
	}
	if err != nil {
		return n, fmt.Errorf("read network %s: %w", name, err)
	}
	return n, nil
}

// List is all networks, by name.
func (s *Store) List() ([]Network, error) {
	entries, err := os.ReadDir(s.root)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list networks: %w", err)
	}
	var list []Network
	for _, e := range entries {
		if CheckName(e.Name()) != nil {
			continue
		}
		n, err := s.read(e.Name())
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed between the two looks
		}
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, nil
}

// remove takes a network away that nobody uses, after drop has taken away what the kernel has of it. usedBy names a container that does.
func (s *Store) remove(n Network, usedBy func() (string, error), drop func(Network) error) error {
	hold, err := s.lock(unix.LOCK_EX)
	if err != nil {
		return err
	}
	defer hold.Close()
	user, err := usedBy()
	if err == nil && user != "" {
		err = fmt.Errorf("%w: %s", ErrInUse, user)
	}
	if err == nil {
		err = drop(n)
	}
	if err == nil {
		err = s.discard(n)
	}
	if err != nil {
		return fmt.Errorf("remove network %s: %w", n.Name, err)
	}
	s.tell("destroy", n, "")
	return nil
}

func (s *Store) discard(n Network) error {
	gone := filepath.Join(s.root, halfGone+n.ID[:12])
	if err := os.Rename(s.dir(n.Name), gone); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.RemoveAll(gone)
}

// Sweep disconnects the containers that are gone.
func (s *Store) Sweep(gone func(container string) bool) error {
	stray, err := s.Stray(gone)
	for _, id := range stray {
		err = errors.Join(err, s.Disconnect(id))
	}
	return err
}

// Stray are the ids of containers that are gone and have a place in a network.
func (s *Store) Stray(gone func(container string) bool) ([]string, error) {
	list, err := s.List()
	if err != nil {
		return nil, err
	}
	var stray []string
	for _, n := range list {
		names, err := s.endpointNames(n)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			id := strings.TrimPrefix(name, ".")
			if !slices.Contains(stray, id) && gone(id) {
				stray = append(stray, id)
			}
		}
	}
	return stray, nil
}

// SweepHalves removes what a crash has left half made or half removed.
func (s *Store) SweepHalves() error {
	if _, err := os.Stat(s.root); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	hold, err := s.lock(unix.LOCK_EX)
	if err != nil {
		return err
	}
	defer hold.Close()
	entries, err := os.ReadDir(s.root)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), halfMade) || strings.HasPrefix(e.Name(), halfGone) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(s.root, e.Name())))
		}
	}
	if err != nil {
		return fmt.Errorf("sweep networks: %w", err)
	}
	return nil
}
