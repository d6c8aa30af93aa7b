package applet

// The modes of chmod: octal numbers, and the symbolic language
//
//	[ugoa]... {+|-|=} {[rwxXst]... | u | g | o} [,...]
//
// Source: chmod(1p).

import (
	"fmt"
	"strconv"
	"strings"
)

// A modeChange is a list of steps, applied in order.
type modeChange []modeStep

type modeStep struct {
	who   uint32 // the bits of the classes named
	umask bool   // no class was named: the umask's bits stay as they are
	op    byte
	perms string
	exact bool // an octal mode: replaces everything
	octal uint32
}

const (
	userBits  = 0o4700
	groupBits = 0o2070
	otherBits = 0o1007
)

func parseModeChange(text string) (modeChange, error) {
	if octal, err := strconv.ParseUint(text, 8, 16); err == nil && octal <= 0o7777 {
		return modeChange{{exact: true, octal: uint32(octal)}}, nil
	}
	var change modeChange
	for _, clause := range strings.Split(text, ",") {
		steps, ok := parseModeClause(clause)
		if !ok {
			return nil, fmt.Errorf("parse mode %q: invalid mode", text)
		}
		change = append(change, steps...)
	}
	return change, nil
}

func parseModeClause(clause string) (steps modeChange, ok bool) {
	rest := strings.TrimLeft(clause, "ugoa")
	who, umask := classBits(clause[:len(clause)-len(rest)])
	for rest != "" {
		if !strings.ContainsRune("+-=", rune(rest[0])) {
			return nil, false
		}
		op := rest[0]
		after := strings.TrimLeft(rest[1:], "rwxXstugo")
		perms := rest[1 : len(rest)-len(after)]
		if len(perms) > 1 && strings.ContainsAny(perms, "ugo") {
			return nil, false
		}
		steps = append(steps, modeStep{who: who, umask: umask, op: op, perms: perms})
		rest = after
	}
	return steps, len(steps) > 0
}

func classBits(classes string) (bits uint32, umask bool) {
	for _, class := range classes {
		switch class {
		case 'u':
			bits |= userBits
		case 'g':
			bits |= groupBits
		case 'o':
			bits |= otherBits
		case 'a':
			bits |= 0o7777
		}
	}
	if bits == 0 {
		return 0o7777, true
	}
	return bits, false
}

// apply returns the mode that the change makes of another.
func (change modeChange) apply(mode uint32, directory bool) uint32 {
	for _, step := range change {
		mode = step.apply(mode, directory)
	}
	return mode
}

func (step modeStep) apply(mode uint32, directory bool) uint32 {
	if step.exact {
		return step.octal
	}
	bits := step.bits(mode, directory) & step.who
	if step.umask {
		bits &^= currentUmask()
	}
	switch step.op {
	case '+':
		return mode | bits
	case '-':
		return mode &^ bits
	}
	return mode&^step.who | bits
}

// bits is what the letters mean, for all three classes at once.
func (step modeStep) bits(mode uint32, directory bool) uint32 {
	var bits uint32
	for _, letter := range step.perms {
		switch letter {
		case 'r':
			bits |= 0o444
		case 'w':
			bits |= 0o222
		case 'x':
			bits |= 0o111
		case 'X': // execute, where that has meant something before
			if directory || mode&0o111 != 0 {
				bits |= 0o111
			}
		case 's':
			bits |= 0o6000
		case 't':
			bits |= 0o1000
		case 'u':
			bits |= (mode >> 6 & 7) * 0o111
		case 'g':
			bits |= (mode >> 3 & 7) * 0o111
		case 'o':
			bits |= (mode & 7) * 0o111
		}
	}
	return bits
}
