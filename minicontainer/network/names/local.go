package names

import (
	"errors"
	"net/netip"
	"strings"
	"sync"

	"golang.org/x/net/dns/dnsmessage"
)

// book answers what needs nobody else.
type book struct {
	zone  Zone
	turns turns
}

// look reads a packet and answers it. With pass the question is for the servers outside; else answer is what to send, nil
// for nothing.
func (b *book) look(raw []byte, overTCP bool) (answer []byte, q query, pass bool) {
	q, err := readQuery(raw, overTCP)
	switch {
	case errors.Is(err, errNoHeader) || errors.Is(err, errAnswer):
		return nil, q, false
	case q.header.OpCode != 0: // neither a change (RFC 2136) nor a notice (RFC 1996) is for us
		return q.refuse(dnsmessage.RCodeNotImplemented), q, false
	case err != nil:
		return q.refuse(dnsmessage.RCodeFormatError), q, false
	case q.question.Class != dnsmessage.ClassINET:
		return nil, q, true
	}
	found, ok := b.find(q)
	if !ok {
		return nil, q, true
	}
	return q.answer(found), q, false
}

// find looks a name or an address up. A name that is ours is ours for every type of record: what the world has under
// the name "web" must not mix with what we have.
func (b *book) find(q query) (found records, ok bool) {
	name := q.name()
	if a, is := reverse(name); is {
		found.pointer, ok = b.nameOf(a)
		if q.question.Type != dnsmessage.TypePTR {
			found = records{}
		}
		return found, ok
	}
	addresses, ok := b.addressesOf(name)
	if !ok {
		return found, false
	}
	for _, a := range addresses {
		a = a.Unmap().WithZone("")
		if q.question.Type == dnsmessage.TypeA && a.Is4() || q.question.Type == dnsmessage.TypeAAAA && a.Is6() {
			found.addresses = append(found.addresses, a)
		}
	}
	b.turns.rotate(q, found.addresses)
	return found, true
}

var (
	loopback4 = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	loopback6 = netip.IPv6Loopback()
)

// addressesOf knows localhost by itself, as RFC 6761 6.3 asks: the container's, not that of a server outside.
func (b *book) addressesOf(name string) ([]netip.Addr, bool) {
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return []netip.Addr{loopback4, loopback6}, true
	}
	return b.zone.Addresses(name)
}

func (b *book) nameOf(a netip.Addr) (string, bool) {
	if a == loopback4 || a == loopback6 {
		return "localhost", true
	}
	return b.zone.Name(a)
}

// turns lets the addresses of a name take turns at the first place, which is the one that most programs use. It counts for each
// name and type: programs ask for A and AAAA at the same time, so with one count for all, one of two would always be first.
type turns struct {
	mu   sync.Mutex
	next map[turn]int
}

type turn struct {
	name string
	kind dnsmessage.Type
}

// rotate moves the first addresses to the end, one more of them each time.
func (t *turns) rotate(q query, addresses []netip.Addr) {
	if len(addresses) < 2 {
		return
	}
	k := t.take(turn{q.name(), q.question.Type}) % len(addresses)
	rotated := append(addresses[k:len(addresses):len(addresses)], addresses[:k]...)
	copy(addresses, rotated)
}

func (t *turns) take(which turn) int {
	const most = 1024 // names that were forgotten begin again
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.next == nil || len(t.next) >= most {
		t.next = map[turn]int{}
	}
	n := t.next[which]
	t.next[which] = n + 1
	return n
}
