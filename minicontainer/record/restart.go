// Restart policies: who starts a container again that has ended.
//
//	            run by somebody                 ┌──── the program ends, and its policy says: again ────┐
//	created ──────────────────────▶ running ────┤                                                      ▼
//	exited                             ▲        └──── it says: no, or somebody has said stop ──▶   restarting
//	   ▲                               │                                                       │ (100 ms, 200 ms,
//	   └── stop, kill, rm ─────────────┼───────────────────────────────────────────────────────┤  … 1 minute)
//	                                   └───────────────────────────────────────────────────────┘
//
// Who waits is the shim that saw the end; see package shim.

package record

import "time"

// RestartPolicy is when a container is started again.
type RestartPolicy struct {
	Name    string `json:"name,omitempty"`    // one of the words below; "" is No
	Retries int    `json:"retries,omitempty"` // of OnFailure: how often at most; 0 is without end
}

// Docker's words. Always and UnlessStopped differ when the machine has started: what somebody has stopped, Always starts all the same.
const (
	No            = "no"
	OnFailure     = "on-failure"
	Always        = "always"
	UnlessStopped = "unless-stopped"
)

const (
	firstDelay = 100 * time.Millisecond
	lastDelay  = time.Minute

	// stableTime is how long a run lasts after which the next failure is taken for a new one.
	stableTime = 10 * time.Second
)

// again tells whether the policy wants a container to run again that nobody has stopped.
func (r Record) again(status int) bool {
	switch r.Restart.Name {
	case Always, UnlessStopped:
		return true
	case OnFailure:
		return status != 0 && (r.Restart.Retries == 0 || r.State.Restarts < r.Restart.Retries)
	}
	return false
}

// WithMachine tells whether the container, which does not run, is to be started with the machine.
func (r Record) WithMachine() bool {
	if r.State.Up() || r.State.Started.IsZero() {
		return false
	}
	return r.Restart.Name == Always || !r.State.Stopped && r.again(r.State.ExitCode)
}

// nextDelay doubles with each run that was short.
func nextDelay(last, ran time.Duration) time.Duration {
	if last == 0 || ran >= stableTime {
		return firstDelay
	}
	return min(2*last, lastDelay)
}
