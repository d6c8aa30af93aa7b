package seccomp

import (
	"slices"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
)

func TestNumbersAreTheLibrarys(t *testing.T) {
	l := libseccomp(t)
	names := make([]string, len(calls))
	for i, c := range calls {
		names[i] = c.name
	}
	for _, a := range abis {
		known := 0
		for i, theirs := range l.numbers(t, names, a.arch) {
			ours, ok := a.number(calls[i])
			switch {
			case theirs == -1 || multiplexed(a, names[i]): // newer than the library; one number for many
			case theirs < 0:
				known++
				if ok {
					t.Errorf("%s has no %s, but we say %d", a.arch, names[i], ours)
				}
			case !ok || ours != uint32(theirs):
				t.Errorf("%s: %s is %d, but we say %d, %v", a.arch, names[i], theirs, ours, ok)
			default:
				known++
			}
		}
		if known < len(names)*8/10 {
			t.Errorf("%s: libseccomp knows %d of %d", a.arch, known, len(names))
		}
	}
}

func multiplexed(a abi, name string) bool {
	return a.arch == specs.ArchX86 && slices.ContainsFunc(multiplexers, func(m multiplexer) bool { return slices.Contains(m.calls, name) })
}
