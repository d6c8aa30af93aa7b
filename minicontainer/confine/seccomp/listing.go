// A program for people to read: an instruction a line, with what its numbers mean.
//
//	 0  load architecture
//	 1  unless architecture == 0xc000003e go to 9       SCMP_ARCH_X86_64
//	 2  load number
//	 3  if number >= 57 go to 7                         fork
//	 4  unless number >= 2 go to 20                     open
//	 …
//	20  return ALLOW
//
// What is in the register, an instruction does not say. But jumps only go forward, so one walk from the first to the last
// knows at each place what those before it have left there.

package seccomp

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// String is the program's listing, each line with its number, from 0 on. An instruction that no filter of ours has is
// listed by its numbers.
func (p Program) String() string {
	known := make([]place, len(p)+1)
	var b strings.Builder
	for at, i := range p {
		line := fmt.Sprintf("%4d  %s", at, known[at].text(at, i))
		if comment := known[at].comment(i); comment != "" {
			line = fmt.Sprintf("%-54s  %s", line, comment)
		}
		fmt.Fprintln(&b, line)
		for _, next := range known[at].after(at, i) {
			if next.at < len(known) && known[next.at].register == "" {
				known[next.at] = next
			}
		}
	}
	return b.String()
}

// place is what is known at an instruction.
type place struct {
	at       int
	register string // what is in it, in words
	audit    uint32 // the architecture, once it has been asked for
	number   bool   // the register has the number of the call
}

// The instructions that a filter of ours has.
const (
	opLoad   = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
	opAnd    = unix.BPF_ALU | unix.BPF_AND | unix.BPF_K
	opReturn = unix.BPF_RET | unix.BPF_K
	opJump   = unix.BPF_JMP | unix.BPF_JA
)

// comparisons are the instructions that jump if the register compares so with their number.
var comparisons = map[uint16]string{
	unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K: "==",
	unix.BPF_JMP | unix.BPF_JGT | unix.BPF_K: ">",
	unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K: ">=",
}

func (p place) text(at int, i unix.SockFilter) string {
	switch i.Code {
	case opLoad:
		return "load " + field(i.K)
	case opAnd:
		return fmt.Sprintf("keep the bits %#x of it", i.K)
	case opJump:
		return fmt.Sprintf("go to %d", at+1+int(i.K))
	case opReturn:
		return "return " + answerText(i.K)
	}
	sign, ok := comparisons[i.Code]
	if !ok {
		return fmt.Sprintf("code %#x, %d, %d, %#x", i.Code, i.Jt, i.Jf, i.K)
	}
	value := fmt.Sprintf("%#x", i.K)
	if p.number && i.K < x32Bit {
		value = fmt.Sprint(i.K) // as tables of calls have it
	}
	test := fmt.Sprintf("%s %s %s", p.register, sign, value)
	switch yes, no := at+1+int(i.Jt), at+1+int(i.Jf); {
	case no == at+1:
		return fmt.Sprintf("if %s go to %d", test, yes)
	case yes == at+1:
		return fmt.Sprintf("unless %s go to %d", test, no)
	default:
		return fmt.Sprintf("if %s go to %d, else %d", test, yes, no)
	}
}

// comment says what the number of a comparison stands for.
func (p place) comment(i unix.SockFilter) string {
	switch {
	case comparisons[i.Code] == "":
		return ""
	case p.number && i.K == x32Bit:
		return "calls of x32"
	case p.number && i.K == math.MaxUint32:
		return "no call: a debugger has taken it back"
	}
	for _, a := range abis {
		switch {
		case p.register == field(offsetArch) && a.audit == i.K:
			return string(a.arch)
		case p.number && p.audit == a.audit && i.K&x32Bit == a.base:
			if name := a.name(i.K); name != "" {
				return name
			}
		}
	}
	return ""
}

// name is the call with a number.
func (a abi) name(number uint32) string {
	i := slices.IndexFunc(calls, func(c call) bool {
		return c.numbers[a.column] != none && a.base|uint32(c.numbers[a.column]) == number //nolint:gosec // not negative
	})
	if i < 0 {
		return ""
	}
	return calls[i].name
}

// after are the places where the program can go on.
func (p place) after(at int, i unix.SockFilter) []place {
	next := func(skip int) place {
		to := p
		to.at = at + 1 + skip
		return to
	}
	to := next(0)
	switch {
	case i.Code == opLoad:
		to.register, to.number = field(i.K), i.K == offsetNumber
		return []place{to}
	case i.Code == opJump:
		return []place{next(int(i.K))}
	case i.Code == opReturn:
		return nil
	case comparisons[i.Code] == "":
		return []place{to}
	}
	yes, no := next(int(i.Jt)), next(int(i.Jf))
	if p.register == field(offsetArch) {
		yes.audit = i.K
	}
	return []place{yes, no}
}

// field is a part of struct seccomp_data.
func field(offset uint32) string {
	switch {
	case offset == offsetNumber:
		return "number"
	case offset == offsetArch:
		return "architecture"
	case offset < offsetArgs || offset >= offsetArgs+8*arguments || offset%4 != 0:
		return fmt.Sprintf("offset %d", offset)
	}
	half := "lower"
	if offset%8 != 0 {
		half = "upper"
	}
	return fmt.Sprintf("argument %d, %s half", (offset-offsetArgs)/8, half)
}

// answerText is an action with its data.
func answerText(value uint32) string {
	data := unix.Errno(value & unix.SECCOMP_RET_DATA)
	for _, a := range actions {
		if a.value != value&unix.SECCOMP_RET_ACTION_FULL {
			continue
		}
		name := strings.TrimPrefix(string(a.name), "SCMP_ACT_")
		switch {
		case !a.data:
			return name
		case unix.ErrnoName(data) != "":
			return name + " " + unix.ErrnoName(data)
		default:
			return fmt.Sprintf("%s %d", name, data)
		}
	}
	return fmt.Sprintf("%#x", value)
}
