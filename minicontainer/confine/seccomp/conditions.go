// Conditions on arguments. The machine of a filter computes with 32 bits, and arguments have 64: each is compared in two
// halves, the upper one first.
//
//	a > v    load upper half of a
//	         greater than that of v ──────────────▶ yes
//	         equal to that of v ──┐ else ─────────▶ no
//	         load lower half of a ◀┘
//	         greater than that of v ──────────────▶ yes, else no
//
// A call of 32 bits has arguments of 32, and only their lower half counts: the upper one is what happens to be in the
// register. Whoever calls by int 0x80 from a program of 64 bits can put anything there, and a filter that
// compares it is one that he can talk out of any rule.

package seccomp

import (
	"fmt"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

// Operators are the names of the comparisons that a condition can have.
func Operators() []string {
	return []string{
		string(specs.OpNotEqual), string(specs.OpLessThan), string(specs.OpLessEqual), string(specs.OpEqualTo),
		string(specs.OpGreaterEqual), string(specs.OpGreaterThan), string(specs.OpMaskedEqual),
	}
}

const arguments = 6 // of a call

func check(c specs.LinuxSeccompArg) error {
	if c.Index >= arguments {
		return fmt.Errorf("argument %d: a call has %d, from 0 on", c.Index, arguments)
	}
	switch c.Op {
	case specs.OpNotEqual, specs.OpLessThan, specs.OpLessEqual, specs.OpEqualTo, specs.OpGreaterEqual, specs.OpGreaterThan, specs.OpMaskedEqual:
		return nil
	}
	return fmt.Errorf("operator %.40q is not one that this runtime knows", c.Op)
}

// condition goes on at yes if the argument meets it, else at no.
func (b *builder) condition(c specs.LinuxSeccompArg, wide bool, yes, no label) label {
	switch c.Op {
	case specs.OpNotEqual:
		return b.equal(c.Index, ^uint64(0), c.Value, wide, no, yes)
	case specs.OpEqualTo:
		return b.equal(c.Index, ^uint64(0), c.Value, wide, yes, no)
	case specs.OpMaskedEqual:
		return b.equal(c.Index, c.Value, c.ValueTwo&c.Value, wide, yes, no) // both sides are masked: seccomp_rule_add(3)
	case specs.OpGreaterThan:
		return b.above(c.Index, unix.BPF_JGT, c.Value, wide, yes, no)
	case specs.OpGreaterEqual:
		return b.above(c.Index, unix.BPF_JGE, c.Value, wide, yes, no)
	case specs.OpLessThan:
		return b.above(c.Index, unix.BPF_JGE, c.Value, wide, no, yes)
	default: // OpLessEqual
		return b.above(c.Index, unix.BPF_JGT, c.Value, wide, no, yes)
	}
}

// equal asks whether argument & mask == value.
func (b *builder) equal(index uint, mask, value uint64, wide bool, yes, no label) label {
	next := b.equalHalf(lower(index), uint32(mask), uint32(value), yes, no) //nolint:gosec // its half
	if !wide {
		return next
	}
	return b.equalHalf(upper(index), uint32(mask>>32), uint32(value>>32), next, no) //nolint:gosec // its half
}

func (b *builder) equalHalf(offset, mask, value uint32, yes, no label) label {
	if mask == 0 && value == 0 { // nothing to ask
		return yes
	}
	test := b.branch(unix.BPF_JEQ, value, yes, no)
	if mask != ^uint32(0) {
		test = b.put(unix.SockFilter{Code: unix.BPF_ALU | unix.BPF_AND | unix.BPF_K, K: mask}, test)
	}
	return b.load(offset, test)
}

// above asks whether argument > value, or >= value: the test, one of the two, decides in the lower half.
func (b *builder) above(index uint, test uint16, value uint64, wide bool, yes, no label) label {
	next := b.load(lower(index), b.branch(test, uint32(value), yes, no)) //nolint:gosec // its half
	if !wide {
		return next
	}
	half := uint32(value >> 32)                                           //nolint:gosec // its half
	equal := b.branch(unix.BPF_JEQ, half, next, no)                       // neither more
	return b.load(upper(index), b.branch(unix.BPF_JGT, half, yes, equal)) // nor less
}

// lower and upper are where the halves of an argument are in struct seccomp_data. All machines that we run on have
// the lower half first.
func lower(index uint) uint32 { return offsetArgs + 8*uint32(index) } //nolint:gosec // below 6
func upper(index uint) uint32 { return lower(index) + 4 }
