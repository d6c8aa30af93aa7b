// What networks need of the machine, and all containers of a state directory share: forwarding, our table, the bridges. The
// first container that needs it makes it; it stays until somebody prunes. Somebody else may remove a part of it at any time:
// so each start looks at all of it, and makes again what is gone.
//
//	STATE/networks/.machine      how it was before us, and which bridges we have made since the machine started

//go:build linux

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

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/network/firewall"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Watch is told the name and the shell line of a step before it is done. It may be nil.
type Watch func(name, line string)

func (w Watch) do(steps ...plan.Step) error {
	return plan.Run(steps, func(i int) error {
		if w != nil {
			w(steps[i].Name(), steps[i].Line())
		}
		return nil
	})
}

// machine is what we remember of it.
type machine struct {
	Where   string            `json:"where"`   // which start of which network namespace this is about
	Earlier map[string]string `json:"earlier"` // values that we have changed
	Made    []string          `json:"made"`    // bridges
}

const machineName = ".machine"

// here names this network namespace in this start of the machine: after another start nothing of what we made is there.
func here() (string, error) {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return "", err
	}
	ns, err := os.Readlink("/proc/thread-self/ns/net")
	return strings.TrimSpace(string(boot)) + " " + ns, err
}

// lockMachine gives what we remember, which the caller may write back before it closes the file.
func (s *Store) lockMachine() (*os.File, machine, error) {
	where, err := here()
	if err != nil {
		return nil, machine{}, fmt.Errorf("look at the network: %w", err)
	}
	if err := os.MkdirAll(s.root, 0o711); err != nil {
		return nil, machine{}, fmt.Errorf("make store of networks: %w", err)
	}
	lock, err := syscalls.LockFile(filepath.Join(s.root, machineName+".lock"), unix.LOCK_EX)
	if err != nil {
		return nil, machine{}, fmt.Errorf("lock the network: %w", err)
	}
	var m machine
	text, err := os.ReadFile(filepath.Join(s.root, machineName))
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil || m.Where != where {
		m = machine{Where: where}
	}
	if m.Earlier == nil {
		m.Earlier = map[string]string{}
	}
	return lock, m, nil
}

func (s *Store) remember(m machine) error {
	text, err := json.Marshal(m)
	draft := filepath.Join(s.root, machineName+".new")
	if err == nil {
		err = os.WriteFile(draft, text, 0o644)
	}
	if err == nil {
		err = os.Rename(draft, filepath.Join(s.root, machineName))
	}
	if err != nil {
		return fmt.Errorf("write down how the network was before: %w", err)
	}
	return nil
}

// Table is our table of nftables. Each store has one of its own, that of the usual state directory with the plain name.
func (s *Store) Table() firewall.Table { return firewall.Table{Name: "minicontainer" + s.mark} }

// raise makes the network's bridge, and what all networks share, as far as it is not there. What it says besides is for the
// person: what had been removed behind our back.
func (s *Store) raise(n Network, host Place, watch Watch) (said []string, err error) {
	lock, m, err := s.lockMachine()
	if err != nil {
		return nil, err
	}
	defer lock.Close()
	// What we have made before is to be there. If it is not, somebody has removed it.
	bridgeGone := slices.Contains(m.Made, n.Bridge) && !host.has(n.Bridge)
	tableExpected := len(m.Made) > 0
	if err := s.allow(n, &m, watch); err != nil {
		return nil, err
	}
	ensure := s.Table().Ensure()
	if err := watch.do(ensure); err != nil {
		return nil, err
	}
	if err := s.raiseBridge(n, host, watch); err != nil {
		return nil, err
	}
	if tableExpected && ensure.Emptied() {
		said = append(said, "the table "+s.Table().Name+" of nftables was gone: made again, with all that is published")
		if err := s.restoreTable(m, watch); err != nil {
			return said, err
		}
	}
	if bridgeGone {
		said = append(said, "the bridge "+n.Bridge+" was gone: made again, and the containers' cables plugged in")
		err = s.plugAll(n, host, watch)
	}
	return said, err
}

// allow switches on what the network needs of the kernel, and writes down that its bridge is about to be made.
func (s *Store) allow(n Network, m *machine, watch Watch) error {
	switches, err := forwarding(n)
	if err == nil {
		err = s.change(m, switches, watch)
	}
	if err != nil || slices.Contains(m.Made, n.Bridge) {
		return err
	}
	m.Made = append(m.Made, n.Bridge)
	return s.remember(*m)
}

// raiseBridge makes the bridge with its rules in our table and, where others' rules would stop its packets, in theirs.
func (s *Store) raiseBridge(n Network, host Place, watch Watch) error {
	if err := watch.do(s.bridgeSteps(n, host)...); err != nil {
		return err
	}
	through, err := s.Table().LetThrough(n.Bridge)
	if err != nil {
		return err
	}
	return watch.do(through...)
}

// change sets what must be set, after it has written down how it was.
func (s *Store) change(m *machine, list []firewall.Sysctl, watch Watch) error {
	for _, c := range list {
		was, err := c.Was()
		if err != nil {
			return err
		}
		if was == c.Value {
			continue
		}
		if _, known := m.Earlier[c.Key]; !known {
			m.Earlier[c.Key] = was
			if err := s.remember(*m); err != nil {
				return err
			}
		}
		if err := watch.do(c); err != nil {
			return err
		}
	}
	return nil
}

