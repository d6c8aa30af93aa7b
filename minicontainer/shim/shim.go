// The shim's side.

package shim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// shimName is a shim's argv[0]; the container's id and the state directory follow.
const shimName = "minicontainer: shim"

// Where a shim finds what it was given, after stdin, stdout and stderr. Further files
// are held without being looked at.
const (
	commandFD = 3 // its end of the socket to the command
	lockFD    = 4 // the container's directory, locked
)

// init is where a shim begins and ends, before main, and before many packages that it does
// not need are initialised (see sandbox/child.go). It also runs on the process's first thread,
// which lives as long as the process: the kernel lets the container die with the
// thread that started it.
func init() {
	if len(os.Args) == 3 && os.Args[0] == shimName {
		os.Exit(stay()) //nolint:forbidigo // a shim is a program of its own, which must never reach main
	}
}

// stay is the shim's whole life.
func stay() int {
	// The garbage collector may let the little that is used double; give it less.
	debug.SetGCPercent(20)
	// What the command passed on is for this process, not for those that it starts.
	if err := syscalls.CloseOnExecFrom(commandFD); err != nil {
		return 1
	}
	command := os.NewFile(commandFD, "command")
	var m message
	if err := json.NewDecoder(command).Decode(&m); err != nil {
		return 1
	}
	c, err := begin(m, command)
	if err != nil {
		json.NewEncoder(command).Encode(answer{Failed: newFailure(err)}) //nolint:errcheck // if the command is gone nobody listens
		return 1
	}
	json.NewEncoder(command).Encode(answer{Started: true, Said: c.wire.Words()}) //nolint:errcheck // see above; the container runs all the same
	command.Close()
	debug.FreeOSMemory()
	return c.end()
}

// charge is the container that a shim stays with.
type charge struct {
	store   *record.Store
	id      string
	process *sandbox.Process
	log     *Log
	output  *output
	wire    *network.Wire // its connection; nil if it has none
	checks  *Checks       // of its health; nil if there are none
	attends io.Closer     // as long as it is open, others know that we are there
}

// begin starts the container and writes down that it runs. After an error nothing runs.
func begin(m message, command *os.File) (_ *charge, err error) {
	store := record.Open(m.State)
	lock, err := store.Adopt(m.ID, os.NewFile(lockFD, "lock"))
	if err != nil {
		return nil, err
	}
	defer lock.Unlock()
	c := &charge{store: store, id: m.ID}
	if c.attends, err = lock.Attend(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			c.attends.Close()
		}
	}()
	if c.log, err = OpenLog(store.Dir(m.ID)); err != nil {
		return nil, err
	}
	if c.output, err = newOutput(lock.Record); err != nil {
		return nil, err
	}
	stdio := c.output.stdio()
	if m.Watched {
		stdio.Watch = ask(command)
	}
	if lock.Record.Network != nil {
		stdio.Connect = func(pid int) (err error) {
			networks := network.Open(m.State)
			networks.Told = store.TellNetwork
			c.wire, err = networks.Connect(lock.Record.Connection(), pid, store.Dir(m.ID), stdio.Watch)
			return err
		}
	}
	c.process, err = sandbox.Start(m.Container, stdio)
	c.output.handedOver()
	if err != nil {
		return nil, errors.Join(err, c.wire.Close())
	}
	if m.Watched {
		stdio.Watch("record that it runs", "# write the process's number into "+store.Dir(m.ID))
	}
	if err := lock.Run(c.process.Pid); err != nil {
		c.process.Signal(os.Kill) //nolint:errcheck // it may have ended by itself
		c.process.Wait()          //nolint:errcheck // reaped, whatever it says
		return nil, errors.Join(err, c.wire.Close())
	}
	c.checks = CheckHealth(m.State, lock.Record)
	return c, nil
}

// ask tells the command of each step and waits for its answer. If the command is gone, so is the
// reason to start a container for it; the child half dies with us.
func ask(command *os.File) func(name, line string) {
	return func(name, line string) {
		err := json.NewEncoder(command).Encode(answer{Step: name, Line: line})
		if err == nil {
			_, err = io.ReadFull(command, make([]byte, 1))
		}
		if err != nil {
			os.Exit(1) //nolint:forbidigo // see init
		}
	}
}

// end waits for the container's end and writes it down.
func (c *charge) end() int {
	done := c.output.copyTo(c.log, c.process.Terminal)
	status, err := c.process.Wait()
	c.checks.Stop()
	c.output.drain(c.process.Terminal)
	<-done
	c.log.Close() //nolint:errcheck // see Stream
	if err != nil {
		return 1
	}
	defer c.attends.Close()
	c.wire.Close() //nolint:errcheck // what is left the next command clears up, and tells why it could not
	if err := c.store.Finish(c.id, status, c.process.OOM > 0); err != nil {
		return 1
	}
	return 0
}

// output are the pipes that the container prints into. With a terminal there are none.
type output struct {
	readers, writers [2]*os.File // of stdout and stderr
	stdin, hold      *os.File    // a pipe that nobody writes into, for -i
}

func newOutput(r record.Record) (*output, error) {
	o := &output{}
	if r.Spec.Process.Terminal {
		return o, nil
	}
	for i := range o.readers {
		var err error
		if o.readers[i], o.writers[i], err = os.Pipe(); err != nil {
			return nil, fmt.Errorf("make pipe: %w", err)
		}
	}
	if r.Stdin {
		var err error
		if o.stdin, o.hold, err = os.Pipe(); err != nil {
			return nil, fmt.Errorf("make pipe: %w", err)
		}
	}
	return o, nil
}

func (o *output) stdio() sandbox.IO {
	return sandbox.IO{Stdin: o.stdin, Stdout: o.writers[0], Stderr: o.writers[1]}
}

// handedOver closes the ends that are the container's, so that its end is the end of file.
func (o *output) handedOver() {
	for _, f := range []*os.File{o.stdin, o.writers[0], o.writers[1]} {
		if f != nil {
			f.Close()
		}
	}
}

// copyTo copies all that the container prints until nobody can print any more. The
// channel is closed then.
func (o *output) copyTo(log *Log, terminal *os.File) <-chan struct{} {
	var copies sync.WaitGroup
	for name, from := range map[string]*os.File{"stdout": o.readers[0], "stderr": o.readers[1], "terminal": terminal} {
		if from == nil {
			continue
		}
		if from == terminal {
			name = "stdout" // on a terminal the two are one
		}
		copies.Add(1)
		go func() {
			defer copies.Done()
			stream := log.Stream(name)
			defer stream.Close()  //nolint:errcheck // see Stream
			io.Copy(stream, from) //nolint:errcheck // end of file; of a terminal whose last user is gone, EIO
		}()
	}
	done := make(chan struct{})
	go func() { copies.Wait(); close(done) }()
	return done
}

// drainTime is how long after the container's end somebody may still hold its output open: a
// process that is not the container's any more, to which it was passed through a socket.
const drainTime = time.Second

func (o *output) drain(terminal *os.File) {
	for _, f := range []*os.File{o.readers[0], o.readers[1], terminal} {
		if f != nil {
			f.SetReadDeadline(time.Now().Add(drainTime)) //nolint:errcheck // a file without deadlines ends by itself
		}
	}
}
