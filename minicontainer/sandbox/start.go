// The parent half.

package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// IO is what the container's process is connected to. A nil stream is /dev/null. The caller
// keeps ownership of the files.
type IO struct {
	Stdin, Stdout, Stderr *os.File

	// Connect, if set, is called with the number of the container's first process when its namespaces are there and nothing
	// runs in them yet: to make, from outside, what cannot be made inside. After an error of its there is no container.
	Connect func(pid int) error

	// Further files are the container's after stderr, from number 3. Source: sd_listen_fds(3).
	Further []*os.File

	// Gate, if set, has the container wait before its program runs; see OpenGate. Start returns then when it waits. The
	// caller closes it.
	Gate *Gate

	// State, if set, is what hooks are told on their stdin of the container with this first process.
	State func(pid int) []byte

	// Watch, if set, is told the name and the shell line of each step before it
	// runs; the container waits for it to return.
	Watch func(name, line string)
}

// Start starts the container and returns when its own program runs. After an
// error nothing of it is left: no process, and with it no namespace and no
// mount. An *ExecError means that everything stood but the program would not
// start; a *plan.StepError names the step that failed.
//
// With DieWithCaller the kernel watches the *thread* that called Start, so the
// caller must not let it end (a goroutine that returns while locked to its
// thread would).
func Start(c Container, stdio IO) (*Process, error) {
	c.Inside = nil
	if stdio.Connect != nil && c.DieWithCaller {
		return startOnKeptThread(c, stdio)
	}
	return start(c, stdio)
}

// startOnKeptThread is for who works in network namespaces while the container is made, and after: for that threads are put into
// others, and end. The one that the kernel watches must not be among them, and is kept for the container alone.
func startOnKeptThread(c Container, stdio IO) (p *Process, err error) {
	started := make(chan struct{})
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		p, err = start(c, stdio)
		close(started)
		if err == nil {
			<-p.ended
		}
	}()
	<-started
	return p, err
}

func start(c Container, stdio IO) (*Process, error) {
	c = c.adapted()
	c.further, c.gated = len(stdio.Further), stdio.Gate != nil
	c, err := c.withFilter()
	if err != nil {
		return nil, err
	}
	assembly, err := Assemble(c)
	if err != nil {
		return nil, err
	}
	inside, err := enclose(c, stdio.Watch)
	if err != nil {
		return nil, err
	}
	defer inside.door.Close()
	p, err := startIn(inside, c, assembly, stdio)
	if err != nil {
		inside.undo()
		return nil, err
	}
	p.group = inside.group
	return p, nil
}

func startIn(e enclosure, c Container, assembly Plan, stdio IO) (*Process, error) {
	if stdio.Watch != nil {
		stdio.Watch(c.first())
	}
	h, err := newHalves(c)
	if err != nil {
		return nil, err
	}
	defer h.close()
	p, err := h.clone(e, c, stdio)
	if err != nil {
		return nil, err
	}
	if stdio.Connect != nil {
		if err := stdio.Connect(p.Pid); err != nil {
			p.abandon()
			return nil, err
		}
	}
	if stdio.State != nil {
		c.state = stdio.State(p.Pid)
	}
	if err := h.converse(c, p.Pid, assembly.Steps(), stdio); err != nil {
		p.abandon()
		return nil, err
	}
	if c.Spec.Process.Terminal {
		if p.Terminal, err = h.receiveTerminal(); err != nil {
			p.abandon()
			return nil, err
		}
	}
	return p, nil
}

// halves are the two ends of the sockets between parent and child half.
type halves struct {
	sync, childSync       *os.File
	console, childConsole *os.File

	joined []*os.File // namespaces
	trees  []*os.File // copies of mounts
	root   *os.File   // of the container to enter, else nil
}

func newHalves(c Container) (*halves, error) {
	h := &halves{}
	var err error
	if h.sync, h.childSync, err = socketpair("sync"); err != nil {
		return nil, err
	}
	if c.Spec.Process.Terminal {
		h.console, h.childConsole, err = socketpair("console")
	}
	switch {
	case err != nil:
	case c.Inside != nil:
		err = h.openInside(c.Inside)
	default:
		if h.joined, err = openJoined(c.Spec); err == nil {
			h.trees, err = mapOwners(c.Spec)
		}
	}
	if err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

func socketpair(name string) (*os.File, *os.File, error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("make %s socket: %w", name, err)
	}
	return os.NewFile(uintptr(fds[0]), name), os.NewFile(uintptr(fds[1]), name+" (child)"), nil
}

func (h *halves) close() {
	namespace.Close(h.joined)
	namespace.Close(h.trees)
	for _, f := range []*os.File{h.sync, h.childSync, h.console, h.childConsole, h.root} {
		if f != nil {
			f.Close()
		}
	}
}

