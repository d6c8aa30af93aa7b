package names

import (
	"net/netip"

	"golang.org/x/net/dns/dnsmessage"
)

// lifetime is for how many seconds an answer may be kept. Docker says 600; a container that is made anew has another address,
// and who keeps answers (nginx, a JVM) would send to the old one for ten minutes. To ask again costs it microseconds.
const lifetime = 5

// records is what stands in an answer.
type records struct {
	addresses []netip.Addr
	pointer   string
}

// answer is the message with the records, as many as the asker can take. The question is repeated as it was
// written, with capitals: an asker can have mixed them to recognize its answer (draft-vixie-dnsext-dns0x20).
func (q query) answer(found records) []byte {
	header := q.reply(dnsmessage.RCodeSuccess)
	header.Authoritative = true
	if fit := q.room() / addressSize(q.question.Type); len(found.addresses) > fit {
		found.addresses, header.Truncated = found.addresses[:fit], true
	}
	return q.build(header, func(b *dnsmessage.Builder) error {
		head := dnsmessage.ResourceHeader{Name: q.question.Name, Class: dnsmessage.ClassINET, TTL: lifetime}
		for _, a := range found.addresses {
			if err := addAddress(b, head, a); err != nil {
				return err
			}
		}
		if found.pointer == "" {
			return nil
		}
		name, err := dnsmessage.NewName(found.pointer + ".")
		if err != nil {
			return err
		}
		return b.PTRResource(head, dnsmessage.PTRResource{PTR: name})
	})
}

func addAddress(b *dnsmessage.Builder, head dnsmessage.ResourceHeader, a netip.Addr) error {
	if a.Is4() {
		return b.AResource(head, dnsmessage.AResource{A: a.As4()})
	}
	return b.AAAAResource(head, dnsmessage.AAAAResource{AAAA: a.As16()})
}

// addressSize is that of a record: a pointer to the name, type, class, lifetime, length and the address.
func addressSize(t dnsmessage.Type) int {
	const fixed = 2 + 2 + 2 + 4 + 2
	if t == dnsmessage.TypeA {
		return fixed + 4
	}
	return fixed + 16
}

// ednsSize is that of the pseudo record without options.
const ednsSize = 11

// room is what an answer has left for records.
func (q query) room() int {
	const typeAndClass = 4
	return q.size - headerSize - int(q.question.Name.Length) - 1 - typeAndClass - ednsSize
}

// refuse is an answer that says only what is wrong.
func (q query) refuse(code dnsmessage.RCode) []byte {
	return q.build(q.reply(code), func(*dnsmessage.Builder) error { return nil })
}

// truncated is an answer of nothing but the flag that there is more: ask over TCP.
func (q query) truncated() []byte {
	header := q.reply(dnsmessage.RCodeSuccess)
	header.Truncated = true
	return q.build(header, func(*dnsmessage.Builder) error { return nil })
}

// reply is the header of an answer.
func (q query) reply(code dnsmessage.RCode) dnsmessage.Header {
	return dnsmessage.Header{
		ID: q.header.ID, Response: true, OpCode: q.header.OpCode, RCode: code,
		RecursionDesired: q.header.RecursionDesired, RecursionAvailable: true,
	}
}

// build writes a message. A record that cannot be written, as of a name too long, makes it a failure of ours.
func (q query) build(header dnsmessage.Header, fill func(*dnsmessage.Builder) error) []byte {
	message, err := q.tryBuild(header, fill)
	if err != nil {
		header.RCode = dnsmessage.RCodeServerFailure
		b := dnsmessage.NewBuilder(nil, header)
		message, _ = b.Finish() //nolint:errcheck // there is nothing in it that could be wrong
	}
	return message
}

func (q query) tryBuild(header dnsmessage.Header, fill func(*dnsmessage.Builder) error) ([]byte, error) {
	b := dnsmessage.NewBuilder(nil, header)
	b.EnableCompression()
	if q.question.Name.Length > 0 { // else it could not be read
		if err := b.StartQuestions(); err != nil {
			return nil, err
		}
		if err := b.Question(q.question); err != nil {
			return nil, err
		}
	}
	if err := b.StartAnswers(); err != nil {
		return nil, err
	}
	if err := fill(&b); err != nil {
		return nil, err
	}
	if q.edns {
		if err := addEDNS(&b); err != nil {
			return nil, err
		}
	}
	return b.Finish()
}

func addEDNS(b *dnsmessage.Builder) error {
	if err := b.StartAdditionals(); err != nil {
		return err
	}
	var head dnsmessage.ResourceHeader
	if err := head.SetEDNS0(wholeSize, dnsmessage.RCodeSuccess, false); err != nil {
		return err
	}
	return b.OPTResource(head, dnsmessage.OPTResource{})
}
