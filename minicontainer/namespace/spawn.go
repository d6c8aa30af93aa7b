// Starting a process in namespaces.
//
// A process gets into a namespace in one of three ways: it is born in a new one
// (clone), makes one for itself (unshare), or joins one that there is (setns). Each has
// an exception that decides how this file looks:
//
//   - A PID namespace takes in only children of the caller. So whoever joins one
//     has to fork once more.
//   - A user or time namespace is joined, and a user namespace unshared, by a process of one thread
//     only. A Go program has several before main begins. This is why runc starts as a C
//     program and nsenter(1) is one.
//   - A new user namespace has no ids until its maps are written, from outside. A program
//     that is executed before that is nobody, and loses its capabilities.
//
// Between fork and execve, though, there is a moment in which even Go has one
// thread: fork(2) copies only the thread that calls it. os.StartProcess uses that
// moment for what syscall.SysProcAttr can say, which is not enough here. So this is
// the same thing once more, with more steps in the moment:
//
//	caller          first child                    second child
//	  │ fork            │                                │
//	  ├────────────────▶│ enters Tasks                   │
//	  │                 │ setns(each of Join)            │
//	  │                 │ clone(New) as a sister ───────▶│
//	  │◀─── its pid ────┤ exit                           │ born in what was joined and made
//	  │ write maps                                       │ waits
//	  ├─────────────────────────── go ──────────────────▶│ becomes root of its user namespace
//	  │                                                  │ takes its files, execve
//	  │◀──────────── end of file, or errno ──────────────┤
//
// With nothing to join the first child is left out.

package namespace

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Spawn is a process to be started.
type Spawn struct {
	Program *os.File   // what to execute, from an open file: no path is walked in namespaces of others
	Args    []string   // with the program's name
	Env     []string   // KEY=VALUE; nothing else is passed on
	Files   []*os.File // become its descriptors 0, 1, 2, …

	// Group and Tasks are the control groups that it is in from its first instruction (package cgroup, Door).
	Group *os.File   // directory of version 2, or nil
	Tasks []*os.File // files "tasks" of version 1

	Join []*os.File // namespaces to join, in this order
	New  uintptr    // CLONE_NEW… flags of those to make, of all but the time namespace

	// Maps, if set, is called with the process's id while it waits, and writes the maps
	// of its new user namespace.
	Maps func(pid int) error

	// Root has it become uid and gid 0 of its user namespace, with no other groups.
	Root bool

	DieWithCaller bool // have the kernel kill it when the calling thread ends
}

// Start starts the process in a session of its own. The working directory is the caller's, or
// the root of a mount namespace joined. After an error there is no process. One that somebody kills
// before it could execute the program is no error: Reap tells. The caller waits
// for it with Reap; until then the number is its and nobody else's.
func (s Spawn) Start() (pid int, err error) {
	o, err := s.order()
	if err != nil {
		return 0, err
	}
	defer o.close()
	pid, err = o.start(s.Maps)
	runtime.KeepAlive(s)
	return pid, err
}

// order is a Spawn in the form that the moment between fork and execve can use: numbers and
// pointers made before, as nothing can be allocated then.
type order struct {
	program       int // this and all further descriptors are duplicates, above what the files will become
	name          *byte
	args, env     []*byte
	files         []int
	group         *cloneArgs // nil if there is none
	tasks         []int
	join          []int
	second        bool // a second child is needed
	flags         uintptr
	root, wait    bool
	dieWithCaller bool

	// up carries words from the children to the caller: (word, number). down carries one byte.
	up, down           *os.File
	childUp, childDown int

	opened []int // to be closed: all numbers above
}

func (s Spawn) order() (*order, error) {
	o := &order{
		flags: s.New, second: len(s.Join) > 0,
		root: s.Root, wait: s.Maps != nil, dieWithCaller: s.DieWithCaller,
	}
	var err error
	if o.args, err = syscall.SlicePtrFromStrings(s.Args); err != nil {
		return nil, fmt.Errorf("start process: %w", err)
	}
	if o.env, err = syscall.SlicePtrFromStrings(s.Env); err != nil {
		return nil, fmt.Errorf("start process: %w", err)
	}
	if o.name, err = syscall.BytePtrFromString(""); err != nil {
		return nil, err
	}
	if err := o.open(s); err != nil {
		o.close()
		return nil, fmt.Errorf("start process: %w", err)
	}
	return o, nil
}