// clone makes the namespaces and the child half in them. The child's ends are
// closed here afterwards, so that the end of the child is the end of file.
func (h *halves) clone(e enclosure, c Container, stdio IO) (*Process, error) {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	defer null.Close()
	self, err := openSelf()
	if err != nil {
		return nil, fmt.Errorf("create namespaces: %w", err)
	}
	defer self.Close()
	spawn := namespace.Spawn{
		Program: self,
		Args:    childArgs(len(stdio.Further)),
		// It lives for milliseconds: more threads than one, and collecting garbage, cost more than they give.
		Env:           []string{"GOMAXPROCS=1", "GOGC=off"},
		Files:         h.files(stdio, self, null),
		Join:          h.joined,
		New:           cloneFlags(c.Spec),
		Root:          h.otherUsers(c),
		DieWithCaller: c.DieWithCaller,
	}
	if e.door != nil {
		spawn.Group, spawn.Tasks = e.door.Dir, e.door.Tasks
	}
	if makesNamespace(c.Spec, specs.UserNamespace) {
		spawn.Maps = idMaps(c.Spec).Write
	}
	pid, err := spawn.Start()
	if err != nil {
		return nil, fmt.Errorf("create namespaces: %w", explainSelf(err))
	}
	h.childSync.Close()
	h.childSync = nil
	if h.childConsole != nil {
		h.childConsole.Close()
		h.childConsole = nil
	}
	return &Process{Pid: pid, ended: make(chan struct{})}, nil
}

// files are the child half's, in the order of syncFD, consoleFD, selfFD, rootFD, gateFD, passedFD and treesFD.
func (h *halves) files(stdio IO, self, null *os.File) []*os.File {
	list := []*os.File{orNull(stdio.Stdin, null), orNull(stdio.Stdout, null), orNull(stdio.Stderr, null)}
	list = append(list, stdio.Further...)
	list = append(list, h.childSync, orNull(h.childConsole, null), self, orNull(h.root, null))
	switch {
	case stdio.Gate != nil:
		list = append(list, stdio.Gate.goes, stdio.Gate.passed)
	case len(h.trees) > 0:
		list = append(list, null, null)
	}
	return append(list, h.trees...)
}

// otherUsers tells whether the child half gets into another user namespace, in which its
// user may be nobody until it becomes root there.
func (h *halves) otherUsers(c Container) bool {
	return hasNamespace(c.Spec, specs.UserNamespace) || slices.ContainsFunc(h.joined, namespace.IsUser)
}

func orNull(f, null *os.File) *os.File {
	if f == nil {
		return null
	}
	return f
}

// converse sends the order and listens until the child half's program runs (end
// of file) or a step has failed.
func (h *halves) converse(c Container, pid int, steps []plan.Step, stdio IO) error {
	watch, gate := stdio.Watch, stdio.Gate

	if err := h.send(newOrder(c, len(steps), watch != nil)); err != nil {
		return fmt.Errorf("send order to the container's child half: %w", err)
	}
	answers := json.NewDecoder(h.sync)
	made := false
	for {
		var a answer
		err := answers.Decode(&a)
		switch {
		case errors.Is(err, io.EOF) && made:
			return nil
		case errors.Is(err, io.EOF):
			return errors.New("make container: its child half was ended from outside")
		case err != nil:
			return fmt.Errorf("read answer of the container's child half: %w", err)
		case a.Failed != nil:
			return a.Failed.err()
		case a.Ready && c.gated:
			return h.leaveAtGate(gate, pid)
		case a.Hooks && c.state != nil:
			if err := c.runOuterHooks(); err != nil {
				return err
			}
			if _, err := h.sync.Write([]byte{goAhead}); err != nil {
				return fmt.Errorf("answer the container's child half: %w", err)
			}
			continue
		case a.Exec:
			made = true
			continue
		case watch == nil || a.Step < 0 || a.Step >= len(steps):
			return errors.New("make container: its child half says what it was not asked") // a process of the container has taken its place
		}
		watch(steps[a.Step].Name(), steps[a.Step].Line())
		if _, err := h.sync.Write([]byte{goAhead}); err != nil {
			return fmt.Errorf("answer the container's child half: %w", err)
		}
	}
}

// send writes the order and not a byte more, such as the newline of a
// json.Encoder: a byte that the child half has not read when its end closes would turn the
// end of file here into "connection reset".
func (h *halves) send(o order) error {
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	_, err = h.sync.Write(text)
	return err
}

// receiveTerminal takes the master out of the console socket.
func (h *halves) receiveTerminal() (*os.File, error) {
	buf, rights := make([]byte, 8), make([]byte, unix.CmsgSpace(4))
	_, n, _, _, err := unix.Recvmsg(int(h.console.Fd()), buf, rights, unix.MSG_CMSG_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("receive terminal: %w", err)
	}
	messages, err := unix.ParseSocketControlMessage(rights[:n])
	if err != nil || len(messages) != 1 {
		return nil, errors.New("receive terminal: the container sent none")
	}
	fds, err := unix.ParseUnixRights(&messages[0])
	if err != nil {
		return nil, fmt.Errorf("receive terminal: %w", err)
	}
	// Non-blocking, so that Go's poller waits for it and Close ends a Read.
	if err := unix.SetNonblock(fds[0], true); err != nil {
		return nil, fmt.Errorf("receive terminal: %w", err)
	}
	return os.NewFile(uintptr(fds[0]), "terminal"), nil
}
