package shell

import (
	"errors"
	"fmt"
	"strconv"

	"golang.org/x/sys/unix"
	"mvdan.cc/sh/v3/syntax"
)

// table maps the descriptor numbers a script uses to those the shell holds;
// a number that is missing is closed. A child gets its descriptors in order
// of the table.
//
// The two differ so that a redirection can be taken back, and because a number
// the script names may be one the shell uses. What the shell opens is
// close-on-exec and at 10 or above, as in other shells; the Go runtime's own
// descriptors are above every number a script may use, see poller.go.
type table map[int]int

const firstOwn = 10

// inheritedTable takes over what the shell was started with. Descriptors the
// runtime has opened are told from inherited ones by their close-on-exec flag.
func inheritedTable() table {
	t := table{}
	for fd := range firstOwn {
		flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
		if err != nil || flags&unix.FD_CLOEXEC != 0 {
			continue
		}
		t[fd] = fd
		if fd > 2 {
			t[fd], _ = own(fd)
		}
	}
	return t
}

// own moves a descriptor out of the script's way. It closes fd also when there
// is no number left to move it to.
func own(fd int) (int, error) {
	if fd >= firstOwn {
		return fd, nil
	}
	moved, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, firstOwn)
	unix.Close(fd)
	return moved, err
}

// files lists the table for a child: entry n becomes its descriptor n, and a
// gap is closed there. extra follows after the last.
func (t table) files(extra ...int) []uintptr {
	size := firstOwn
	for n := range t {
		size = max(size, n+1)
	}
	files := make([]uintptr, size, size+len(extra))
	for n := range files {
		files[n] = ^uintptr(0)
		if fd, ok := t[n]; ok {
			files[n] = uintptr(fd)
		}
	}
	for _, fd := range extra {
		files = append(files, uintptr(fd))
	}
	return files
}

// install puts the table's descriptors at their numbers, for execve(2). Each is
// copied out of the way first: it may stand where another must go. Nothing is
// closed: what is not in the table is close-on-exec, at the latest now.
func (t table) install() error {
	copies, above := map[int]int{}, len(t.files())
	for n, fd := range t {
		copied, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, above)
		if err != nil {
			return err
		}
		copies[n] = copied
	}
	for n, fd := range copies {
		if err := unix.Dup3(fd, n, 0); err != nil {
			return err
		}
	}
	for n := range 3 {
		if _, ok := copies[n]; !ok {
			unix.CloseOnExec(n)
		}
	}
	return nil
}

// redirection remembers what a list of redirections changed.
type redirection struct {
	table   table
	changes []change
}

type change struct {
	n, old int
	open   bool // n was open before
}

// redirect applies redirections from left to right, so that `>f 2>&1` and
// `2>&1 >f` differ. After an error nothing is changed.
func (s *Shell) redirect(redirs []*syntax.Redirect) (*redirection, error) {
	r := &redirection{table: s.fds}
	for _, rd := range redirs {
		if err := s.redirectOne(r, rd); err != nil {
			r.restore()
			return nil, err
		}
	}
	return r, nil
}

func (s *Shell) redirectOne(r *redirection, rd *syntax.Redirect) error {
	n := defaultNumber(rd.Op)
	if rd.N != nil {
		var err error
		if n, err = strconv.Atoi(rd.N.Value); err != nil || n >= firstRuntime {
			return fmt.Errorf("%s: bad descriptor number", rd.N.Value)
		}
	}
	word, err := s.config().Literal(rd.Word)
	if err != nil {
		return err
	}
	fd, err := s.open(rd, word)
	if errors.Is(err, errClose) {
		r.set(n, -1)
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", verb(rd.Op), word, err)
	}
	r.set(n, fd)
	if rd.Op == syntax.RdrAll || rd.Op == syntax.AppAll {
		both, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, firstOwn)
		r.set(2, both)
		return err
	}
	return nil
}

func defaultNumber(op syntax.RedirOperator) int {
	switch op {
	case syntax.RdrIn, syntax.RdrInOut, syntax.DplIn, syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		return 0
	}
	return 1
}

func verb(op syntax.RedirOperator) string {
	switch op {
	case syntax.RdrIn, syntax.RdrInOut:
		return "open"
	case syntax.DplIn, syntax.DplOut:
		return "duplicate"
	}
	return "create"
}

var errClose = errors.New("close")

// open returns a new descriptor for the right side of a redirection.
func (s *Shell) open(rd *syntax.Redirect, word string) (int, error) {
	switch rd.Op {
	case syntax.RdrIn:
		return openFile(word, unix.O_RDONLY)
	case syntax.RdrInOut:
		return openFile(word, unix.O_RDWR|unix.O_CREAT)
	case syntax.RdrOut, syntax.RdrAll:
		if s.opts['C'] && isRegular(word) {
			return -1, unix.EEXIST
		}
		return openFile(word, unix.O_WRONLY|unix.O_CREAT|unix.O_TRUNC)
	case syntax.ClbOut:
		return openFile(word, unix.O_WRONLY|unix.O_CREAT|unix.O_TRUNC)
	case syntax.AppOut, syntax.AppAll:
		return openFile(word, unix.O_WRONLY|unix.O_CREAT|unix.O_APPEND)
	case syntax.DplIn, syntax.DplOut:
		return s.duplicate(word)
	case syntax.WordHdoc:
		return memory(word + "\n")
	}
	text, err := s.document(rd)
	if err != nil {
		return -1, err
	}
	return memory(text)
}

func openFile(path string, flags int) (int, error) {
	fd, err := unix.Open(path, flags|unix.O_CLOEXEC|unix.O_NOCTTY, 0o666)
	if err != nil {
		return -1, err
	}
	return own(fd)
}

func isRegular(path string) bool {
	var st unix.Stat_t
	return unix.Stat(path, &st) == nil && st.Mode&unix.S_IFMT == unix.S_IFREG
}

// duplicate is the right side of >&n, <&n and >&-.
func (s *Shell) duplicate(word string) (int, error) {
	if word == "-" {
		return -1, errClose
	}
	n, err := strconv.Atoi(word)
	if err != nil {
		return -1, errors.New("not a descriptor number")
	}
	fd, ok := s.fds[n]
	if !ok {
		return -1, unix.EBADF
	}
	return unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, firstOwn)
}

// set makes fd the script's descriptor n; -1 closes n.
func (r *redirection) set(n, fd int) {
	old, open := r.table[n]
	r.changes = append(r.changes, change{n, old, open})
	if fd < 0 {
		delete(r.table, n)
	} else {
		r.table[n] = fd
	}
}

// restore takes the redirections back.
func (r *redirection) restore() {
	for i := len(r.changes) - 1; i >= 0; i-- {
		c := r.changes[i]
		if fd, ok := r.table[c.n]; ok {
			unix.Close(fd)
		}
		if c.open {
			r.table[c.n] = c.old
		} else {
			delete(r.table, c.n)
		}
	}
	r.changes = nil
}

// keep makes the redirections permanent: exec 3>file. What they replaced is
// closed, and 0, 1 and 2 really become what the script says.
func (r *redirection) keep() {
	for _, c := range r.changes {
		if c.open && c.old > 2 {
			unix.Close(c.old)
		}
	}
	for n := range 3 {
		fd, ok := r.table[n]
		if ok && fd != n && unix.Dup3(fd, n, 0) == nil {
			unix.Close(fd)
			r.table[n] = n
		}
		if !ok {
			unix.Close(n)
		}
	}
	r.changes = nil
}
