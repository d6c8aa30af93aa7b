package firewall

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/google/nftables"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

type publish struct {
	Table
	Port
	was []netip.AddrPort // where it led to, if it is to lead nowhere
}

func (s publish) Name() string {
	if len(s.To) == 0 {
		return "unpublish port " + s.Port.text()
	}
	return "publish port " + s.Port.text()
}

// text is the port as in `minicontainer port`.
func (p Port) text() string {
	if !p.Host.IsValid() {
		return fmt.Sprintf("%d/%s", p.HostPort, p.Proto)
	}
	return fmt.Sprintf("%v/%s", netip.AddrPortFrom(p.Host, p.HostPort), p.Proto)
}

// Line is for a port that leads nowhere yet, or is to lead nowhere: what has to be taken away first depends on what is there.
func (s publish) Line() string {
	remove := len(s.To) == 0
	p := s.Port
	if remove {
		p.To = s.was
	}
	entries, err := p.entries(s.Table)
	if err != nil {
		return plan.NotTypable(s.Name())
	}
	var lines []string
	for _, e := range entries {
		if remove {
			lines = append(lines, e.removal()...)
		} else {
			lines = append(lines, e.addition()...)
		}
	}
	return strings.Join(lines, "\n")
}

func (e entry) element(verb, set, data string) string {
	return fmt.Sprintf("nft '%s element inet %s %s { %s%s }'", verb, e.Name, e.set(set), e.keyText(), data)
}

func (e entry) addition() []string {
	switch len(e.to) {
	case 0:
		return nil
	case 1:
		return []string{e.element("add", toOne, fmt.Sprintf(" : %v . %d", e.to[0].Addr(), e.to[0].Port()))}
	}
	return []string{
		fmt.Sprintf("nft 'add chain inet %s %s'", e.Name, e.chain()),
		fmt.Sprintf("nft 'add rule inet %s %s %s'", e.Name, e.chain(), inTurn(e.f, e.proto, e.to, "", 0).text),
		e.element("add", toSeveral, " : goto "+e.chain()),
	}
}

func (e entry) removal() []string {
	switch len(e.to) {
	case 0:
		return nil
	case 1:
		return []string{e.element("delete", toOne, "")}
	}
	return []string{
		e.element("delete", toSeveral, ""),
		fmt.Sprintf("nft 'flush chain inet %s %s'", e.Name, e.chain()),
		fmt.Sprintf("nft 'delete chain inet %s %s'", e.Name, e.chain()),
	}
}

// Do asks what is there, and changes what is not as it should be.
func (s publish) Do() error {
	entries, err := s.entries(s.Table)
	for _, e := range entries {
		if err == nil {
			err = e.publish()
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name(), err)
	}
	return nil
}

func (e entry) publish() error {
	c, err := nftables.New(nftables.AsLasting())
	if err != nil {
		return err
	}
	defer c.CloseLasting() //nolint:errcheck // Flush has been answered
	a, err := e.ask()
	if err != nil {
		return err
	}
	defer a.close()
	is, err := e.look(c, a)
	if err != nil {
		return err
	}
	for i, change := range e.phases(is) {
		if i > 0 {
			letPacketsPass()
		}
		if err := change(c); err != nil {
			return err
		}
		if err := c.Flush(); err != nil {
			return err
		}
	}
	return nil
}
