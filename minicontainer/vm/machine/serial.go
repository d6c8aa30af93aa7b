//go:build linux && amd64

// The serial line of a PC: a 16550A, as Linux's driver 8250 wants it. Eight ports, twelve registers:
//
//	port    read                       written                   if DLAB is set in LCR
//	0       RBR: a byte that came      THR: a byte to send       divisor, low
//	1       IER: interrupts wanted     IER                       divisor, high
//	2       IIR: which interrupt       FCR: queues on, emptied
//	3       LCR: format, DLAB          LCR
//	4       MCR: outputs, loop         MCR
//	5       LSR: came? sent?           –
//	6       MSR: inputs                –
//	7       SCR: anything              SCR
//
// A byte sent is gone at once, so the line is always ready for the next one. Bytes that come wait
// until the guest has taken those before. There is no speed.
//
// Source: the data sheet of National Semiconductor's PC16550D; what is tested before a driver
// believes in it, in Linux's drivers/tty/serial/8250/8250_port.c, autoconfig and serial8250_do_startup.

package machine

import (
	"fmt"
	"io"
	"sync"
)

const (
	serialPort = 0x3f8
	serialIRQ  = 4
	serialSize = 8 // ports
	queueSize  = 16
)

// The bits that mean something here.
const (
	ierReceived = 1 << 0 // want: a byte came
	ierSent     = 1 << 1 // want: a byte is gone
	ierAll      = 0x0f

	iirNothing  = 0x01
	iirSent     = 0x02
	iirReceived = 0x04
	iirQueues   = 0xc0 // this is a 16550A with its queues on

	fcrOn           = 1 << 0
	fcrForgetQueued = 1 << 1

	lcrDLAB = 1 << 7

	mcrDTR        = 1 << 0
	mcrRTS        = 1 << 1
	mcrOut1       = 1 << 2
	mcrInterrupts = 1 << 3 // OUT2: in a PC the interrupt's wire goes through it
	mcrLoop       = 1 << 4
	mcrAll        = 0x1f

	lsrReceived = 1 << 0
	lsrSent     = 1<<5 | 1<<6 // THR is empty, and so is the line

	msrCTS = 1 << 4
	msrDSR = 1 << 5
	msrRI  = 1 << 6
	msrDCD = 1 << 7
)

// serial is the chip. The processor's thread reads and writes its ports; another feeds it.
type serial struct {
	out io.Writer
	irq func(high bool) error

	mu                           sync.Mutex
	room                         *sync.Cond // in came, or off
	off                          bool
	came                         []byte
	sent                         bool // the interrupt for it is due
	high                         bool // the wire
	ier, fcr, lcr, mcr, scr      byte
	divisor                      [2]byte
	outputBroken, interruptError error
}

func newSerial(out io.Writer, irq func(high bool) error) *serial {
	s := &serial{out: out, irq: irq}
	s.room = sync.NewCond(&s.mu)
	return s
}

// read is what the guest reads from a port, counted from the first.
func (s *serial) read(port uint16) byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.wire()
	switch {
	case port <= 1 && s.lcr&lcrDLAB != 0:
		return s.divisor[port]
	case port == 0:
		return s.take()
	}
	switch port {
	case 1:
		return s.ier
	case 2:
		return s.identify()
	case 3:
		return s.lcr
	case 4:
		return s.mcr
	case 5:
		return s.lineStatus()
	case 6:
		return s.modemStatus()
	default:
		return s.scr
	}
}

// write is what the guest writes to a port. An error is one of our side.
func (s *serial) write(port uint16, b byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case port <= 1 && s.lcr&lcrDLAB != 0:
		s.divisor[port] = b
	case port == 0:
		s.send(b)
	case port == 1:
		// Who begins to want to know is told at once: the line is ready.
		s.sent = s.sent || b&^s.ier&ierSent != 0
		s.ier = b & ierAll
	case port == 2:
		s.fcr = b & fcrOn
		if b&fcrForgetQueued != 0 {
			s.forget()
		}
	case port == 3:
		s.lcr = b
	case port == 4:
		s.mcr = b & mcrAll
	case port == 7:
		s.scr = b
	}
	s.wire()
	if s.outputBroken != nil {
		return s.outputBroken
	}
	return s.interruptError
}

func (s *serial) send(b byte) {
	s.sent = true
	if s.mcr&mcrLoop != 0 {
		return // the driver tests the chip, and the line hears nothing of it
	}
	if _, err := s.out.Write([]byte{b}); err != nil {
		s.outputBroken = fmt.Errorf("write what the guest says: %w", err)
	}
}

func (s *serial) take() byte {
	if len(s.came) == 0 {
		return 0
	}
	b := s.came[0]
	s.came = s.came[1:]
	s.room.Signal()
	return b
}

func (s *serial) forget() {
	s.came = nil
	s.room.Signal()
}

// identify names the most urgent interrupt. To be told that a byte is gone is to know it.
func (s *serial) identify() byte {
	queues := byte(0)
	if s.fcr != 0 {
		queues = iirQueues
	}
	switch {
	case s.receivedDue():
		return queues | iirReceived
	case s.sentDue():
		s.sent = false
		return queues | iirSent
	}
	return queues | iirNothing
}

func (s *serial) receivedDue() bool { return s.ier&ierReceived != 0 && len(s.came) > 0 }
func (s *serial) sentDue() bool     { return s.ier&ierSent != 0 && s.sent }

func (s *serial) lineStatus() byte {
	if len(s.came) > 0 {
		return lsrSent | lsrReceived
	}
	return lsrSent
}

// modemStatus says that somebody is there. In a loop the outputs are the inputs, by which a driver knows that this is
// a serial line at all.
func (s *serial) modemStatus() byte {
	if s.mcr&mcrLoop == 0 {
		return msrCTS | msrDSR | msrDCD
	}
	var status byte
	for output, input := range map[byte]byte{mcrRTS: msrCTS, mcrDTR: msrDSR, mcrOut1: msrRI, mcrInterrupts: msrDCD} {
		if s.mcr&output != 0 {
			status |= input
		}
	}
	return status
}

// wire has the interrupt's wire follow the registers.
func (s *serial) wire() {
	high := s.mcr&mcrInterrupts != 0 && s.mcr&mcrLoop == 0 && (s.receivedDue() || s.sentDue())
	if high == s.high || s.off {
		return
	}
	s.high = high
	if err := s.irq(high); err != nil {
		s.interruptError = err
	}
}

// feed sends what can be read from in, to its end or until the machine is off.
func (s *serial) feed(in io.Reader) {
	buffer := make([]byte, queueSize)
	for {
		n, err := in.Read(buffer)
		for _, b := range buffer[:n] {
			if !s.receive(b) {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// receive has a byte come as soon as there is room for it.
func (s *serial) receive(b byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.came) >= queueSize && !s.off {
		s.room.Wait()
	}
	if s.off {
		return false
	}
	s.came = append(s.came, b)
	s.wire()
	return true
}

// switchOff ends receive, and touches no interrupt afterwards.
func (s *serial) switchOff() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.off = true
	s.room.Broadcast()
}
