// Connecting a container that runs to a further network, and taking it out of one.

//go:build linux

package network

import (
	"errors"
	"fmt"
	"io/fs"
)

// Join connects the container whose first process is pid to a further network. After an error it is not.
func (s *Store) Join(c Container, a Attachment, pid int) (said []string, err error) {
	host, inside, err := between(pid)
	if err != nil {
		return nil, err
	}
	defer host.Close()
	defer inside.Close()
	w := &Wire{store: s, who: c}
	w.who.Attachments = []Attachment{a}
	keep, err := w.keepNetworks(host)
	if err != nil {
		return nil, err
	}
	defer keep.Close()
	n, err := s.Get(a.Network)
	if err != nil {
		return w.said, err
	}
	if _, _, err := w.attach(a, host, inside, nil); err != nil {
		return w.said, errors.Join(err, s.detach(n, c.ID, host))
	}
	return w.said, nil
}

// Leave takes a container that runs out of a network. If that was its way out, another one becomes it.
func (s *Store) Leave(c Container, name string, pid int) error {
	n, err := s.Get(name)
	if err != nil {
		return err
	}
	host, inside, err := between(pid)
	if err != nil {
		return err
	}
	defer host.Close()
	defer inside.Close()
	e, err := s.Endpoint(n, c.ID)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("leave network %s: the container is not connected to it", name)
	}
	if err != nil {
		return err
	}
	if len(e.Ports) > 0 {
		claims, err := s.claimsOf(c.ID)
		if err == nil {
			err = s.unpublish(claims)
		}
		if err != nil {
			return err
		}
	}
	if err := s.detach(n, c.ID, host); err != nil {
		return err
	}
	return s.otherWayOut(c, inside)
}

func (s *Store) otherWayOut(c Container, inside Place) error {
	if inside.hasDefault() {
		return nil
	}
	places, err := s.Of(c.ID)
	if err != nil {
		return err
	}
	for name := range places {
		n, err := s.Get(name)
		if err != nil || n.Internal {
			continue
		}
		return (AddRoute{inside, n.Gateway}).Do()
	}
	return nil
}

// between are the host's side and the container's.
func between(pid int) (host, inside Place, err error) {
	if host, err = Here(); err != nil {
		return host, inside, err
	}
	if inside, err = Of(pid); err != nil {
		host.Close()
	}
	return host, inside, err
}
