package seccomp

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// seccompData is struct seccomp_data: what a filter sees of a call. Source: seccomp(2).
type seccompData struct {
	number, arch uint32
	_            uint64 // the address of the instruction
	args         [6]uint64
}

// word is what a load of four bytes at an offset gives.
func (d seccompData) word(offset uint32) (uint32, error) {
	switch {
	case offset == 0:
		return d.number, nil
	case offset == 4:
		return d.arch, nil
	case offset >= 16 && offset < 64 && offset%4 == 0:
		return uint32(d.args[(offset-16)/8] >> (8 * (offset % 8))), nil
	}
	return 0, fmt.Errorf("load of offset %d", offset)
}

// run is the kernel's machine: it gives the program's answer, and how many instructions it took.
func run(p Program, d seccompData) (answer uint32, steps int, err error) {
	var a uint32
	for at := 0; at < len(p); at++ {
		i := p[at]
		steps++
		jump := func(yes bool) {
			if yes {
				at += int(i.Jt)
			} else {
				at += int(i.Jf)
			}
		}
		switch i.Code {
		case unix.BPF_LD | unix.BPF_W | unix.BPF_ABS:
			if a, err = d.word(i.K); err != nil {
				return 0, steps, err
			}
		case unix.BPF_ALU | unix.BPF_AND | unix.BPF_K:
			a &= i.K
		case unix.BPF_JMP | unix.BPF_JA:
			at += int(i.K)
		case unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K:
			jump(a == i.K)
		case unix.BPF_JMP | unix.BPF_JGT | unix.BPF_K:
			jump(a > i.K)
		case unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K:
			jump(a >= i.K)
		case unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K:
			jump(a&i.K != 0)
		case unix.BPF_RET | unix.BPF_K:
			return i.K, steps, nil
		default:
			return 0, steps, fmt.Errorf("instruction %d has code %#x", at, i.Code)
		}
	}
	return 0, steps, fmt.Errorf("no return after %d steps", steps)
}
