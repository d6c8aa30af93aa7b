//go:build linux

package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// networkRow is a network as ls shows it, with Docker's names.
type networkRow struct {
	CreatedAt, Driver, ID, IPv4, IPv6, Internal, Labels, Name, Scope string

	Subnet string `json:"-"` // which Docker does not show
	id     string // all of it
	labels map[string]string
}

// Label is one label's value, for templates.
func (r networkRow) Label(name string) string { return r.labels[name] }

var networksList = listing{
	columns: []column{
		{"ID", "NETWORK ID"}, {"Name", "NAME"}, {"Driver", "DRIVER"}, {"Scope", "SCOPE"}, {"IPv4", "IPV4"}, {"IPv6", "IPV6"},
		{"Internal", "INTERNAL"}, {"Labels", "LABELS"}, {"CreatedAt", "CREATED AT"}, {"Subnet", "SUBNET"},
	},
	table: []string{"ID", "Name", "Driver", "Scope"},
	quiet: "ID",
	raw:   []column{{"ID", "network_id"}, {"Name", "name"}, {"Driver", "driver"}, {"Scope", "scope"}},
}

func newNetworkRow(n network.Network, driver string, whole bool) networkRow {
	row := networkRow{
		CreatedAt: n.Created.Local().Format("2006-01-02 15:04:05.999999999 -0700 MST"), Driver: driver, ID: n.ID,
		IPv4: strconv.FormatBool(n.Subnet.IsValid()), IPv6: strconv.FormatBool(n.V6()), Internal: strconv.FormatBool(n.Internal),
		Labels: labelsColumn(n.Labels), Name: n.Name, Scope: "local", Subnet: n.Subnet.String(), id: n.ID, labels: n.Labels,
	}
	if !whole {
		row.ID = record.ShortID(n.ID)
	}
	return row
}

// builtins are the networks that are there without being made, and their drivers, as Docker calls them.
var builtins = []struct{ name, driver string }{{network.Default, "bridge"}, {string(network.Host), "host"}, {string(network.None), "null"}}

func driverOf(name string) string {
	for _, b := range builtins {
		if b.name == name {
			return b.driver
		}
	}
	return "bridge"
}

// placeholder is a network that nobody has made: the host's, none, and the default one before its first container. Its id follows from
// its name.
func placeholder(name string) network.Network {
	id := sha256.Sum256([]byte("minicontainer network " + name))
	return network.Network{Name: name, ID: hex.EncodeToString(id[:]), Created: time.Unix(0, 0)}
}

// allNetworks are those of the store and those that are built in, by name.
func allNetworks(s *network.Store) ([]network.Network, error) {
	list, err := s.List()
	for _, b := range builtins {
		if !slices.ContainsFunc(list, func(n network.Network) bool { return n.Name == b.name }) {
			list = append(list, placeholder(b.name))
		}
	}
	slices.SortFunc(list, func(a, b network.Network) int { return strings.Compare(a.Name, b.Name) })
	return list, err
}

// findNetwork is a network of the store, or one that is built in, by its name or the beginning of its id.
func findNetwork(s *network.Store, ref string) (network.Network, error) {
	n, err := s.Get(ref)
	if !errors.Is(err, network.ErrNotFound) {
		return n, err
	}
	for _, b := range builtins {
		if p := placeholder(b.name); p.Name == ref || len(ref) > 0 && strings.HasPrefix(p.ID, ref) {
			return p, nil
		}
	}
	return n, err
}

// networkKeys are the keys of network ls --filter.
var networkKeys = []string{"dangling", "driver", "id", "label", "name", "scope", "type"}

func (p *Program) networkList() *cobra.Command {
	var f formatFlags
	var w filters
	cmd := &cobra.Command{
		Use:     "ls [flags]",
		Aliases: []string{"list"},
		Short:   "List networks",
		Args:    cobra.NoArgs,
		RunE:    p.onEngine(func(e *engine.Engine, _ []string) error { return p.listNetworks(e, f, w) }),
	}
	f.addFormat(cmd, "ids")
	w.addTo(cmd, networkKeys)
	return cmd
}

func (p *Program) listNetworks(e *engine.Engine, f formatFlags, w filters) error {
	dangling, err := w.truth("dangling")
	if err := errors.Join(w.check(networkKeys), w.oneOf("type", "custom", "builtin"), err); err != nil {
		return err
	}
	list, err := allNetworks(e.Networks())
	if err != nil {
		return err
	}
	var used map[string]bool
	if dangling != nil {
		if used, err = networksInUse(e); err != nil {
			return err
		}
	}
	var rows []any
	for _, n := range list {
		row := newNetworkRow(n, driverOf(n.Name), f.whole)
		if row.passes(w) && (dangling == nil || *dangling == (row.kind() == "custom" && !used[n.Name])) {
			rows = append(rows, row)
		}
	}
	return networksList.show(p.Stdout, f, rows)
}

func (r networkRow) passes(w filters) bool {
	return w.text("name", r.Name) && w.text("id", r.id) && w.labels(r.labels) && w.word("driver", r.Driver) &&
		w.word("scope", r.Scope) && w.word("type", r.kind())
}

func (r networkRow) kind() string {
	for _, b := range builtins {
		if b.name == r.Name {
			return "builtin"
		}
	}
	return "custom"
}

// networksInUse are the networks that containers are to be in, running or not.
func networksInUse(e *engine.Engine) (map[string]bool, error) {
	list, err := e.List()
	used := map[string]bool{}
	for _, r := range list {
		for _, name := range networksOf(r) {
			used[name] = true
		}
	}
	return used, err
}

// netList is "ls" of a stage: those that were made, and their addresses.
func (p *Program) netList(open OpenNetworks) *cobra.Command {
	var f formatFlags
	cmd := &cobra.Command{
		Use:     "ls [-q]",
		Aliases: []string{"list"},
		Short:   "List networks",
		Args:    cobra.NoArgs,
		RunE: p.onNetworks(open, func(s *network.Store, _ []string) error {
			list, err := s.List()
			if err != nil {
				return err
			}
			var rows []any
			for _, n := range list {
				rows = append(rows, newNetworkRow(n, "bridge", false))
			}
			shown := networksList
			shown.table = []string{"ID", "Name", "Driver", "Subnet"}
			return shown.show(p.Stdout, f, rows)
		}),
	}
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "show ids only")
	return cmd
}
