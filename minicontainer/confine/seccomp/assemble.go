// The assembler: from verdicts to a program for the kernel's small machine (classic BPF), which has one register, loads,
// comparisons that jump, and return. It can only jump forward: so it cannot loop, and always comes to an end.
//
// The program first asks for the architecture, then searches the number in the line of stretches by halves, as one
// looks up a word in a dictionary. With 64 stretches it takes 6 questions, where a list from top to bottom takes 32
// on average:
//
//	                      number >= 61 ?
//	                 no ╱                ╲ yes
//	          number >= 16 ?           number >= 134 ?
//	         no ╱      ╲ yes          no ╱      ╲ yes
//	       allow    >= 56 ?           allow    >= 468 ? …
//	                no ╱  ╲ yes
//	              allow    clone's conditions
//
// (The kernel asks even less often: since Linux 5.11 it runs a new filter once for every number, and remembers
// the calls that are allowed whatever their arguments.)
//
// A jump is at most 255 instructions far, and only forward; so the program is written from its end to its start:
// where an instruction jumps to is known when it is written. A label is a place counted from the end.

package seccomp

import (
	"errors"
	"fmt"
	"slices"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

// Program is a filter as the kernel takes it.
type Program []unix.SockFilter

// most is how long a program may be. Source: BPF_MAXINSNS of linux/bpf_common.h.
const most = 4096

// Where things are in struct seccomp_data, which the program looks at. Source: seccomp(2).
const (
	offsetNumber = 0
	offsetArch   = 4
	offsetArgs   = 16 // after the address of the instruction that called
)

// Assemble makes a program of the rules of a spec. native is the architecture of the machine that it will run on (see
// Native), which is allowed to call even if the spec does not name it. It is an error if the spec has something
// that this runtime does not know, save names of calls (those are left out); and if
// the program becomes longer than the kernel takes. Source: runtime-spec config-linux.md, "Seccomp".
func Assemble(s *specs.LinuxSeccomp, native specs.Arch) (Program, error) {
	if native == "" {
		return nil, errors.New("assemble seccomp filter: no system call numbers for this architecture")
	}
	all, err := machines(s, native)
	if err != nil {
		return nil, fmt.Errorf("assemble seccomp filter: %w", err)
	}
	b := &builder{returns: map[uint32]label{}}
	next := b.answer(strange)
	for _, m := range slices.Backward(all) {
		number := b.load(offsetNumber, b.search(m.line()))
		next = b.branch(unix.BPF_JEQ, m.audit, number, next)
	}
	b.load(offsetArch, next)
	if len(b.code) > most {
		return nil, fmt.Errorf("assemble seccomp filter: %d instructions, and the kernel takes at most %d", len(b.code), most)
	}
	slices.Reverse(b.code)
	return b.code, nil
}

// builder has the program's end, in reverse.
type builder struct {
	code    Program
	returns map[uint32]label // the last return of each answer
}

// label is an instruction by how many come after it.
type label int

// search goes on where the verdict on a number is, which is in the register.
func (b *builder) search(line []stretch) label {
	if len(line) == 1 {
		return b.verdict(line[0].verdict)
	}
	middle := len(line) / 2
	high := b.search(line[middle:])
	low := b.search(line[:middle])
	return b.branch(unix.BPF_JGE, line[middle].from, high, low)
}

// verdict asks the rules, the first one first.
func (b *builder) verdict(v verdict) label {
	next := b.answer(v.action)
	for _, r := range slices.Backward(v.rules) {
		yes := b.answer(r.action)
		no := next
		for _, c := range slices.Backward(r.conditions) {
			yes = b.condition(c, v.wide, yes, no)
		}
		next = yes
	}
	return next
}

// answer returns from the program. Many places share one instruction.
func (b *builder) answer(value uint32) label {
	if to, ok := b.returns[value]; ok {
		return to
	}
	b.returns[value] = b.put(unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: value}, b.top())
	return b.returns[value]
}

// branch jumps to yes if the register compares so with the value, else to no.
func (b *builder) branch(test uint16, value uint32, yes, no label) label {
	yes = b.near(yes)
	no = b.near(no)
	return b.put(unix.SockFilter{
		Code: unix.BPF_JMP | test | unix.BPF_K, K: value,
		Jt: b.distance(yes), Jf: b.distance(no),
	}, b.top())
}

// load puts four bytes of struct seccomp_data into the register.
func (b *builder) load(offset uint32, next label) label {
	return b.put(unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset}, next)
}

// put writes an instruction that goes on at next.
func (b *builder) put(i unix.SockFilter, next label) label {
	if next != b.top() {
		b.jump(next)
	}
	b.code = append(b.code, i)
	return b.top()
}

// jump goes anywhere; only this one can jump further than 255.
func (b *builder) jump(to label) label {
	far := uint32(int(b.top()) - int(to)) //nolint:gosec // forward
	b.code = append(b.code, unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JA, K: far})
	return b.top()
}

// top is the instruction that was written last: the next one falls into it.
func (b *builder) top() label { return label(len(b.code) - 1) }

// distance is how many instructions a jump that is written next skips.
func (b *builder) distance(to label) uint8 { return uint8(b.top() - to) } //nolint:gosec // near has seen to it

// near is a place with the same effect that a comparison can jump to: for far answers a new one, for
// other far places a jump there.
func (b *builder) near(to label) label {
	const reach = 255 - 2 // one may be written between now and the comparison, and one more
	if b.top()-to <= reach {
		return to
	}
	if far := b.code[to]; far.Code == unix.BPF_RET|unix.BPF_K {
		delete(b.returns, far.K)
		return b.answer(far.K)
	}
	return b.jump(to)
}
