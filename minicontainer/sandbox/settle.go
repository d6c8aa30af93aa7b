package sandbox

import (
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// setHostname names the machine that the container believes to be on. The name
// lives in the uts namespace. Source: sethostname(2), uts_namespaces(7).
type setHostname struct{ Hostname string }

func (setHostname) Name() string   { return "set hostname" }
func (h setHostname) Line() string { return plan.Quote("hostname", h.Hostname) }
func (h setHostname) Do() error {
	if err := unix.Sethostname([]byte(h.Hostname)); err != nil {
		return fmt.Errorf("set hostname %s: %w", h.Hostname, err)
	}
	return nil
}

// setDomainname is the same for the NIS domain, which hardly anybody has any more. Source:
// setdomainname(2).
type setDomainname struct{ Domainname string }

func (setDomainname) Name() string { return "set domain name" }
func (d setDomainname) Line() string {
	return plan.Quote("sysctl", "-q", "kernel.domainname="+d.Domainname)
}
func (d setDomainname) Do() error {
	if err := unix.Setdomainname([]byte(d.Domainname)); err != nil {
		return fmt.Errorf("set domain name %s: %w", d.Domainname, err)
	}
	return nil
}

// loopbackUp switches on the one interface a new network namespace has. Until
// then not even 127.0.0.1 answers. Source: network_namespaces(7), netdevice(7).
type loopbackUp struct{}

func (loopbackUp) Name() string { return "bring up loopback" }
func (loopbackUp) Line() string { return "ip link set lo up" }
func (loopbackUp) Do() error {
	if err := ifaceUp("lo"); err != nil {
		return fmt.Errorf("bring up lo: %w", err)
	}
	return nil
}

func ifaceUp(name string) error {
	// Any socket serves: the request is about the interface, the socket only says
	// in which network namespace to look for it.
	sock, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(sock) //nolint:errcheck // nothing was written to it
	req, err := unix.NewIfreq(name)
	if err != nil {
		return err
	}
	req.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(sock, unix.SIOCSIFFLAGS, req)
}
