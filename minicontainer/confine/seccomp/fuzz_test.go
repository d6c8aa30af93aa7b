package seccomp

import (
	"encoding/json"
	"fmt"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

// Whatever the rules are: either they are refused, or the program is one that the kernel takes, comes to an end for every
// call, and answers only what the rules say.
func FuzzAssemble(f *testing.F) {
	f.Add([]byte(`{"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "architectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"],
		"syscalls": [{"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"},
		{"names": ["clone"], "action": "SCMP_ACT_LOG", "args": [{"index": 0, "value": 2080505856, "op": "SCMP_CMP_MASKED_EQ"}]},
		{"names": ["socket"], "action": "SCMP_ACT_TRACE", "errnoRet": 3, "args": [{"index": 0, "value": 40, "op": "SCMP_CMP_NE"}, {"index": 0, "value": 4, "op": "SCMP_CMP_GE"}]}]}`),
		uint32(56), uint64(1<<28))
	f.Add([]byte(`{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["prctl"], "action": "SCMP_ACT_KILL", "args": [
		{"index": 5, "value": 18446744073709551615, "op": "SCMP_CMP_LT"}, {"index": 1, "value": 4294967296, "op": "SCMP_CMP_GT"}]}]}`), uint32(157), uint64(1<<32))
	f.Fuzz(func(t *testing.T, text []byte, number uint32, argument uint64) {
		var s specs.LinuxSeccomp
		if json.Unmarshal(text, &s) != nil {
			return
		}
		p, err := Assemble(&s, specs.ArchX86_64)
		if err != nil {
			return
		}
		if err := acceptable(p); err != nil {
			t.Fatalf("%v\n%s", err, p)
		}
		answers := map[uint32]bool{strange: true, enos: true}
		answers[must(action(s.DefaultAction, s.DefaultErrnoRet))] = true
		for _, r := range s.Syscalls {
			answers[must(action(r.Action, r.ErrnoRet))] = true
		}
		for _, audit := range []uint32{unix.AUDIT_ARCH_X86_64, unix.AUDIT_ARCH_I386, 0} {
			got := answer(t, p, audit, number, argument, argument>>1, ^argument, 0, argument, argument)
			if !answers[got] {
				t.Errorf("call %d: %#x is not in the rules\n%s", number, got, p)
			}
		}
		_ = p.String()
	})
}

func must(value uint32, err error) uint32 {
	if err != nil {
		panic(err) // it was assembled
	}
	return value
}

// acceptable is what the kernel asks of a filter. Source: bpf_check_classic of net/core/filter.c, seccomp_check_filter of kernel/seccomp.c.
func acceptable(p Program) error {
	if len(p) == 0 || len(p) > most {
		return fmt.Errorf("%d instructions", len(p))
	}
	for at, i := range p {
		rest := len(p) - at - 1 // behind this one
		switch i.Code {
		case opLoad:
			if i.K%4 != 0 || i.K >= 64 {
				return fmt.Errorf("instruction %d loads from %d", at, i.K)
			}
		case opAnd, opReturn:
		case opJump:
			if int64(i.K) >= int64(rest) {
				return fmt.Errorf("instruction %d jumps over the end", at)
			}
		default:
			if comparisons[i.Code] == "" || int(i.Jt) >= rest || int(i.Jf) >= rest {
				return fmt.Errorf("instruction %d is %+v", at, i)
			}
		}
	}
	if last := p[len(p)-1]; last.Code != opReturn {
		return fmt.Errorf("the last instruction is %+v", last)
	}
	return nil
}
