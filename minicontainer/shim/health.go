// The health of a container: who runs the checks, and when.
//
//	shim                         checkup, this program again            container
//	 │ waits for an interval        │                                       │
//	 ├─ starts ────────────────────▶│ seals itself, reads the record        │
//	 │                              ├─ sandbox.Enter ──────────────────────▶│ the check's command
//	 │                              │◀───────────────── what it prints, its exit status
//	 │                              │ writes health.json
//	 │◀─ exit status: the health ───┤
//	 │ waits for an interval
//
// The shim itself does no more than that: who enters a container must run from a copy of the program in memory, which
// is as large as the program (sandbox/self.go), and the shim is there all the time.

package shim

import (
	"os"
	"sync"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// Checks are the health checks of a container that runs. The zero value, and nil, are those of one that has none.
type Checks struct {
	id, state string
	how       record.HealthCheck
	started   time.Time

	stop  chan struct{}
	ended chan struct{}

	mu      sync.Mutex
	stopped bool
	now     *os.Process // the check that runs
}

// CheckHealth has the container of that record, which runs, checked again and again until Stop is called.
func CheckHealth(state string, r record.Record) *Checks {
	if r.HealthCheck == nil {
		return nil
	}
	c := &Checks{id: r.ID, state: state, how: *r.HealthCheck, started: r.State.Started, stop: make(chan struct{}), ended: make(chan struct{})}
	go c.run()
	return c
}

// Stop ends a check that runs, and returns when there will be no more.
func (c *Checks) Stop() {
	if c == nil {
		return
	}
	c.mu.Lock()
	c.stopped = true
	if c.now != nil {
		c.now.Kill() //nolint:errcheck // it may have ended
	}
	c.mu.Unlock()
	close(c.stop)
	<-c.ended
}

func (c *Checks) run() {
	defer close(c.ended)
	health := record.Starting
	for {
		select {
		case <-c.stop:
			return
		case <-time.After(c.how.Pause(health, time.Since(c.started))):
		}
		health = c.check()
	}
}

// check runs one check and returns the health after it. One that could not even be tried changes nothing.
func (c *Checks) check() record.HealthStatus {
	process := c.start()
	if process == nil {
		return record.Starting
	}
	state, err := process.Wait()
	c.mu.Lock()
	c.now = nil
	c.mu.Unlock()
	if err != nil {
		return record.Starting
	}
	for status, code := range checkupCodes {
		if code == state.ExitCode() {
			return status
		}
	}
	return record.Starting
}

// start starts the checkup, unless all is over; nil: it did not.
func (c *Checks) start() *os.Process {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return nil
	}
	defer null.Close()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopped {
		return nil
	}
	c.now, err = os.StartProcess("/proc/self/exe", []string{checkupName, c.id, c.state}, &os.ProcAttr{
		Dir: "/", Env: []string{"PATH=" + os.Getenv("PATH")}, Files: []*os.File{null, null, null},
	})
	if err != nil {
		c.now = nil
	}
	return c.now
}
