package engine

import (
	"errors"
	"fmt"

	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// Finding is something that a crash has left.
type Finding struct {
	What string // is found
	Then string // was done, or would be
	Err  error  // why it could not be done
}

// Check looks for what crashes have left and repairs it; with dryRun it only looks. A container that
// somebody works on is left out.
func (e *Engine) Check(dryRun bool) ([]Finding, error) {
	var all []Finding
	for _, look := range []func(bool) ([]Finding, error){e.checkLeftovers, e.checkRecords, e.checkNames, e.checkShims, e.checkGroups, e.checkNetworks, e.checkImages} {
		found, err := look(dryRun)
		if err != nil {
			return all, err
		}
		all = append(all, found...)
	}
	return all, nil
}

func (e *Engine) checkLeftovers(dryRun bool) ([]Finding, error) {
	left, err := e.store.Leftovers()
	if err != nil {
		return nil, err
	}
	names, err := e.store.LooseNames()
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, l := range append(left, names...) {
		f := Finding{What: l.Path + ": " + l.Why, Then: "removed"}
		if !dryRun {
			f.Err = l.Remove()
		}
		found = append(found, f)
	}
	return found, nil
}

func (e *Engine) checkRecords(dryRun bool) ([]Finding, error) {
	ids, err := e.store.IDs()
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, id := range ids {
		r, err := e.store.Read(id)
		switch {
		case errors.Is(err, record.ErrNotFound):
		case errors.Is(err, record.ErrEmpty):
			f := Finding{What: e.store.Dir(id) + ": a container that the machine's stop has left without a record", Then: "removed"}
			if !dryRun {
				f.Err = e.store.Discard(id)
			}
			found = append(found, f)
		case err != nil:
			found = append(found, Finding{What: err.Error(), Err: fmt.Errorf("rm -f %s removes %s", record.ShortID(id), e.store.Dir(id))})
		default:
			found = append(found, e.checkRecord(r, dryRun)...)
		}
	}
	return found, nil
}

func (e *Engine) checkRecord(r record.Record, dryRun bool) []Finding {
	why := e.wrong(r)
	if why == "" {
		return nil
	}
	f := Finding{What: fmt.Sprintf("%s (%s): %s", r.Name, r.ShortID(), why)}
	l, free, err := e.store.TryLock(r.ID)
	switch {
	case errors.Is(err, record.ErrNotFound), err == nil && !free:
		return nil // gone, or about to be changed
	case err != nil:
		f.Err = err
		return []Finding{f}
	}
	defer l.Unlock()
	f.Then = fmt.Sprintf("recorded as exited (%d)", killed)
	switch {
	case r.Remove:
		f.Then = "removed"
	case why == notPaused:
		f.Then = "recorded as running"
	case r.State.Status == record.Restarting:
		f.Then = fmt.Sprintf("recorded as exited (%d)", r.State.ExitCode)
	}
	if dryRun {
		return []Finding{f}
	}
	if err := e.putRight(l); err != nil && !errors.Is(err, record.ErrNotFound) {
		f.Err = err
	}
	return []Finding{f}
}

// checkNames looks for containers whose name leads to another one or to none.
func (e *Engine) checkNames(dryRun bool) ([]Finding, error) {
	ids, err := e.store.IDs()
	if err != nil {
		return nil, err
	}
	names, err := e.store.Names()
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, id := range ids {
		r, err := e.store.Read(id)
		if err != nil || names[r.Name] == id {
			continue // what cannot be read is told by checkRecords
		}
		f := Finding{What: fmt.Sprintf("%s: its name %s is lost", r.ShortID(), r.Name), Then: "named again"}
		if !dryRun {
			f.Err = e.nameAgain(r)
		}
		found = append(found, f)
	}
	return found, nil
}

// nameAgain gives the container its name back, or, if that is another's now, a new one.
func (e *Engine) nameAgain(r record.Record) error {
	l, err := e.store.Lock(r.ID)
	if err != nil {
		return err
	}
	defer l.Unlock()
	err = l.Rename(r.Name)
	for try := 0; errors.Is(err, record.ErrNameInUse); try++ {
		err = l.Rename(randomName(try))
	}
	return err
}

// checkShims looks for shims whose container somebody has removed below them.
func (e *Engine) checkShims(dryRun bool) ([]Finding, error) {
	shims, err := shim.Find(e.state)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, s := range shims {
		if _, err := e.store.Find(s.ID); !errors.Is(err, record.ErrNotFound) {
			continue
		}
		f := Finding{What: fmt.Sprintf("process %d: a shim whose container %s is gone", s.Process.PID, record.ShortID(s.ID)), Then: "killed"}
		if !dryRun {
			f.Err = killLeft(s.Process)
		}
		found = append(found, f)
	}
	return found, nil
}
