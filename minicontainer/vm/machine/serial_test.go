//go:build linux && amd64

package machine

import (
	"bytes"
	"strings"
	"testing"
)

// chip is a serial line with its wire and what it sent.
type chip struct {
	*serial
	out   bytes.Buffer
	edges []bool
}

func newChip() *chip {
	c := &chip{}
	c.serial = newSerial(&c.out, func(high bool) error { c.edges = append(c.edges, high); return nil })
	return c
}

// ask is what a driver reads after it has written: "3=80" is a write to port 3, "2?01" a read of port 2 that should be 1.
func (c *chip) ask(t *testing.T, sequence string) {
	t.Helper()
	for _, step := range strings.Fields(sequence) {
		port, value := uint16(step[0]-'0'), unhex(step[2])<<4|unhex(step[3])
		if step[1] == '=' {
			if err := c.write(port, value); err != nil {
				t.Fatalf("%s in %q: %v", step, sequence, err)
			}
			continue
		}
		if got := c.read(port); got != value {
			t.Errorf("%s in %q: %02x", step, sequence, got)
		}
	}
}

func unhex(digit byte) byte { return byte(strings.IndexByte("0123456789abcdef", digit)) }

// The ports are 0 RBR/THR, 1 IER, 2 IIR/FCR, 3 LCR, 4 MCR, 5 LSR, 6 MSR, 7 SCR.
func TestADriverBelievesInTheChip(t *testing.T) {
	for what, sequence := range map[string]string{
		"nothing interrupts at first":            "1?00 2?01 5?60",
		"four interrupts can be wanted, no more": "1=ff 1?0f 1=00 1?00",
		"the scratch register keeps":             "7=a5 7?a5",
		"it is not the kind with a sleep mode":   "1=10 1?00",
		"in a loop the outputs are the inputs":   "4=1a 6?90 4=1f 6?f0 4=00 6?b0",
		"queues make it a 16550A":                "2=00 2?01 2=01 2?c1 2=21 2?c1",
		"the divisor hides two registers":        "3=83 0=01 1=02 3=03 1?00 3=83 0?01 1?02",
		"an interrupt when it is ready":          "1=02 2?02 2?01",
		"and once more after having been off":    "1=02 2?02 1=00 1=02 2?02",
		"and after each byte":                    "1=02 2?02 2?01 0=41 2?02",
		"a status that nobody writes":            "5=00 5?60 6=00 6?b0",
	} {
		t.Run(what, func(t *testing.T) { newChip().ask(t, sequence) })
	}
}

func TestBytesLeaveAsTheyCome(t *testing.T) {
	c := newChip()
	c.ask(t, "0=48 0=69")
	c.ask(t, "4=10 0=21 4=00") // in a loop
	c.ask(t, "3=80 0=21 3=00") // the divisor
	if c.out.String() != "Hi" {
		t.Errorf("%q", c.out.String())
	}
}

func TestBytesThatComeWaitAndInterrupt(t *testing.T) {
	c := newChip()
	c.ask(t, "4=08 1=01 2?01")
	c.receive('a')
	c.receive('b')
	c.ask(t, "5?61 2?04 0?61 2?04 0?62 2?01 5?60 0?00")
	c.receive('c')
	c.ask(t, "2=03 5?60 2?c1") // emptied
	if want := []bool{true, false, true, false}; len(c.edges) != len(want) || !c.edges[0] || c.edges[3] {
		t.Errorf("the wire was %v, want %v", c.edges, want)
	}
}

func TestWhatCameIsMoreUrgentThanWhatLeft(t *testing.T) {
	c := newChip()
	c.ask(t, "1=03")
	c.receive('a')
	c.ask(t, "2?04 0?61 2?02 2?01")
}

func TestTheWireGoesThroughOUT2(t *testing.T) {
	c := newChip()
	c.ask(t, "1=02")
	if len(c.edges) != 0 {
		t.Errorf("it interrupts without: %v", c.edges)
	}
	c.ask(t, "4=08")
	if len(c.edges) != 1 || !c.edges[0] {
		t.Errorf("it does not with: %v", c.edges)
	}
}

func TestNoByteIsLostHoweverSlowTheGuest(t *testing.T) {
	c := newChip()
	text := strings.Repeat("0123456789", 20)
	fed := make(chan struct{})
	go func() { defer close(fed); c.feed(strings.NewReader(text)) }()
	var got []byte
	for len(got) < len(text) {
		if c.read(5)&lsrReceived != 0 {
			got = append(got, c.read(0))
		}
	}
	<-fed
	if string(got) != text {
		t.Errorf("%q", got)
	}
}

func TestSwitchedOffItTakesNothing(t *testing.T) {
	c := newChip()
	for range queueSize {
		c.receive('x')
	}
	waits := make(chan bool)
	go func() { waits <- c.receive('y') }()
	c.switchOff()
	if <-waits || c.receive('z') {
		t.Error("it took a byte")
	}
}
