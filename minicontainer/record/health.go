// Whether a container is well: a command that is run in it again and again (--health-cmd, HEALTHCHECK).
//
//	            a check succeeds                  Retries checks in a row fail
//	starting ─────────────────────▶ healthy ───────────────────────────────────▶ unhealthy
//	   │                               ▲                a check succeeds            │ ▲
//	   │                               └────────────────────────────────────────────┘ │
//	   └── Retries checks in a row fail, those of the start period not counted ────────┘
//
// What the checks have found is in a file beside the record: it changes often, says nothing that a later command would have to
// know, and is of one run of the container. Source: Docker's dockerfile reference, HEALTHCHECK.

package record

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"
)

// HealthCheck is how a container is checked. What is zero is Docker's default.
type HealthCheck struct {
	Test          []string      `json:"test"`                    // the program and its arguments
	Given         []string      `json:"given,omitempty"`         // the same as it was given: CMD or CMD-SHELL, and what follows
	Interval      time.Duration `json:"interval,omitempty"`      // from the end of a check to the next
	Timeout       time.Duration `json:"timeout,omitempty"`       // after which a check has failed
	StartPeriod   time.Duration `json:"startPeriod,omitempty"`   // of the container's life, in which failing means nothing
	StartInterval time.Duration `json:"startInterval,omitempty"` // as Interval, in the start period
	Retries       int           `json:"retries,omitempty"`       // checks that fail in a row until the container is unhealthy
}

// Docker's defaults.
const (
	defaultInterval      = 30 * time.Second
	defaultStartInterval = 5 * time.Second
	defaultTimeout       = 30 * time.Second
	defaultRetries       = 3
)

// Patience is how long a check may take.
func (h HealthCheck) Patience() time.Duration { return orDefault(h.Timeout, defaultTimeout) }

// Pause is how long to wait for the next check of a container that has run for some time, with that health.
func (h HealthCheck) Pause(now HealthStatus, ran time.Duration) time.Duration {
	if now == Starting && ran < h.StartPeriod {
		return orDefault(h.StartInterval, defaultStartInterval)
	}
	return orDefault(h.Interval, defaultInterval)
}

func orDefault[T time.Duration | int](value, usual T) T {
	if value > 0 {
		return value
	}
	return usual
}

// HealthStatus is Docker's word.
type HealthStatus string

// See the drawing.
const (
	Starting  HealthStatus = "starting"
	Healthy   HealthStatus = "healthy"
	Unhealthy HealthStatus = "unhealthy"
)

// Health is what the checks have found, in the form in which Docker shows it.
type Health struct {
	Status        HealthStatus
	FailingStreak int           // checks that have failed since one succeeded
	Log           []HealthProbe // the last five checks
}

// HealthProbe is one check.
type HealthProbe struct {
	Start, End time.Time
	ExitCode   int    // 0 is well; -1: there is none, and Output says why
	Output     string // what it has printed: the beginning
}

const probesKept = 5

// After is the health after one more check of a container that began to run at started.
func (h Health) After(p HealthProbe, how HealthCheck, started time.Time) Health {
	h.Log = append(h.Log[max(0, len(h.Log)+1-probesKept):len(h.Log):len(h.Log)], p)
	switch {
	case p.ExitCode == 0:
		h.FailingStreak = 0
		h.Status = Healthy
	case h.Status == Starting && p.Start.Sub(started) < how.StartPeriod:
	default:
		h.FailingStreak++
		if h.FailingStreak >= orDefault(how.Retries, defaultRetries) {
			h.Status = Unhealthy
		}
	}
	return h
}

// healthFile is the file's content: the health, and of which run it is.
type healthFile struct {
	Health
	Started time.Time
}

func (s *Store) healthPath(id string) string { return filepath.Join(s.Dir(id), "health.json") }

// Health is what is known of a container's health; nil if it is not checked, or never ran.
func (s *Store) Health(r Record) *Health {
	if r.HealthCheck == nil || r.State.Started.IsZero() {
		return nil
	}
	var f healthFile
	text, err := os.ReadFile(s.healthPath(r.ID))
	if err != nil || json.Unmarshal(text, &f) != nil || !f.Started.Equal(r.State.Started) {
		return &Health{Status: Starting, Log: []HealthProbe{}} // the checks of this run are still to come
	}
	return &f.Health
}

// SaveHealth writes down the health of a container that runs, and tells of it if its status has changed.
func (s *Store) SaveHealth(r Record, h Health) error {
	before := s.Health(r)
	text, err := json.Marshal(healthFile{h, r.State.Started})
	if err == nil {
		err = writeFile(s.healthPath(r.ID), text, false)
	}
	if err != nil {
		return &WriteError{r.ShortID(), err}
	}
	if before == nil || before.Status != h.Status {
		s.Tell(r, "health_status: "+string(h.Status))
	}
	return nil
}
