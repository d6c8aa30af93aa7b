// The shim's side.

package shim

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"runtime/debug"

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
	clientFD  = 4 // its end of the socket to the command if that stays attached, else /dev/null
	lockFD    = 5 // the container's directory, locked
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
	k, err := begin(m, command)
	if err != nil {
		json.NewEncoder(command).Encode(answer{Failed: newFailure(err)}) //nolint:errcheck // if the command is gone nobody listens
		return 1
	}
	json.NewEncoder(command).Encode(answer{Started: true, Said: k.wire.Words()}) //nolint:errcheck // see above; the container runs all the same
	command.Close()
	debug.FreeOSMemory()
	return k.end()
}

// keeper is what a shim has of its container.
type keeper struct {
	state   string // the state directory
	store   *record.Store
	id      string
	process *sandbox.Process
	streams *streams
	log     *Log
	hub     *hub
	wire    *network.Wire // its connection; nil if it has none
	checks  *Checks       // of its health; nil if there are none
	attends io.Closer     // as long as it is open, others know that we are there
}

// begin starts the container and writes down that it runs. After an error nothing runs.
func begin(m message, command *os.File) (_ *keeper, err error) {
	k := &keeper{state: m.State, store: record.Open(m.State), id: m.ID, hub: newHub()}
	lock, err := k.store.Adopt(m.ID, os.NewFile(lockFD, "lock"))
	if err != nil {
		return nil, err
	}
	defer lock.Unlock()
	if k.attends, err = lock.Attend(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			k.attends.Close()
		}
	}()
	if k.log, err = OpenLog(k.store.Dir(m.ID), lock.Record.Log); err != nil {
		return nil, err
	}
	if err := k.hub.listen(k.store.Dir(m.ID)); err != nil {
		return nil, err
	}
	starter, err := k.hub.addStarter(m.Attached)
	if err != nil {
		return nil, err
	}
	if err := k.start(m, lock, command); err != nil {
		return nil, err
	}
	go k.hub.serve(starter)
	return k, nil
}

// start starts the container and writes down that it runs.
func (k *keeper) start(m message, lock *record.Locked, command *os.File) (err error) {
	r := lock.Record
	if k.streams, err = newStreams(r.Spec.Process.Terminal, r.Stdin); err != nil {
		return err
	}
	stdio := k.streams.theirs
	if m.Watched {
		stdio.Watch = ask(command)
	}
	if r.Network != nil {
		stdio.Connect = func(pid int) (err error) {
			networks := network.Open(m.State)
			networks.Told = k.store.TellNetwork
			k.wire, err = networks.Connect(r.Connection(), pid, k.store.Dir(m.ID), stdio.Watch)
			return err
		}
	}
	k.process, err = sandbox.Start(m.Container, stdio)
	k.streams.handedOver()
	if err != nil {
		k.streams.close()
		return errors.Join(err, k.wire.Close())
	}
	typed := k.streams.received(k.process.Terminal, r.StdinOnce)
	if m.Watched {
		stdio.Watch("record that it runs", "# write the process's number into "+k.store.Dir(m.ID))
	}
	if err := lock.Run(k.process.Pid); err != nil {
		k.process.Signal(os.Kill) //nolint:errcheck // it may have ended by itself
		k.process.Wait()          //nolint:errcheck // reaped, whatever it says
		return errors.Join(err, k.wire.Close())
	}
	k.checks = CheckHealth(m.State, lock.Record)
	k.hub.runs(typed)
	return nil
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

// end waits for the container's end and writes it down, before it tells those who are attached. It returns if the container is not to run
// again.
func (k *keeper) end() int {
	exit := k.streams.follow(k.process, k.log, k.hub)
	k.checks.Stop()
	k.log.Close()                                               //nolint:errcheck // see Stream
	k.wire.Close()                                              //nolint:errcheck // what is left the next command clears up, and tells why it could not
	again, _ := k.store.Finish(k.id, exit.Status, exit.OOM > 0) //nolint:errcheck // where it cannot be written the next command finds it out
	if !again {
		k.attends.Close()
	}
	k.hub.ends(exit)
	k.hub.close()
	if again {
		startAgain(k.state, k.id)
	}
	return 0
}
