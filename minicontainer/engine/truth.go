// Records that do not tell the truth any more, as a process was killed before it could write.
//
//	what is found                              how it came about       put right
//	a directory half made or half removed      a command was killed    removed
//	"running", but nobody waits for it         the shim was killed,    the process is killed, if it is left;
//	                                           the disk was full, or   exited (137), or removed (--rm)
//	                                           the machine stopped
//	"restarting", but nobody waits to          the same                exited, as it has ended
//	start it
//	"running", paused, but it goes on          a command was killed    running, not paused
//	"created" and to be removed (--rm),        the command was killed  removed
//	but nobody is about to start it

package engine

import (
	"errors"
	"os"
	"sort"
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// killed is the exit status of a program that SIGKILL ended.
const killed = 128 + int(unix.SIGKILL)

// sweep removes what is left of containers half made and half removed. What cannot be removed
// is in nobody's way; Check tells why.
func (e *Engine) sweep() {
	left, err := e.store.Leftovers()
	if err != nil {
		return
	}
	for _, l := range left {
		l.Remove() //nolint:errcheck // see above
	}
	e.sweepGroups()
	e.sweepNetworks() //nolint:errcheck // as above
}

// wrong tells what is not true of a record; "" if nothing is.
func (e *Engine) wrong(r record.Record) string {
	switch {
	case r.State.Status == record.Running && !r.State.Shim.Alive() && !e.store.Attended(r.ID):
		if r.State.Process.Alive() {
			return "its shim was killed, and its process is left"
		}
		return "its shim was killed or could not write, or the machine stopped"
	case r.State.Status == record.Restarting && !r.State.Shim.Alive():
		return "who was to start it again was killed, or the machine stopped"
	case r.State.Status == record.Created && r.Remove:
		return "the command that was to start it was killed"
	case e.unfrozen(r):
		return notPaused
	}
	return ""
}

const notPaused = "it goes on: the command that was to pause it, or to let it go on, was killed"

// truth returns what is true of the container, and has put its record right, if the disk lets it: what
// cannot be written is true all the same, and found again by the next command. The error is
// record.ErrNotFound if to put it right meant to remove it.
func (e *Engine) truth(r record.Record) (record.Record, error) {
	if e.wrong(r) == "" {
		return r, nil
	}
	l, free, err := e.store.TryLock(r.ID)
	if err != nil || !free {
		return r, err // who holds it is about to change it
	}
	defer l.Unlock()
	var unwritten *record.WriteError
	if err := e.putRight(l); err != nil && !errors.As(err, &unwritten) {
		return l.Record, err
	}
	return l.Record, nil
}

// putRight looks once more, now that nobody else can change the record, and makes it true. After
// an error of writing, a *record.WriteError, l.Record is true, and the one on the disk is not.
func (e *Engine) putRight(l *record.Locked) error {
	why := e.wrong(l.Record)
	switch why {
	case "":
		return nil
	case notPaused:
		l.Record.State.Paused = false
		return l.Save()
	}
	e.thaw(l.Record)
	if err := killLeft(l.Record.State.Process); err != nil {
		return on("end what is left of", l.Record.Name, err)
	}
	if err := errors.Join(removeGroup(e.groupPath(l.Record)), e.Networks().Disconnect(l.Record.ID)); err != nil {
		return on("end what is left of", l.Record.Name, err)
	}
	if l.Record.Remove {
		if l.Record.State.Status == record.Running {
			e.store.Tell(l.Record, "die", "exitCode", strconv.Itoa(killed))
		}
		if err := l.Remove(); err != nil {
			return err
		}
		return on("find container", l.Record.Name, record.ErrNotFound)
	}
	if l.Record.State.Status == record.Restarting {
		return l.Rest(why)
	}
	return l.Exit(killed, why)
}

// killLeft ends a process that has lost its shim, such as one that the kernel gave new
// privileges, which makes it forget to let it die with its parent. Source: prctl(2), PR_SET_PDEATHSIG.
func killLeft(p record.Process) error {
	h, err := p.Open()
	if err == nil {
		defer h.Close()
		err = endProcess(h, unix.SIGKILL, deathTime, func(sig unix.Signal) error { return h.Signal(sig) })
	}
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}

// lock finds a container and locks it. What is known of it is true, though perhaps not on the disk.
func (e *Engine) lock(ref string) (*record.Locked, error) {
	r, err := e.Inspect(ref)
	if err != nil {
		return nil, err
	}
	l, err := e.store.Lock(r.ID)
	if err != nil {
		return nil, err
	}
	var unwritten *record.WriteError
	if err := e.putRight(l); err != nil && !errors.As(err, &unwritten) {
		l.Unlock()
		return nil, err
	}
	return l, nil
}

func youngestFirst(list []record.Record) {
	sort.SliceStable(list, func(i, j int) bool { return list[i].Created.After(list[j].Created) })
}
