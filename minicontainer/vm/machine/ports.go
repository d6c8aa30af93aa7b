//go:build linux && amd64

package machine

import (
	"errors"

	"github.com/minicontainer/minicontainer/minicontainer/vm/kvm"
)

// The keyboard controller, of which a PC hung the wire that resets the processor. Source: Linux's
// arch/x86/kernel/reboot.c, BOOT_KBD; drivers/input/serio/i8042.c.
const (
	keyboardPort  = 0x64
	keyboardReset = 0xfe
	// keyboardStatus says that a command can be taken (bit 1 is clear), as Linux waits for before a
	// reset; and that there are always more keys to read, from which its driver sees that nothing is there.
	keyboardStatus = 0xfd
)

// The clock, which is not there either. But Linux asks it thousands of times, for a second and more, as long as bit 7
// says that it is about to change. Source: drivers/rtc/rtc-mc146818-lib.c, mc146818_avoid_UIP.
const (
	clockPort   = 0x71
	clockStands = 0x7f
)

// nothing is what the wires of a PC read where no device pulls one down.
const nothing = 0xff

var errReset = errors.New("reset")

// ports are the machine's devices.
type ports struct{ serial *serial }

// access answers one exit: its values one by one. errReset is the guest's wish to be off.
func (p ports) access(a kvm.PortAccess) error {
	for i := 0; i < len(a.Data); i += a.Size {
		value := a.Data[i : i+a.Size]
		if !a.Out {
			p.read(a.Port, value)
			continue
		}
		if err := p.write(a.Port, value[0]); err != nil {
			return err
		}
	}
	return nil
}

// read fills in a value. The devices have bytes only.
func (p ports) read(port uint16, value []byte) {
	for i := range value {
		value[i] = nothing
	}
	switch {
	case port >= serialPort && port < serialPort+serialSize:
		value[0] = p.serial.read(port - serialPort)
	case port == keyboardPort:
		value[0] = keyboardStatus
	case port == clockPort:
		value[0] = clockStands
	}
}

func (p ports) write(port uint16, b byte) error {
	switch {
	case port >= serialPort && port < serialPort+serialSize:
		return p.serial.write(port-serialPort, b)
	case port == keyboardPort && b == keyboardReset:
		return errReset
	}
	return nil
}