// restoreTable fills a new table with what the files say.
func (s *Store) restoreTable(m machine, watch Watch) error {
	list, err := s.List()
	if err != nil {
		return err
	}
	for _, n := range list {
		if slices.Contains(m.Made, n.Bridge) {
			if err := watch.do(s.Table().AddNetwork(n.rules())); err != nil {
				return err
			}
		}
	}
	claims, err := s.allClaims(func(string) bool { return true })
	for _, c := range claims {
		if err == nil {
			err = s.lead(s.Table(), c, watch)
		}
	}
	return err
}

// rules is the network as the firewall knows it.
func (n Network) rules() firewall.Network {
	r := firewall.Network{Bridge: n.Bridge, Subnets: []netip.Prefix{n.Subnet}, Internal: n.Internal}
	if n.V6() {
		r.Subnets = append(r.Subnets, n.Subnet6)
	}
	return r
}

// bridgeSteps make the network's bridge, and let it through.
func (s *Store) bridgeSteps(n Network, host Place) []plan.Step {
	steps := []plan.Step{
		CreateBridge{host, n.Bridge, macOf(n.Gateway)},
		AddAddress{host, n.Bridge, netip.PrefixFrom(n.Gateway, n.Subnet.Bits())},
	}
	if n.V6() {
		steps = append(steps, AddAddress{host, n.Bridge, netip.PrefixFrom(n.Gateway6(), n.Subnet6.Bits())})
	}
	steps = append(steps, SetUp{host, n.Bridge}, s.Table().AddNetwork(n.rules()))
	if !n.Internal {
		steps = append(steps, firewall.RouteLocalhost(n.Bridge))
	}
	return steps
}

// forwarding is what the kernel must do for a network that has a way out.
func forwarding(n Network) ([]firewall.Sysctl, error) {
	if n.Internal {
		return nil, nil
	}
	list := []firewall.Sysctl{firewall.SetForwarding4()}
	if !n.V6() {
		return list, nil
	}
	more, err := firewall.SetForwarding6()
	return append(list, more...), err
}

// plugAll connects the cables again that a bridge has left behind.
func (s *Store) plugAll(n Network, host Place, watch Watch) error {
	list, err := s.Endpoints(n)
	for _, e := range list {
		if err == nil && e.Address.IsValid() && host.has(e.Cable) {
			err = watch.do(PlugIn{host, e.Cable, n.Bridge}, Reflect{host, e.Cable})
		}
	}
	return err
}

// lower removes a network's bridge with its rules.
func (s *Store) lower(n Network, host Place, watch Watch) error {
	lock, m, err := s.lockMachine()
	if err != nil {
		return err
	}
	defer lock.Close()
	back, err := s.Table().TakeBack(n.Bridge)
	if err == nil {
		err = watch.do(append(back, RemoveLink{host, n.Bridge})...)
	}
	if err != nil {
		return err
	}
	if state, err := s.Table().Look(); err != nil {
		return err
	} else if state.Exists {
		if err := watch.do(s.Table().RemoveNetwork(n.rules())); err != nil {
			return err
		}
	}
	m.Made = slices.DeleteFunc(m.Made, func(bridge string) bool { return bridge == n.Bridge })
	return s.remember(m)
}

// restore takes away what all networks share, and sets what we have set back to how it was. No bridge of ours is left.
func (s *Store) restore(watch Watch) error {
	if _, err := os.Stat(filepath.Join(s.root, machineName)); errors.Is(err, fs.ErrNotExist) {
		return nil // nothing was made
	}
	lock, m, err := s.lockMachine()
	if err != nil {
		return err
	}
	defer lock.Close()
	if len(m.Made) > 0 {
		return nil
	}
	steps, err := s.restoration(m)
	if err != nil {
		return err
	}
	if err := watch.do(steps...); err != nil {
		return err
	}
	err = os.Remove(filepath.Join(s.root, machineName))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return err
}

// restoration plans it. Forwarding stays if somebody else has come to rely on it: it is theirs from now on.
func (s *Store) restoration(m machine) ([]plan.Step, error) {
	steps := []plan.Step{s.Table().Remove()}
	reliant, err := s.Table().Reliant()
	if err != nil || reliant != "" {
		return steps, err
	}
	for key, was := range m.Earlier {
		back := firewall.Sysctl{Key: key, Value: was}
		if _, err := back.Was(); !errors.Is(err, fs.ErrNotExist) { // that of a link that has gone went with it
			steps = append(steps, back)
		}
	}
	return steps, nil
}

// reached are the networks that the host has already, but for those of our bridges.
func (p Place) reached(ours []string) ([]netip.Prefix, error) {
	links, err := syscalls.Whole(p.handle.LinkList)
	if err != nil {
		return nil, fmt.Errorf("list links: %w", err)
	}
	mine := map[int]bool{}
	for _, l := range links {
		if slices.Contains(ours, l.Attrs().Name) {
			mine[l.Attrs().Index] = true
		}
	}
	routes, err := syscalls.Whole(func() ([]netlink.Route, error) { return p.handle.RouteList(nil, netlink.FAMILY_ALL) })
	if err != nil {
		return nil, fmt.Errorf("list routes: %w", err)
	}
	var list []netip.Prefix
	for _, r := range routes {
		if r.Dst == nil || mine[r.LinkIndex] {
			continue
		}
		bits, _ := r.Dst.Mask.Size()
		if a, ok := netip.AddrFromSlice(r.Dst.IP); ok && bits > 0 {
			list = append(list, netip.PrefixFrom(a.Unmap(), bits))
		}
	}
	return list, nil
}

func (p Place) has(link string) bool {
	_, err := p.handle.LinkByName(link)
	return err == nil
}
