// Who is connected, as files that everybody can read: `ps` for the ports, the name servers of the others for names, and who
// comes after a crash to clear up.
//
//	STATE/networks/NAME/endpoints/ID     written before anything is made for the container, and removed when all of it is gone

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
)

// Endpoint is a container's place in a network.
type Endpoint struct {
	Container string     `json:"container"` // its id
	Name      string     `json:"name"`
	Process   int        `json:"process"` // its first process
	Aliases   []string   `json:"aliases,omitempty"`
	Address   netip.Addr `json:"address"` // the zero Addr: not there yet
	Address6  netip.Addr `json:"address6"`
	MAC       string     `json:"mac"`
	Cable     string     `json:"cable"` // the host's end
	Link      string     `json:"link"`  // the container's end
	Ports     []Bound    `json:"ports,omitempty"`
}

// Bound is a port that is published.
type Bound struct {
	Proto    string     `json:"proto"`
	Host     netip.Addr `json:"host"` // the zero Addr: all
	HostPort uint16     `json:"hostPort"`
	Port     uint16     `json:"port"`
}

// answersTo tells whether the container has the name in this network.
func (e Endpoint) answersTo(name string) bool {
	if strings.EqualFold(e.Name, name) || e.Container[:12] == name {
		return true
	}
	for _, a := range e.Aliases {
		if strings.EqualFold(a, name) {
			return true
		}
	}
	return false
}

func (s *Store) endpoints(n Network) string { return filepath.Join(s.dir(n.Name), "endpoints") }

// writeEndpoint replaces the file as a whole, so that nobody reads a half.
func (s *Store) writeEndpoint(n Network, e Endpoint) error {
	text, err := json.Marshal(e)
	if err == nil {
		err = os.MkdirAll(s.endpoints(n), 0o711)
	}
	draft := s.endpointDraft(n, e.Container)
	if err == nil {
		err = os.WriteFile(draft, text, 0o644)
	}
	if err == nil {
		err = os.Rename(draft, filepath.Join(s.endpoints(n), e.Container))
	}
	if err != nil {
		return fmt.Errorf("write endpoint of %s in %s: %w", e.Name, n.Name, err)
	}
	return nil
}

func (s *Store) endpointDraft(n Network, container string) string {
	return filepath.Join(s.endpoints(n), "."+container)
}

// removeEndpoint also removes the drafts of a container that a crash has left, of which the endpoint's is the first.
func (s *Store) removeEndpoint(n Network, container string) error {
	for _, file := range []string{s.leaseDraft(n, container), filepath.Join(s.endpoints(n), container), s.endpointDraft(n, container)} {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove endpoint in %s: %w", n.Name, err)
		}
	}
	return nil
}

// hasTouched tells whether the container has a place in the network, or was about to get one.
func (s *Store) hasTouched(n Network, container string) bool {
	for _, file := range []string{filepath.Join(s.endpoints(n), container), s.endpointDraft(n, container)} {
		if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
			return true
		}
	}
	return false
}

// Connected are the ids of the containers in a network. No file is read for it.
func (s *Store) Connected(n Network) ([]string, error) {
	names, err := s.endpointNames(n)
	return slices.DeleteFunc(names, func(name string) bool { return strings.HasPrefix(name, ".") }), err
}

// endpointNames are those of the files: ids, and with a dot before them those of containers whose place is being written.
func (s *Store) endpointNames(n Network) ([]string, error) {
	entries, err := os.ReadDir(s.endpoints(n))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list endpoints of %s: %w", n.Name, err)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, nil
}

// Rename has a container answer to another name from now on, in all networks in which it has a place. The caller sees to it
// that nobody connects or disconnects it meanwhile.
func (s *Store) Rename(container, name string) error {
	places, err := s.Of(container)
	if err != nil {
		return err
	}
	for network, e := range places {
		n, err := s.Get(network)
		if err != nil {
			return err
		}
		e.Name = name
		if err := s.writeEndpoint(n, e); err != nil {
			return err
		}
	}
	return nil
}

// Endpoint is a container's place in the network; the cause is fs.ErrNotExist if it has none.
func (s *Store) Endpoint(n Network, container string) (e Endpoint, err error) {
	text, err := os.ReadFile(filepath.Join(s.endpoints(n), filepath.Base(container)))
	if err == nil {
		err = json.Unmarshal(text, &e)
	}
	if err != nil {
		return e, fmt.Errorf("read endpoint in %s: %w", n.Name, err)
	}
	return e, nil
}

// Endpoints are all places that are taken in the network.
func (s *Store) Endpoints(n Network) ([]Endpoint, error) {
	ids, err := s.Connected(n)
	if err != nil {
		return nil, err
	}
	var list []Endpoint
	for _, id := range ids {
		e, err := s.Endpoint(n, id)
		if errors.Is(err, fs.ErrNotExist) {
			continue // it has gone between the two looks
		}
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// Of are a container's places, with their networks, by the network's name.
func (s *Store) Of(container string) (map[string]Endpoint, error) {
	list, err := s.List()
	if err != nil {
		return nil, err
	}
	places := map[string]Endpoint{}
	for _, n := range list {
		e, err := s.Endpoint(n, container)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		places[n.Name] = e
	}
	return places, nil
}
