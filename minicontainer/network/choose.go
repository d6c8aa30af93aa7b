// Which network, and where: the default one is made when it is first asked for, and one whose addresses somebody else uses
// meanwhile has to move.

//go:build linux

package network

import (
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Find is a network by name. What it says is for the person.
func (s *Store) Find(name string, host Place) (n Network, said []string, err error) {
	n, err = s.Get(name)
	if name != Default || !errors.Is(err, ErrNotFound) {
		return n, nil, err
	}
	n, skipped, err := s.Make(Wish{Name: Default}, host)
	if errors.Is(err, ErrExists) { // another container was faster
		n, err = s.Get(name)
	}
	return n, sayMoved(n, skipped), err
}

// Make is Create, with a subnet that the host does not have already.
func (s *Store) Make(w Wish, host Place) (Network, netip.Prefix, error) {
	elsewhere, err := s.elsewhere(host)
	if err != nil {
		return Network{}, netip.Prefix{}, err
	}
	if w.Subnet.IsValid() && overlapsAny(w.Subnet, elsewhere) {
		return Network{}, netip.Prefix{}, fmt.Errorf("create network %s: subnet %v: the host has a way to a part of it already", w.Name, w.Subnet)
	}
	return s.Create(w, elsewhere)
}

// elsewhere is what the host reaches without our bridges.
func (s *Store) elsewhere(host Place) ([]netip.Prefix, error) {
	list, err := s.List()
	if err != nil {
		return nil, err
	}
	var ours []string
	for _, n := range list {
		ours = append(ours, n.Bridge)
	}
	return host.reached(ours)
}

func sayMoved(n Network, skipped netip.Prefix) []string {
	if !skipped.IsValid() {
		return nil
	}
	return []string{fmt.Sprintf("%v is in use on this machine already: network %s has %v", skipped, n.Name, n.Subnet)}
}

// avoid moves the default network, if somebody else has its addresses now and no container has one of them. Of another
// network people may have written them down: there it is an error.
func (s *Store) avoid(n Network, host Place) (Network, []string, error) {
	if host.has(n.Bridge) {
		return n, nil, nil // it is there, and somebody else came later
	}
	elsewhere, err := s.elsewhere(host)
	if err != nil || !overlapsAny(n.Subnet, elsewhere) {
		return n, nil, err
	}
	if n.Name != Default {
		return n, nil, fmt.Errorf("use network %s: the host has a way to a part of %v already, which is not ours", n.Name, n.Subnet)
	}
	return s.move(n, elsewhere)
}

func (s *Store) move(n Network, elsewhere []netip.Prefix) (Network, []string, error) {
	lock, err := syscalls.LockFile(filepath.Join(s.root, ".move"), unix.LOCK_EX)
	if err != nil {
		return n, nil, err
	}
	defer lock.Close()
	now, err := s.Get(n.Name)
	if err != nil || now.Subnet != n.Subnet {
		return now, nil, err // somebody else has moved it
	}
	leases, err := s.Leases(n)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return n, nil, err
	}
	if len(leases) > 0 {
		return n, nil, fmt.Errorf("use network %s: the host has a way to a part of %v already, and containers of ours have addresses of it", n.Name, n.Subnet)
	}
	list, err := s.List()
	if err != nil {
		return n, nil, err
	}
	var ours []netip.Prefix
	for _, other := range list {
		if other.Name != n.Name {
			ours = append(ours, other.Subnet)
		}
	}
	moved := n
	var skipped netip.Prefix
	if moved.Subnet, skipped, err = FreeSubnet(ours, elsewhere); err != nil {
		return n, nil, err
	}
	moved.Gateway = moved.Subnet.Addr().Next()
	return moved, sayMoved(moved, skipped), s.rewrite(moved)
}
