package applet

// nslookup: what a name server says, record by record, in busybox's words. The
// question is asked in nslookup_ask.go; whom, and for which names, is in
// nslookup_conf.go. Unlike busybox's it tries names as the resolver of a
// program does, with ndots and all domains of search: what it finds, ping finds.

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"golang.org/x/net/dns/dnsmessage"
)

var nslookupCommand = command{
	name: "nslookup", usage: "[-type=TYPE] HOST [SERVER]", short: "ask a name server (TYPE: a, aaaa, ptr, cname, mx, txt, ns, srv, soa, any)",
	raw: true, run: runNslookup,
}

// A lookup is one run of nslookup.
type lookup struct {
	*call
	host    string
	types   []dnsmessage.Type
	server  string // as it was typed; "" for those of resolv.conf
	resolve resolveConf
}

func runNslookup(c *call) error {
	l := &lookup{call: c}
	if err := l.arguments(c.operands); err != nil {
		return err
	}
	var err error
	if l.resolve, err = l.whom(); err != nil {
		return err
	}
	names := l.resolve.candidates(l.host)
	if len(l.types) == 0 {
		l.types = []dnsmessage.Type{dnsmessage.TypeA, dnsmessage.TypeAAAA}
		if address, err := netip.ParseAddr(l.host); err == nil {
			names, l.types = []string{reverseName(address)}, []dnsmessage.Type{dnsmessage.TypePTR}
		}
	}
	return l.print(names)
}

func (l *lookup) arguments(args []string) error {
	var operands []string
	for _, arg := range args {
		option, isOption := strings.CutPrefix(arg, "-")
		if !isOption {
			operands = append(operands, arg)
			continue
		}
		key, value, _ := strings.Cut(option, "=")
		if _, ok := abbreviated(key, "type", "query"); !ok {
			return usagef("unknown option %s", arg)
		}
		kind, ok := recordType(value)
		if !ok {
			return statusError{1, fmt.Errorf("invalid query type %q", value)}
		}
		l.types = append(l.types, kind)
	}
	switch len(operands) {
	case 2:
		l.server = operands[1]
		fallthrough
	case 1:
		l.host = operands[0]
		return nil
	}
	return usagef("a host and at most one server are needed")
}

// recordType finds a type of records by its word.
func recordType(word string) (dnsmessage.Type, bool) {
	for _, known := range []struct {
		word string
		kind dnsmessage.Type
	}{
		{"a", dnsmessage.TypeA}, {"aaaa", dnsmessage.TypeAAAA}, {"any", dnsmessage.TypeALL}, {"cname", dnsmessage.TypeCNAME},
		{"mx", dnsmessage.TypeMX}, {"ns", dnsmessage.TypeNS}, {"ptr", dnsmessage.TypePTR}, {"soa", dnsmessage.TypeSOA},
		{"srv", dnsmessage.TypeSRV}, {"txt", dnsmessage.TypeTXT},
	} {
		if strings.EqualFold(word, known.word) {
			return known.kind, true
		}
	}
	return 0, false
}

// print asks for the names until one is known, and shows that, or the last.
func (l *lookup) print(names []string) error {
	var replies []lookupReply
	for _, name := range names {
		replies = nil
		for _, kind := range l.types {
			reply, err := l.ask(name, kind)
			if err != nil {
				return err
			}
			replies = append(replies, reply)
		}
		if slices.ContainsFunc(replies, lookupReply.known) {
			break
		}
	}
	server := replies[0].from
	shown := l.server
	if shown == "" {
		shown = server.Addr().String()
	}
	l.printf("Server:\t\t%s\nAddress:\t%s\n\n", shown, server)
	for _, reply := range replies {
		l.printReply(reply)
	}
	return nil
}

func (l *lookup) printReply(r lookupReply) {
	if r.RCode != dnsmessage.RCodeSuccess {
		l.printf("** server can't find %s: %s\n\n", r.name, rcodeName(r.RCode))
		l.status = 1
		return
	}
	if !r.Authoritative {
		l.printf("Non-authoritative answer:\n")
	}
	for _, record := range r.Answers {
		l.printf("%s", recordLines(record))
	}
	l.printf("\n")
}

func rcodeName(code dnsmessage.RCode) string {
	switch code {
	case dnsmessage.RCodeFormatError:
		return "FORMERR"
	case dnsmessage.RCodeServerFailure:
		return "SERVFAIL"
	case dnsmessage.RCodeNameError:
		return "NXDOMAIN"
	case dnsmessage.RCodeNotImplemented:
		return "NOTIMP"
	case dnsmessage.RCodeRefused:
		return "REFUSED"
	}
	return fmt.Sprint(uint16(code))
}

// recordLines is "" for a record of another type, such as a signature.
func recordLines(record dnsmessage.Resource) string {
	name := plainName(record.Header.Name)
	switch body := record.Body.(type) {
	case *dnsmessage.AResource:
		return fmt.Sprintf("Name:\t%s\nAddress: %s\n", name, netip.AddrFrom4(body.A))
	case *dnsmessage.AAAAResource:
		return fmt.Sprintf("Name:\t%s\nAddress: %s\n", name, netip.AddrFrom16(body.AAAA))
	case *dnsmessage.CNAMEResource:
		return fmt.Sprintf("%s\tcanonical name = %s\n", name, plainName(body.CNAME))
	case *dnsmessage.PTRResource:
		return fmt.Sprintf("%s\tname = %s\n", name, plainName(body.PTR))
	case *dnsmessage.MXResource:
		return fmt.Sprintf("%s\tmail exchanger = %d %s\n", name, body.Pref, plainName(body.MX))
	case *dnsmessage.NSResource:
		return fmt.Sprintf("%s\tnameserver = %s\n", name, plainName(body.NS))
	case *dnsmessage.SRVResource:
		return fmt.Sprintf("%s\tservice = %d %d %d %s\n", name, body.Priority, body.Weight, body.Port, plainName(body.Target))
	case *dnsmessage.TXTResource:
		return fmt.Sprintf("%s\ttext = %s\n", name, quotedTexts(body.TXT))
	case *dnsmessage.SOAResource:
		return fmt.Sprintf("%s\n\torigin = %s\n\tmail addr = %s\n\tserial = %d\n\trefresh = %d\n\tretry = %d\n\texpire = %d\n\tminimum = %d\n",
			name, plainName(body.NS), plainName(body.MBox), body.Serial, body.Refresh, body.Retry, body.Expire, body.MinTTL)
	}
	return ""
}

func plainName(name dnsmessage.Name) string { return strings.TrimSuffix(name.String(), ".") }

func quotedTexts(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = fmt.Sprintf("%q", text)
	}
	return strings.Join(quoted, " ")
}
