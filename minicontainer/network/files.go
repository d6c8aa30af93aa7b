// The three files by which a program finds out who it is and whom to ask. They are the container's own: mounted over what
// the image has, so that the image's layers stay as they are.

package network

import (
	"net/netip"
	"os"
	"path/filepath"
	"slices"

	"github.com/minicontainer/minicontainer/minicontainer/network/names"
)

// Files are the names of the files, in the container's directory and below /etc in the container.
var Files = []string{"hosts", "hostname", "resolv.conf"}

const hostResolvConf = "/etc/resolv.conf"

// writeFiles fills the files, which are there: they are mounted already, so they are not replaced.
func (c Container) writeFiles(dir string, addresses []netip.Addr, gateway netip.Addr) error {
	for name, text := range c.files(addresses, gateway) {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// files are their contents.
func (c Container) files(addresses []netip.Addr, gateway netip.Addr) map[string][]byte {
	hosts := slices.Clone(c.Hosts)
	for i, h := range hosts {
		if !h.Address.IsValid() {
			hosts[i].Address = gateway // of host-gateway
		}
	}
	return map[string][]byte{
		"hosts":       names.Hosts(c.Hostname, addresses, hosts),
		"hostname":    []byte(c.Hostname + "\n"),
		"resolv.conf": c.resolvConf(),
	}
}

// resolvConf leads to our name server, which asks the host's; or, where there is none, to those that the host asks.
func (c Container) resolvConf() []byte {
	text, _ := os.ReadFile(hostResolvConf) //nolint:errcheck // a host without one has nobody to ask
	host := names.ParseResolvConf(text)
	settings := names.ForContainer(host, c.Names)
	switch {
	case c.Mode == Bridge:
	case len(c.Names.Servers) > 0:
		settings.Servers = c.Names.Servers
	case c.Mode == User:
		program, _ := Helper() //nolint:errcheck // it runs
		settings.Servers = []netip.Addr{nameServer(program)}
	default:
		settings.Servers = host.Servers
	}
	return names.ResolvConf(settings)
}

// upstream is whom our name server asks.
func (c Container) upstream() func() []netip.AddrPort {
	if len(c.Names.Servers) == 0 {
		return func() []netip.AddrPort { return names.HostServers(hostResolvConf) }
	}
	return func() []netip.AddrPort { return names.Ports(c.Names.Servers) }
}