// open duplicates all files to numbers above those that the program's will have, so that giving one
// its number cannot close another that is still needed.
func (o *order) open(s Spawn) (err error) {
	above := len(s.Files)
	if o.program, err = o.duplicate(s.Program, above); err != nil {
		return err
	}
	for _, f := range s.Files {
		fd, err := o.duplicate(f, above)
		if err != nil {
			return err
		}
		o.files = append(o.files, fd)
	}
	for _, list := range []struct {
		files []*os.File
		to    *[]int
	}{{s.Tasks, &o.tasks}, {s.Join, &o.join}} {
		for _, f := range list.files {
			fd, err := o.duplicate(f, above)
			if err != nil {
				return err
			}
			*list.to = append(*list.to, fd)
		}
	}
	if s.Group != nil {
		fd, err := o.duplicate(s.Group, above)
		if err != nil {
			return err
		}
		o.group = &cloneArgs{signal: uint64(unix.SIGCHLD), group: uint64(fd)} //nolint:gosec // a descriptor
	}
	return o.openPipes(above)
}

func (o *order) openPipes(above int) error {
	up, childUp, err := os.Pipe()
	if err != nil {
		return err
	}
	defer childUp.Close()
	o.up = up
	childDown, down, err := os.Pipe()
	if err != nil {
		return err
	}
	defer childDown.Close()
	o.down = down
	if o.childUp, err = o.duplicate(childUp, above); err != nil {
		return err
	}
	o.childDown, err = o.duplicate(childDown, above)
	return err
}

func (o *order) duplicate(f *os.File, above int) (fd int, err error) {
	fd, err = unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, above)
	if err == nil {
		o.opened = append(o.opened, fd)
	}
	return fd, err
}

// closeDuplicates leaves the children's ends to the children, whose end is then the end of file.
func (o *order) closeDuplicates() {
	for _, fd := range o.opened {
		unix.Close(fd) //nolint:errcheck // a duplicate
	}
	o.opened = nil
}

func (o *order) close() {
	o.closeDuplicates()
	for _, f := range []*os.File{o.up, o.down} {
		if f != nil {
			f.Close()
		}
	}
}

// start forks, hears the second child's number from the first, and sees the process to its execve.
func (o *order) start(maps func(pid int) error) (int, error) {
	first, errno := o.fork()
	o.closeDuplicates()
	if errno != 0 {
		return 0, errno
	}
	pid := first
	if o.second {
		second, err := o.hearPid()
		Reap(first) //nolint:errcheck // it has said all it has to say
		if err != nil {
			return 0, err
		}
		pid = second
	}
	if err := o.attend(pid, maps); err != nil {
		unix.Kill(pid, unix.SIGKILL) //nolint:errcheck // it may have ended; nobody has reaped it
		Reap(pid)                    //nolint:errcheck // whatever it says
		return 0, err
	}
	return pid, nil
}

// attend writes the maps and waits for the execve.
func (o *order) attend(pid int, maps func(pid int) error) error {
	if maps != nil {
		if err := maps(pid); err != nil {
			return err
		}
		if _, err := o.down.Write([]byte{'g'}); err != nil {
			return fmt.Errorf("start process: %w", err)
		}
	}
	w, number, err := o.hear()
	if err != nil || w == wordEnd {
		return err
	}
	return failed(w, number)
}

// failed is what a child could not do.
func failed(word, number int) error {
	if word == wordClone {
		return syscall.Errno(number) // as a fork that fails at once
	}
	return fmt.Errorf("%s: %w", words[word], syscall.Errno(number))
}

func (o *order) hearPid() (int, error) {
	w, number, err := o.hear()
	switch {
	case err != nil:
		return 0, err
	case w == wordPid:
		return number, nil
	case w == wordEnd:
		return 0, errors.New("start process: ended from outside")
	}
	return 0, failed(w, number)
}

// What the children say. Below wordPid it is what they failed at, with the errno.
const (
	wordEnd = iota // nothing any more: the program runs
	wordPid
	wordGroup
	wordJoin
	wordClone
	wordBecome
	wordFiles
	wordExec
)

var words = []string{wordGroup: "enter control group", wordJoin: "join namespace", wordBecome: "become root of the user namespace", wordFiles: "pass files on", wordExec: "execute"}

func (o *order) hear() (word, number int, err error) {
	var m [2]int32
	_, err = o.up.Read(unsafe.Slice((*byte)(unsafe.Pointer(&m)), unsafe.Sizeof(m)))
	if errors.Is(err, io.EOF) {
		return wordEnd, 0, nil
	}
	if err != nil {
		return 0, 0, fmt.Errorf("start process: %w", err)
	}
	return int(m[0]), int(m[1]), nil
}

// Reap waits for the end of a process that Start has started, and gives its number back.
func Reap(pid int) (status unix.WaitStatus, err error) {
	for {
		if _, err = unix.Wait4(pid, &status, 0, nil); !errors.Is(err, unix.EINTR) {
			return status, err
		}
	}
}
