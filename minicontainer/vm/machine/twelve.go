// A guest of twelve bytes: the least that shows what a hypervisor is. No kernel, no firmware, not even a stack.

package machine

import (
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/vm/kvm"
)

// Code is the guest of Twelve. The processor is as after a reset, in the mode of the 8086 of 1978, and
// adds two numbers that it finds in its registers. An out is where the guest cannot go on alone.
var Code = [12]byte{
	0xba, 0xf8, 0x03, // mov dx, 0x3f8   the port of the first serial line
	0x00, 0xd8, //       add al, bl
	0x04, '0', //        add al, '0'     the number's digit
	0xee,       //       out dx, al
	0xb0, '\n', //       mov al, '\n'
	0xee, //             out dx, al
	0xf4, //             hlt
}

// Where the code lies, and what is in al and bl.
const (
	codeAddress = 0x1000
	summand     = 2
)

// Run is what became of Code.
type Run struct {
	Output string // what it sent to the serial line
	Exits  []Exit // each, in order
	Took   time.Duration
}

// Exit is one return from the guest.
type Exit struct {
	Reason kvm.Reason
	Port   uint16 // the rest is of kvm.IO only
	Out    bool
	Size   int // bytes
	Data   byte
}
