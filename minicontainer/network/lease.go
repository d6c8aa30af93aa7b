// Who has which address.
//
// A lease is a file named after the address; its content is the id of the container. link(2) gives it its name, with its
// content already in it, and of two who want the same name one fails: so no address is given twice, whoever runs at the
// same time and whoever is killed meanwhile, and no lock is held. A file outlives its container's crash and a
// reboot; who finds one whose container is gone takes it away.

package network

import (
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
)

// Lease gives a container an address of the network: the wanted one, or the next free one if that is the zero Addr.
// The error wraps ErrTaken or ErrFull.
func (s *Store) Lease(n Network, container string, want netip.Addr) (netip.Addr, error) {
	draft, err := s.draftLease(n, container)
	if err != nil {
		return want, fmt.Errorf("lease address of %s: %w", n.Name, err)
	}
	defer os.Remove(draft)
	if want.IsValid() {
		if !n.usable(want) {
			return want, fmt.Errorf("lease address %v of %s: it is none for a container of %v", want, n.Name, n.Subnet)
		}
		err := os.Link(draft, s.leaseFile(n, want))
		if errors.Is(err, fs.ErrExist) {
			err = ErrTaken
		}
		if err != nil {
			err = fmt.Errorf("lease address %v of %s: %w", want, n.Name, err)
		}
		return want, err
	}
	return s.nextLease(n, draft)
}

// nextLease begins after the address that was given last, as an address that comes back at once to somebody else is
// still in the others' tables of neighbours.
func (s *Store) nextLease(n Network, draft string) (netip.Addr, error) {
	first := s.lastGiven(n)
	a := first
	for {
		a = a.Next()
		if !n.Subnet.Contains(a) {
			a = n.Subnet.Addr()
		}
		if n.usable(a) {
			err := os.Link(draft, s.leaseFile(n, a))
			if err == nil {
				s.noteGiven(n, a)
				return a, nil
			}
			if !errors.Is(err, fs.ErrExist) {
				return a, fmt.Errorf("lease address %v of %s: %w", a, n.Name, err)
			}
		}
		if a == first {
			return netip.Addr{}, fmt.Errorf("lease address of %s: %w", n.Name, ErrFull)
		}
	}
}

const lastName = ".last"

// lastGiven is a hint: who reads an old one looks at a few more addresses.
func (s *Store) lastGiven(n Network) netip.Addr {
	text, err := os.Readlink(filepath.Join(s.leases(n), lastName))
	if a, parse := netip.ParseAddr(text); err == nil && parse == nil && n.Subnet.Contains(a) {
		return a
	}
	return n.Subnet.Addr()
}

// noteGiven is not told to anybody if it fails.
func (s *Store) noteGiven(n Network, a netip.Addr) {
	next := filepath.Join(s.leases(n), ".next")
	os.Remove(next)
	if os.Symlink(a.String(), next) == nil {
		os.Rename(next, filepath.Join(s.leases(n), lastName)) //nolint:errcheck // a hint
	}
}

// leaseDraft is the file that becomes the lease. It is the container's, so who clears up after it knows the name.
func (s *Store) leaseDraft(n Network, container string) string {
	return filepath.Join(s.leases(n), ".draft-"+container)
}

// draftLease makes it anew: one that a crash has left may be a lease already, by its other name.
func (s *Store) draftLease(n Network, container string) (string, error) {
	if err := os.MkdirAll(s.leases(n), 0o711); err != nil {
		return "", err
	}
	draft := s.leaseDraft(n, container)
	if err := os.Remove(draft); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	return draft, os.WriteFile(draft, []byte(container), 0o600)
}

// Release gives the address back if the container has it. The caller knows that nobody uses it any more: that
// the namespace is gone.
func (s *Store) Release(n Network, container string, a netip.Addr) error {
	file := s.leaseFile(n, a)
	holder, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) || err == nil && string(holder) != container {
		return nil
	}
	if err == nil {
		err = os.Remove(file)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("release address %v of %s: %w", a, n.Name, err)
	}
	return nil
}

// Leases are the addresses that are taken, with the ids of their containers.
func (s *Store) Leases(n Network) (map[netip.Addr]string, error) {
	entries, err := os.ReadDir(s.leases(n))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list leases of %s: %w", n.Name, err)
	}
	taken := map[netip.Addr]string{}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		a, err := netip.ParseAddr(e.Name())
		if err != nil {
			continue // nothing of ours
		}
		holder, err := os.ReadFile(s.leaseFile(n, a))
		if errors.Is(err, fs.ErrNotExist) {
			continue // released between the two looks
		}
		if err != nil {
			return nil, fmt.Errorf("list leases of %s: %w", n.Name, err)
		}
		taken[a] = string(holder)
	}
	return taken, nil
}

func (s *Store) leases(n Network) string { return filepath.Join(s.dir(n.Name), "leases") }

func (s *Store) leaseFile(n Network, a netip.Addr) string {
	return filepath.Join(s.leases(n), a.String())
}
