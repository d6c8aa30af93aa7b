package network

import (
	"net/netip"
	"strings"
)

// zone is the names that a container can ask for: those of all who share a network with it. The files are read for each
// question, as they change without anybody telling us; a hundred of them take a millisecond.
type zone struct {
	store     *Store
	container string
}

// neighbours calls visit with each place in the networks of the container, until it returns false.
func (z zone) neighbours(visit func(Network, Endpoint) bool) {
	list, _ := z.store.List() //nolint:errcheck // then nobody is known
	for _, n := range list {
		if !n.Names() {
			continue
		}
		if _, err := z.store.Endpoint(n, z.container); err != nil {
			continue
		}
		places, _ := z.store.Endpoints(n) //nolint:errcheck // as above
		for _, e := range places {
			if e.Address.IsValid() && !visit(n, e) {
				return
			}
		}
	}
}

// Addresses are those of a name, which may have the network's after a dot: web, or web.shop.
func (z zone) Addresses(name string) (found []netip.Addr, ok bool) {
	z.neighbours(func(n Network, e Endpoint) bool {
		if bare := strings.TrimSuffix(name, "."+strings.ToLower(n.Name)); e.answersTo(name) || bare != name && e.answersTo(bare) {
			found = append(found, e.Address)
			if e.Address6.IsValid() {
				found = append(found, e.Address6)
			}
		}
		return true
	})
	return found, len(found) > 0
}

// Name is that of an address, with its network's.
func (z zone) Name(a netip.Addr) (name string, ok bool) {
	z.neighbours(func(n Network, e Endpoint) bool {
		ok = e.Address == a || e.Address6 == a
		if ok {
			name = e.Name + "." + n.Name
		}
		return !ok
	})
	return name, ok
}
