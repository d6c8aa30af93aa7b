// Calls that are many in one. On i386 the calls for sockets, and those of System V IPC, were once a single number each,
// whose first argument says which one is meant, and whose others are behind a pointer that a filter cannot follow:
//
//	socket(AF_INET, SOCK_STREAM, 0)   is   socket(…), number 359       since Linux 4.3, or
//	                                       socketcall(1, pointer), 102
//
// So a rule about socket is one about socketcall(1), too: a program that is refused the first could otherwise
// take the second. Source: socketcall(2), ipc(2).

package seccomp

import (
	"iter"
	"slices"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

// targets are the numbers that a rule about a call speaks of, and its conditions there.
func (a abi) targets(c call, args []specs.LinuxSeccompArg, does uint32) iter.Seq2[uint32, []specs.LinuxSeccompArg] {
	return func(yield func(uint32, []specs.LinuxSeccompArg) bool) {
		if number, ok := a.number(c); ok && !yield(number, args) {
			return
		}
		// A rule that allows with conditions allows nothing here, where they cannot be asked; one that refuses, refuses all.
		permits := does == unix.SECCOMP_RET_ALLOW || does == unix.SECCOMP_RET_LOG
		if a.arch != specs.ArchX86 || permits && len(args) > 0 {
			return
		}
		for _, m := range multiplexers {
			if i := slices.Index(m.calls, c.name); i >= 0 {
				all, _ := find(m.name)
				number, _ := a.number(all)
				which := specs.LinuxSeccompArg{Op: specs.OpMaskedEqual, Value: m.mask, ValueTwo: uint64(i)} //nolint:gosec // an index
				yield(number, []specs.LinuxSeccompArg{which})
				return // no name is in both
			}
		}
	}
}

// multiplexer is a call that is many.
type multiplexer struct {
	name  string
	mask  uint64   // what the kernel looks at of the first argument
	calls []string // by that
}

var multiplexers = []multiplexer{
	{"socketcall", 0xffffffff, []string{
		1: "socket", 2: "bind", 3: "connect", 4: "listen", 5: "accept", 6: "getsockname", 7: "getpeername", 8: "socketpair",
		9: "send", 10: "recv", 11: "sendto", 12: "recvfrom", 13: "shutdown", 14: "setsockopt", 15: "getsockopt",
		16: "sendmsg", 17: "recvmsg", 18: "accept4", 19: "recvmmsg", 20: "sendmmsg",
	}},
	{"ipc", 0xffff, []string{ // the upper half is a version
		1: "semop", 2: "semget", 3: "semctl", 4: "semtimedop", 11: "msgsnd", 12: "msgrcv", 13: "msgget", 14: "msgctl",
		21: "shmat", 22: "shmdt", 23: "shmget", 24: "shmctl",
	}},
}
