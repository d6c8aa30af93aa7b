package names

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/dns/dnsmessage"
)

// Sizes of messages in bytes. Sources: RFC 1035, 4.2.1 and 4.2.2.
const (
	headerSize = 12
	plainSize  = 512   // what a UDP asker can take that does not say more
	wholeSize  = 65535 // over TCP: the length is two bytes
)

// query is one question as it came.
type query struct {
	raw      []byte
	header   dnsmessage.Header
	question dnsmessage.Question
	edns     bool // the asker speaks EDNS, and wants to be answered so
	size     int  // the longest answer that it can take
}

// Causes for not answering at all: the packet is too short to have an id, or is an answer itself. Two servers that answer
// answers go on for ever.
var (
	errNoHeader = errors.New("no header")
	errAnswer   = errors.New("an answer, no question")
)

// readQuery reads a packet. After an error other than errNoHeader and errAnswer the header is valid. The raw bytes
// are not copied.
func readQuery(raw []byte, overTCP bool) (q query, err error) {
	q = query{raw: raw, size: plainSize}
	if overTCP {
		q.size = wholeSize
	}
	var p dnsmessage.Parser
	if q.header, err = p.Start(raw); err != nil {
		return q, errNoHeader
	}
	if q.header.Response {
		return q, errAnswer
	}
	questions, err := p.AllQuestions()
	if err == nil && len(questions) != 1 {
		err = fmt.Errorf("%d questions", len(questions))
	}
	if err != nil {
		return q, fmt.Errorf("read question: %w", err)
	}
	q.question = questions[0]
	return q, q.readEDNS(&p, overTCP)
}

// readEDNS looks for the pseudo record with which an asker says that it can take longer answers. Its class is the size.
func (q *query) readEDNS(p *dnsmessage.Parser, overTCP bool) error {
	if err := errors.Join(p.SkipAllAnswers(), p.SkipAllAuthorities()); err != nil {
		return fmt.Errorf("read question: %w", err)
	}
	for {
		record, err := p.AdditionalHeader()
		if errors.Is(err, dnsmessage.ErrSectionDone) {
			return nil
		}
		if err == nil {
			err = p.SkipAdditional()
		}
		if err != nil {
			return fmt.Errorf("read question: %w", err)
		}
		if record.Type == dnsmessage.TypeOPT {
			q.edns = true
			if !overTCP {
				q.size = max(plainSize, int(record.Class))
			}
		}
	}
}

// name is the question's as zones know it.
func (q query) name() string {
	return strings.ToLower(strings.TrimSuffix(q.question.Name.String(), "."))
}
