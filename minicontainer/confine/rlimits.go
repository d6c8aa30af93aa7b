// Resource limits: the older kind, each for one process, which its children get as a copy. Control groups limit a
// container as a whole; these say, for example, how many files a single process may have open.
//
// A limit is a pair: the soft value counts, and the process may raise it up to the hard one. To raise that takes
// CAP_SYS_RESOURCE. Source: getrlimit(2).

package confine

import (
	"fmt"
	"strconv"
	"strings"
	"syscall"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// rlimits are the kernel's, by their numbers, and the option of prlimit(1) for each. The
// numbers are those of most architectures, and of all that this runtime is built for.
var rlimits = []struct{ name, option string }{
	{"RLIMIT_CPU", "cpu"}, {"RLIMIT_FSIZE", "fsize"}, {"RLIMIT_DATA", "data"}, {"RLIMIT_STACK", "stack"},
	{"RLIMIT_CORE", "core"}, {"RLIMIT_RSS", "rss"}, {"RLIMIT_NPROC", "nproc"}, {"RLIMIT_NOFILE", "nofile"},
	{"RLIMIT_MEMLOCK", "memlock"}, {"RLIMIT_AS", "as"}, {"RLIMIT_LOCKS", "locks"}, {"RLIMIT_SIGPENDING", "sigpending"},
	{"RLIMIT_MSGQUEUE", "msgqueue"}, {"RLIMIT_NICE", "nice"}, {"RLIMIT_RTPRIO", "rtprio"}, {"RLIMIT_RTTIME", "rttime"},
}

// RlimitNumber is the kernel's number of a limit by its name, RLIMIT_NOFILE; negative if there is no such one.
func RlimitNumber(name string) int {
	for number, r := range rlimits {
		if r.name == name {
			return number
		}
	}
	return -1
}

// Unlimited is the value of a limit that is none.
const Unlimited = ^uint64(0)

// Rlimit sets one limit of the process, in the unit of the kind: bytes, seconds, a number of things.
type Rlimit struct{ specs.POSIXRlimit }

// Name is "limit" and the kind.
func (r Rlimit) Name() string { return "limit " + r.Type }

// Line is prlimit(1)'s, on the shell.
func (r Rlimit) Line() string {
	option := strings.ToLower(strings.TrimPrefix(r.Type, "RLIMIT_"))
	return fmt.Sprintf("prlimit --pid $$ --%s=%s:%s", option, rlimitWord(r.Soft), rlimitWord(r.Hard))
}

func rlimitWord(n uint64) string {
	if n == Unlimited {
		return "unlimited"
	}
	return strconv.FormatUint(n, 10)
}

// Do sets it, by package syscall: Go has raised the limit of open files for itself, and puts the old one back at execve
// unless it knows that somebody has set another.
func (r Rlimit) Do() error {
	if err := syscall.Setrlimit(RlimitNumber(r.Type), &syscall.Rlimit{Cur: r.Soft, Max: r.Hard}); err != nil {
		return fmt.Errorf("%s to %s:%s: %w", r.Name(), rlimitWord(r.Soft), rlimitWord(r.Hard), err)
	}
	return nil
}

var _ plan.Step = Rlimit{}
