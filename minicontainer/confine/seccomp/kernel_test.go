package seccomp

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// childEnv has the test binary put the filter of that name on itself and try calls.
const childEnv = "MINICONTAINER_TEST_FILTER"

func TestMain(m *testing.M) {
	switch name := os.Getenv(childEnv); name {
	case "":
		os.Exit(testenv.Main(m))
	case "strange":
		os.Exit(strangeCall())
	case "attacks", "attacks without a filter":
		os.Exit(attack(name == "attacks"))
	case "int80 no filter", "int80 naive", "int80 ours":
		os.Exit(byInt80(strings.TrimPrefix(name, "int80 ")))
	default:
		os.Exit(filtered(name))
	}
}

var filters = map[string]*specs.LinuxSeccomp{
	"errno": {DefaultAction: specs.ActAllow, Syscalls: []specs.LinuxSyscall{
		{Names: []string{"getppid"}, Action: specs.ActErrno},
		{Names: []string{"mount"}, Action: specs.ActErrno, ErrnoRet: pointer[uint](38)},
		{Names: []string{"personality"}, Action: specs.ActErrno, Args: []specs.LinuxSeccompArg{{Op: specs.OpEqualTo, Value: 1<<32 | 5}}},
	}},
	"kill":    {DefaultAction: specs.ActAllow, Syscalls: []specs.LinuxSyscall{{Names: []string{"getppid"}, Action: specs.ActKillProcess}}},
	"strange": {DefaultAction: specs.ActAllow},
	"flags":   {DefaultAction: specs.ActAllow, Flags: []specs.LinuxSeccompFlag{"SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_SPEC_ALLOW", "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"}},
	"nothing": {DefaultAction: specs.ActAllow, Syscalls: []specs.LinuxSyscall{}},
}

func pointer[T any](value T) *T { return &value }

// filtered is the child: it prints what became of the calls.
func filtered(name string) int {
	runtime.LockOSThread()
	s := filters[name]
	program, err := Assemble(s, Native())
	if err != nil {
		return fail(err)
	}
	bits, err := Flags(s)
	if err != nil {
		return fail(err)
	}
	if name == "nothing" { // neither of what the kernel wants
		if err := unix.Capset(&unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}, &make([]unix.CapUserData, 2)[0]); err != nil {
			return fail(err)
		}
	} else if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fail(err)
	}
	if err := Install(program, bits); err != nil {
		return fail(err)
	}
	try("getppid", unix.SYS_GETPPID)
	try("mount", unix.SYS_MOUNT)
	try("personality of another", unix.SYS_PERSONALITY, 0xffffffff)
	try("personality", unix.SYS_PERSONALITY, 1<<32|5)
	return 0
}

// strangeCall is the child that makes a call of x32: the filter ends the thread that does, and the process goes on.
func strangeCall() int {
	runtime.LockOSThread() // keeps the first thread, which would stay as a zombie, from being the one
	program, err := Assemble(filters["strange"], Native())
	if err != nil {
		return fail(err)
	}
	thread := make(chan int)
	go func() {
		runtime.LockOSThread()
		if err := errors.Join(unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), Install(program, 0)); err != nil {
			os.Exit(fail(err))
		}
		thread <- unix.Gettid()
		unix.RawSyscall(x32Bit|unix.SYS_GETPID, 0, 0, 0) //nolint:errcheck // it does not come back
		os.Exit(fail(errors.New("the call came back")))
	}()
	for id := <-thread; unix.Tgkill(os.Getpid(), id, 0) == nil; {
		time.Sleep(time.Millisecond) // nobody is told of the end of a thread
	}
	fmt.Println("the thread is gone")
	return 0
}

func fail(err error) int {
	fmt.Println(err)
	return 1
}

func try(name string, number uintptr, args ...uintptr) {
	var a [3]uintptr
	copy(a[:], args)
	if _, _, errno := unix.Syscall(number, a[0], a[1], a[2]); errno != 0 {
		fmt.Printf("%s: %s\n", name, unix.ErrnoName(errno))
		return
	}
	fmt.Printf("%s: done\n", name)
}

// inChild is what the child says, and how it ends.
func inChild(t *testing.T, name string) (string, error) {
	t.Helper()
	testenv.Kernel(t)
	if Native() == "" {
		t.Skip("no table of system calls for " + runtime.GOARCH)
	}
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), childEnv+"="+name)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestTheKernelAnswersAsTheFilterSays(t *testing.T) {
	out, err := inChild(t, "errno")
	const want = "getppid: EPERM\nmount: ENOSYS\npersonality of another: done\npersonality: EPERM\n"
	if err != nil || out != want {
		t.Errorf("%v, the child said:\n%swant:\n%s", err, out, want)
	}
}

func TestACallCanEndTheProcess(t *testing.T) {
	out, err := inChild(t, "kill")
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != unix.SIGSYS {
		t.Errorf("the child ended with %v, want SIGSYS; it said:\n%s", err, out)
	}
}

func TestACallOfAnotherArchitectureEndsTheThread(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("only on amd64 a program can call in several ways")
	}
	if out, err := inChild(t, "strange"); err != nil || out != "the thread is gone\n" {
		t.Errorf("%v, the child said:\n%s", err, out)
	}
}

func TestAllFlagsAreTakenByTheKernel(t *testing.T) {
	if out, err := inChild(t, "flags"); err != nil || !strings.Contains(out, "getppid: done") {
		t.Errorf("%v, the child said:\n%s", err, out)
	}
	if _, err := Flags(&specs.LinuxSeccomp{Flags: []specs.LinuxSeccompFlag{"SECCOMP_FILTER_FLAG_NEW_LISTENER"}}); err == nil {
		t.Error("a flag that is not the specification's was taken")
	}
}

func TestInstallSaysWhatIsMissing(t *testing.T) {
	out, err := inChild(t, "nothing")
	if err == nil || !strings.Contains(out, "it takes no_new_privs or CAP_SYS_ADMIN") {
		t.Errorf("%v, the child said:\n%s", err, out)
	}
}
