package guest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// run starts the program, carries what it says and hears over the wire, and returns its status when it has ended.
func run(c Command, w *wire, hear io.Reader) (int, error) {
	p, err := prepare(c)
	if err != nil {
		return notOurs, fmt.Errorf("run program: %w", err)
	}
	w.send(Begin, nil)
	if err := p.start(c); err != nil {
		return statusOf(err), err
	}
	var said sync.WaitGroup
	for _, s := range p.says {
		said.Add(1)
		go func() { w.forward(s.kind, s.from); said.Done() }()
	}
	go p.listen(hear, w)
	status, err := reapUntil(p.cmd.Process.Pid)
	// It was all that the machine is for. Whoever it has left behind would keep its streams open.
	unix.Kill(-1, unix.SIGKILL) //nolint:errcheck // there may be nobody
	said.Wait()
	return status, err
}

// program is the program with our ends of its streams.
type program struct {
	cmd      *exec.Cmd
	says     []stream
	hears    io.WriteCloser // nil: nothing
	terminal *os.File       // our end of it, or nil
	theirs   []*os.File     // its ends, which are not ours to keep
}

type stream struct {
	kind Kind
	from io.Reader
}

func prepare(c Command) (*program, error) {
	if len(c.Args) == 0 {
		return nil, errors.New("the order names none")
	}
	user, err := c.user()
	if err != nil {
		return nil, err
	}
	p := &program{cmd: &exec.Cmd{Args: c.Args, Env: c.Env, Dir: c.Dir}}
	p.cmd.SysProcAttr = &syscall.SysProcAttr{
		Setsid:     true,
		Credential: &syscall.Credential{Uid: user.UID, Gid: user.GID, Groups: user.Groups},
	}
	if !slices.ContainsFunc(c.Env, func(kv string) bool { return strings.HasPrefix(kv, "HOME=") }) {
		p.cmd.Env = append(slices.Clone(c.Env), "HOME="+user.Home)
	}
	if c.Dir != "" {
		if err := os.MkdirAll(c.Dir, 0o755); err != nil {
			return nil, err
		}
	}
	if c.Terminal != nil {
		return p, p.openTerminal(*c.Terminal, user.UID)
	}
	return p, p.openPipes(c)
}

// user is who the program is, by the guest's own files. That root is root needs no file.
func (c Command) user() (rootfs.User, error) {
	if c.User == "" {
		if user, err := rootfs.LookupUser([]string{"/"}, "0:0"); err == nil {
			return user, nil
		}
		return rootfs.User{Home: "/"}, nil
	}
	return rootfs.LookupUser([]string{"/"}, c.User)
}

func (p *program) openPipes(c Command) error {
	out, err := p.readFrom(Output)
	if err != nil {
		return err
	}
	p.cmd.Stdout, p.cmd.Stderr = out, out
	if !c.Together {
		if p.cmd.Stderr, err = p.readFrom(Errors); err != nil {
			return err
		}
	}
	if !c.Input {
		return nil // exec.Cmd opens /dev/null
	}
	r, w, err := os.Pipe()
	p.hears, p.theirs, p.cmd.Stdin = w, append(p.theirs, r), r
	return err
}

// readFrom makes a pipe whose other end is the program's.
func (p *program) readFrom(k Kind) (*os.File, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	p.says = append(p.says, stream{k, r})
	p.theirs = append(p.theirs, w)
	return w, nil
}

// start starts the program; where it is, its own PATH says.
func (p *program) start(c Command) (err error) {
	for _, kv := range c.Env {
		if path, is := strings.CutPrefix(kv, "PATH="); is {
			os.Setenv("PATH", path) //nolint:errcheck // no NUL got here through JSON that exec would take
		}
	}
	if p.cmd.Path, err = exec.LookPath(c.Args[0]); err != nil {
		return fmt.Errorf("run %s: %w", c.Args[0], causeOf(err))
	}
	if err := p.cmd.Start(); err != nil {
		return fmt.Errorf("run %s: %w", c.Args[0], causeOf(err))
	}
	for _, f := range p.theirs {
		f.Close()
	}
	return nil
}

var errNotFound = errors.New("command not found")

// causeOf leaves out what package exec says around it.
func causeOf(err error) error {
	var errno syscall.Errno
	switch {
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return errNotFound
	case errors.As(err, &errno):
		return errno
	}
	return err
}

func statusOf(err error) int {
	if errors.Is(err, errNotFound) {
		return notFound
	}
	return notExecutable
}

// reapUntil waits for everybody: orphans are the first process's children, and without it they
// stay zombies.
func reapUntil(pid int) (int, error) {
	for {
		var status unix.WaitStatus
		who, err := unix.Wait4(-1, &status, 0, nil)
		switch {
		case errors.Is(err, unix.EINTR), err == nil && who != pid:
			continue
		case err != nil:
			return notOurs, fmt.Errorf("wait for program: %w", err)
		case status.Signaled():
			return 128 + int(status.Signal()), nil
		}
		return status.ExitStatus(), nil
	}
}
