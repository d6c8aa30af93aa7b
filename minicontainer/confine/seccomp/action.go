// What a filter may answer. The answer is one number of 32 bits: what to do, and sixteen bits of data for it.
//
//	SCMP_ACT_KILL_PROCESS  0x80000000  the process ends as by SIGSYS
//	SCMP_ACT_KILL_THREAD   0x00000000  the thread does, and its process goes on without it (SCMP_ACT_KILL is the same)
//	SCMP_ACT_TRAP          0x00030000  SIGSYS, which the process may handle
//	SCMP_ACT_ERRNO         0x00050000  + errno: the call is not made and fails with it
//	SCMP_ACT_TRACE         0x7ff00000  + a number: a debugger decides; ENOSYS without one
//	SCMP_ACT_LOG           0x7ffc0000  allowed, and in the audit log
//	SCMP_ACT_ALLOW         0x7fff0000
//
// A process may have several filters, one over the other. All are asked, and the strictest answer counts: the first
// of this list. So a filter can only take, and a container in a container cannot win back what the outer one has lost.
// Source: seccomp(2).

package seccomp

import (
	"errors"
	"fmt"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

// actions are the specification's, the strictest first.
var actions = []struct {
	name  specs.LinuxSeccompAction
	value uint32
	data  bool // takes errnoRet
}{
	{specs.ActKillProcess, unix.SECCOMP_RET_KILL_PROCESS, false},
	{specs.ActKillThread, unix.SECCOMP_RET_KILL_THREAD, false},
	{specs.ActKill, unix.SECCOMP_RET_KILL_THREAD, false},
	{specs.ActTrap, unix.SECCOMP_RET_TRAP, false},
	{specs.ActErrno, unix.SECCOMP_RET_ERRNO, true},
	{specs.ActTrace, unix.SECCOMP_RET_TRACE, true},
	{specs.ActLog, unix.SECCOMP_RET_LOG, false},
	{specs.ActAllow, unix.SECCOMP_RET_ALLOW, false},
}

// strange is the answer to calls of an architecture that the rules do not speak of. It is libseccomp's.
const strange = unix.SECCOMP_RET_KILL_THREAD

// Actions are the names of the actions that a filter can have.
func Actions() []string {
	var names []string
	for _, a := range actions {
		names = append(names, string(a.name))
	}
	return names
}

// action is the answer of an action of a spec. EPERM is the errno where none is named.
func action(name specs.LinuxSeccompAction, errno *uint) (uint32, error) {
	if name == specs.ActNotify {
		return 0, errors.New("action SCMP_ACT_NOTIFY is not supported: nobody here would answer the calls")
	}
	for _, a := range actions {
		switch {
		case a.name != name:
		case !a.data && errno != nil:
			return 0, fmt.Errorf("action %s has no errno", name)
		case !a.data:
			return a.value, nil
		case errno == nil:
			return a.value | uint32(unix.EPERM), nil
		case *errno > unix.SECCOMP_RET_DATA:
			return 0, fmt.Errorf("errno %d is above %d", *errno, unix.SECCOMP_RET_DATA)
		default:
			return a.value | uint32(*errno), nil
		}
	}
	return 0, fmt.Errorf("action %.40q is not one that this runtime knows", name)
}
