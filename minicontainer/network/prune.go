//go:build linux

package network

import "errors"

// Discard removes a network with its bridge, unless usedBy names a container that wants it.
func (s *Store) Discard(n Network, usedBy func() (string, error)) error {
	host, err := Here()
	if err != nil {
		return err
	}
	defer host.Close()
	return s.remove(n, usedBy, func(n Network) error { return s.lower(n, host, nil) })
}

// FirstIn gives a function that names a container which is connected to the network; "" if none is.
func (s *Store) FirstIn(n Network) func() (string, error) {
	return func() (string, error) {
		list, err := s.Endpoints(n)
		if len(list) == 0 {
			return "", err
		}
		return list[0].Name, err
	}
}

// Prune removes those of the wanted networks that no container uses, and returns their names. If none is left, what all of them share goes,
// too: our table of nftables; and what we have set is again as it was.
func (s *Store) Prune(usedBy func(Network) func() (string, error), wanted func(Network) bool) (removed []string, err error) {
	list, err := s.List()
	if err != nil {
		return nil, err
	}
	for _, n := range list {
		if !wanted(n) {
			continue
		}
		discardErr := s.Discard(n, usedBy(n))
		switch {
		case errors.Is(discardErr, ErrInUse):
		case discardErr != nil:
			err = errors.Join(err, discardErr)
		case n.Name != Default:
			removed = append(removed, n.Name)
		}
	}
	return removed, errors.Join(err, s.restore(nil))
}
