package applet

// ping: an echo request a second, and what comes back. The packets are in
// ping_icmp.go.

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

var pingCommand = command{
	name: "ping", usage: "[-46q] [-c COUNT] [-i SECS] [-s SIZE] [-W SECS] [-w SECS] HOST", short: "send ICMP echo requests",
	options: "46qc:i:s:W:w:", run: runPing,
}

type pinger struct {
	*call
	host    string
	address net.IP
	socket  *icmpSocket

	count, size              int // count 0: without end
	interval, wait, deadline time.Duration

	sent, received   int
	least, most, sum time.Duration
}

func runPing(c *call) error {
	p, err := newPinger(c)
	if err != nil {
		return err
	}
	if p.socket, err = openICMP(p.address); err != nil {
		return err
	}
	defer p.socket.Close() //nolint:errcheck // nothing is buffered
	p.printf("PING %s (%s): %d data bytes\n", p.host, p.address, p.size)
	err = p.exchange()
	p.printStatistics()
	if err == nil && p.received == 0 {
		return statusError{status: 1}
	}
	return err
}

func newPinger(c *call) (*pinger, error) {
	if len(c.operands) != 1 {
		return nil, usagef("one host is needed")
	}
	p := &pinger{call: c, host: c.operands[0]}
	var err error
	if p.count, err = c.count("c", 0); err != nil {
		return nil, err
	}
	if p.size, err = c.count("s", 56); err != nil {
		return nil, err
	}
	if p.interval, err = c.duration("i", time.Second); err != nil {
		return nil, err
	}
	if p.wait, err = c.duration("W", 10*time.Second); err != nil {
		return nil, err
	}
	if p.deadline, err = c.duration("w", 0); err != nil {
		return nil, err
	}
	if p.size < timestampSize || p.size > 65500 {
		return nil, usagef("the size has to be %d to 65500", timestampSize)
	}
	network := "ip"
	if version := c.last("4", "6"); version != "" {
		network += version
	}
	p.address, err = resolve(network, p.host)
	return p, err
}

// duration is the value of an option that is a time in seconds.
func (c *call) duration(name string, otherwise time.Duration) (time.Duration, error) {
	value, ok := c.value(name)
	if !ok {
		return otherwise, nil
	}
	return parseDuration(value)
}

var errBadAddress = errors.New("bad address")

// resolve looks a host name up; IPv4 comes first where there are both.
func resolve(network, host string) (net.IP, error) {
	addresses, err := net.DefaultResolver.LookupIP(context.Background(), network, host)
	if err != nil || len(addresses) == 0 {
		return nil, fmt.Errorf("%w '%s'", errBadAddress, host)
	}
	for _, address := range addresses {
		if four := address.To4(); four != nil {
			return four, nil
		}
	}
	return addresses[0], nil
}

// exchange sends until the count, the deadline or an interrupt is reached, and
// waits for the last answer no longer than -W.
func (p *pinger) exchange() error {
	replies := make(chan reply)
	go p.socket.receive(replies)
	interrupted := notify(os.Interrupt, unix.SIGTERM)
	tick := time.NewTicker(max(p.interval, time.Millisecond))
	defer tick.Stop()
	var deadline, lastAnswer <-chan time.Time
	if p.deadline > 0 {
		deadline = time.After(p.deadline)
	}
	if err := p.send(); err != nil {
		return err
	}
	for p.count == 0 || p.received < p.count {
		if p.count > 0 && p.sent == p.count && lastAnswer == nil {
			lastAnswer = time.After(p.wait)
		}
		select {
		case <-tick.C:
			if p.count > 0 && p.sent >= p.count {
				continue
			}
			if err := p.send(); err != nil {
				return err
			}
		case r := <-replies:
			p.record(r)
		case <-interrupted:
			return nil
		case <-deadline:
			return nil
		case <-lastAnswer:
			return nil
		}
	}
	return nil
}

func (p *pinger) send() error {
	if err := p.socket.send(p.sent, p.size); err != nil {
		return err
	}
	p.sent++
	return nil
}

func (p *pinger) record(r reply) {
	p.received++
	p.sum += r.took
	p.most = max(p.most, r.took)
	if p.received == 1 || r.took < p.least {
		p.least = r.took
	}
	if !p.has("q") {
		p.printf("%d bytes from %s: seq=%d ttl=%d time=%s ms\n", r.bytes, r.from, r.sequence, r.ttl, milliseconds(r.took))
		p.flush()
	}
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.3f", float64(d)/float64(time.Millisecond))
}

func (p *pinger) printStatistics() {
	lost := 100 * max(0, p.sent-p.received) / max(1, p.sent)
	p.printf("\n--- %s ping statistics ---\n", p.host)
	p.printf("%d packets transmitted, %d packets received, %d%% packet loss\n", p.sent, p.received, lost)
	if p.received > 0 {
		p.printf("round-trip min/avg/max = %s/%s/%s ms\n", milliseconds(p.least),
			milliseconds(p.sum/time.Duration(p.received)), milliseconds(p.most))
	}
}
