// Which of the host's ports are taken, and by whom.
//
//	STATE/networks/.ports/tcp-8080/any~ID          who has port 8080 of all addresses
//	                              /192.0.2.1~ID    who has it of this one
//
// A port is one container's, but for one case: containers that share an alias in a network, and publish the same port of
// theirs, are replicas. They get it together, and who connects meets one after the other. So a study group scales out by
// starting the same command twice.

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

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/network/firewall"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// claim is a container's right to a port of the host.
type claim struct {
	Bound
	Container string           `json:"container"`
	Name      string           `json:"name"`
	Network   string           `json:"network"`
	Aliases   []string         `json:"aliases,omitempty"`
	V6        bool             `json:"v6,omitempty"` // the network has addresses of version 6, too
	To        []netip.AddrPort `json:"to,omitempty"` // where it leads; none before the container has an address
}

const anyAddress = "any"

func (s *Store) ports() string { return filepath.Join(s.root, ".ports") }

func (s *Store) claims(b Bound) string {
	return filepath.Join(s.ports(), fmt.Sprintf("%s-%d", b.Proto, b.HostPort))
}

func (s *Store) claimFile(c claim) string {
	address := anyAddress
	if c.Host.IsValid() {
		address = c.Host.String()
	}
	return filepath.Join(s.claims(c.Bound), address+"~"+c.Container)
}

func (s *Store) lockPorts() (*os.File, error) {
	if err := os.MkdirAll(s.ports(), 0o711); err != nil {
		return nil, fmt.Errorf("lock ports: %w", err)
	}
	f, err := syscalls.LockFile(filepath.Join(s.ports(), ".lock"), unix.LOCK_EX)
	if err != nil {
		return nil, fmt.Errorf("lock ports: %w", err)
	}
	return f, nil
}

// claimsOn are all rights to a port, whatever the address.
func (s *Store) claimsOn(b Bound) ([]claim, error) {
	entries, err := os.ReadDir(s.claims(b))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read claims of port %d/%s: %w", b.HostPort, b.Proto, err)
	}
	var list []claim
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), claimDraft) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(s.claims(b), e.Name()))
		var c claim
		if err == nil && json.Unmarshal(text, &c) == nil {
			list = append(list, c)
		}
	}
	return list, nil
}

// replicaOf tells whether two containers may have a port together.
func (c claim) replicaOf(other claim) bool {
	return c.Network == other.Network && c.Host == other.Host && c.Port == other.Port &&
		slices.ContainsFunc(c.Aliases, func(a string) bool { return slices.Contains(other.Aliases, a) })
}

// claim takes the first port of those that are wanted that is free. What it returns besides is closed when the port is
// given back.
func (s *Store) claim(c claim, want Publish) (claim, *hold, error) {
	lock, err := s.lockPorts()
	if err != nil {
		return c, nil, err
	}
	defer lock.Close()
	c.Bound = Bound{Proto: want.Proto, Host: want.Host, Port: want.Port}
	for port := int(want.First); port <= int(want.Last); port++ {
		c.HostPort = uint16(port) //nolint:gosec // below 65536
		var held *hold
		held, err = s.claimOne(&c)
		if err == nil {
			return c, held, nil
		}
		if !errors.Is(err, ErrTaken) {
			break
		}
	}
	return c, nil, fmt.Errorf("publish port %v: %w", want, err)
}

// claimOne takes this one port, or with number 0 any.
func (s *Store) claimOne(c *claim) (*hold, error) {
	others, err := s.claimsOn(c.Bound)
	if err != nil {
		return nil, err
	}
	for _, other := range others {
		if other.Container != c.Container && meet(c.Host, other.Host) && !c.replicaOf(other) {
			return nil, fmt.Errorf("port %d/%s of the host: %w by container %s", c.HostPort, c.Proto, ErrTaken, other.Name)
		}
	}
	held, err := holdPort(c.Proto, c.Host, c.HostPort, c.V6)
	if err != nil {
		return nil, err
	}
	c.HostPort = held.port
	if err := s.writeClaim(*c); err != nil {
		held.Close()
		return nil, err
	}
	return held, nil
}

// claimDraft is what the name of one begins with that is being written.
const claimDraft = ".new~"

// writeClaim gives it its name when it is whole: some read it without the lock.
func (s *Store) writeClaim(c claim) error {
	text, err := json.Marshal(c)
	draft := filepath.Join(s.claims(c.Bound), claimDraft+c.Container)
	if err == nil {
		err = os.MkdirAll(s.claims(c.Bound), 0o711)
	}
	if err == nil {
		err = os.WriteFile(draft, text, 0o644)
	}
	if err == nil {
		err = os.Rename(draft, s.claimFile(c))
	}
	if err != nil {
		os.Remove(draft)
	}
	if err != nil {
		return fmt.Errorf("claim port %d/%s: %w", c.HostPort, c.Proto, err)
	}
	return nil
}

// publish leads the port to the container, too.
func (s *Store) publish(t firewall.Table, c claim, watch Watch) error {
	lock, err := s.lockPorts()
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := s.writeClaim(c); err != nil {
		return err
	}
	return s.lead(t, c, watch)
}

// unclaim gives a port back: it leads to the other replicas only, if there are any.
func (s *Store) unclaim(t firewall.Table, c claim) error {
	lock, err := s.lockPorts()
	if err != nil {
		return err
	}
	defer lock.Close()
	return errors.Join(s.removeClaim(c), s.lead(t, c, nil))
}

func (s *Store) removeClaim(c claim) error {
	err := os.Remove(s.claimFile(c))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	os.Remove(s.claims(c.Bound)) // if it was the last one
	return err
}

// lead has the kernel's table say what the files say of one port: it leads to all who have it together.
func (s *Store) lead(t firewall.Table, c claim, watch Watch) error {
	list, err := s.claimsOn(c.Bound)
	if err != nil {
		return err
	}
	p := firewall.Port{Proto: c.Proto, Host: c.Host, HostPort: c.HostPort}
	for _, other := range list {
		if other.Host == c.Host {
			p.To = append(p.To, other.To...)
		}
	}
	step := t.Publish(p)
	if len(p.To) == 0 {
		p.To = c.To
		step = t.Unpublish(p)
	}
	if err := watch.do(step); err != nil {
		return err
	}
	return watch.do(t.Forget(p))
}

// claimsOf are all rights of a container. It looks at all ports, and is for who clears up.
func (s *Store) claimsOf(container string) ([]claim, error) {
	return s.allClaims(func(file string) bool { return strings.HasSuffix(file, "~"+container) })
}

// removeClaimDrafts removes those that a crash has left.
func (s *Store) removeClaimDrafts(container string) error {
	drafts, err := filepath.Glob(filepath.Join(s.ports(), "*", claimDraft+container))
	for _, draft := range drafts {
		err = errors.Join(err, os.Remove(draft))
		os.Remove(filepath.Dir(draft)) // if it was the last one
	}
	return err
}

func (s *Store) allClaims(wanted func(file string) bool) ([]claim, error) {
	files, err := filepath.Glob(filepath.Join(s.ports(), "*", "*~*"))
	if err != nil {
		return nil, err
	}
	var list []claim
	for _, file := range files {
		if !wanted(file) || strings.HasPrefix(filepath.Base(file), claimDraft) {
			continue
		}
		text, err := os.ReadFile(file)
		var c claim
		if err == nil && json.Unmarshal(text, &c) == nil {
			list = append(list, c)
		}
	}
	return list, nil
}
