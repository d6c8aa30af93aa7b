package compare

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
	"github.com/minicontainer/minicontainer/minicontainer/compare/sample"
)

// Format is the number of the report's form; a reader refuses one that it does not know.
const Format = 1

// Report is all that was measured, and how. As JSON its names say their units.
type Report struct {
	Format      int               `json:"format"`
	Date        time.Time         `json:"date"` // UTC
	Image       string            `json:"image"`
	Machine     Machine           `json:"machine"`
	Host        probe.Look        `json:"host"`               // what the probe sees on the host
	Versions    map[string]string `json:"versions,omitempty"` // of the programs that took part
	Method      Method            `json:"method"`
	TookSeconds float64           `json:"took_seconds"`
	Kinds       []*Result         `json:"kinds"`
}

// Method is what somebody must know who wants to measure the same.
type Method struct {
	Runs            int      `json:"runs"`        // of each kind, in turn
	ColdFactor      float64  `json:"cold_factor"` // the first run is cold if it is that many times the median of the others
	Reported        string   `json:"reported"`    // which of the samples
	Counts          []int    `json:"counts"`      // how many at once, for density
	DeadlineSeconds float64  `json:"deadline_seconds"`
	BudgetSeconds   float64  `json:"budget_seconds"`
	Probe           string   `json:"probe"`             // the program's name in every kind
	Command         []string `json:"command,omitempty"` // of the user's
	CachesDropped   bool     `json:"caches_dropped"`    // never
}

func (o Options) method() Method {
	return Method{
		Runs: o.Runs, ColdFactor: sample.ColdFactor, Reported: "median of the samples that are not cold", Counts: o.Counts,
		DeadlineSeconds: o.Deadline.Seconds(), BudgetSeconds: o.Budget.Seconds(), Probe: probe.Name, Command: o.Command,
	}
}

// Result is what was measured of one kind.
type Result struct {
	Kind
	Failed      string   `json:"failed,omitempty"` // why it has been left out from some point on
	Notes       []string `json:"notes,omitempty"`  // what was left out, or looks odd
	HoldsKVM    bool     `json:"holds_kvm"`        // one of its processes had a virtual machine of /dev/kvm open
	CommandLine string   `json:"command_line"`     // that starts the probe in it, as typed

	Samples []Sample           `json:"samples"` // in the order in which they were taken
	Medians map[string]float64 `json:"medians"` // by measure and unit: "ready_seconds"

	Processes  []HostProcess `json:"processes,omitempty"`   // that one instance has on the host, at one moment
	MemorySeen *probe.Memory `json:"memory_seen,omitempty"` // what one instance believes of its memory
	Files      []FileSize    `json:"files,omitempty"`
	Tree       *probe.Tree   `json:"tree,omitempty"` // the root file system's digest
	Density    *Density      `json:"density,omitempty"`
	Isolation  *Isolation    `json:"isolation,omitempty"`
}

// Sample is one measurement.
type Sample struct {
	Measure string  `json:"measure"`
	Run     int     `json:"run"` // from 1
	Value   float64 `json:"value"`
	Unit    string  `json:"unit"` // seconds or bytes
	Cold    bool    `json:"cold,omitempty"`
}

// TakesPart tells whether it can be measured, and has been so far.
func (r *Result) TakesPart() bool { return r.Missing == "" && r.Failed == "" }

// Values are a measure's samples in their order.
func (r *Result) Values(measure string) []float64 {
	var values []float64
	for _, s := range r.Samples {
		if s.Measure == measure {
			values = append(values, s.Value)
		}
	}
	return values
}

// Median is the measure's median, if there is one. The name has the unit in it.
func (r *Result) Median(name string) (float64, bool) {
	value, ok := r.Medians[name]
	return value, ok
}

// add keeps a sample, and judges anew which one is cold and what the median is.
func (r *Result) add(measure string, value float64, unit string) {
	values := append(r.Values(measure), value)
	r.Samples = append(r.Samples, Sample{Measure: measure, Run: len(values), Value: value, Unit: unit})
	for i := range r.Samples {
		if s := &r.Samples[i]; s.Measure == measure && s.Run == 1 {
			s.Cold = sample.Cold(values)
		}
	}
	r.Medians[measure+"_"+unit] = sample.Median(sample.Warm(values))
}

func (r *Result) leaveOut(what string, budget time.Duration) {
	note := fmt.Sprintf("%s: left out, as the %v for everything were used up", what, budget)
	if !slices.Contains(r.Notes, note) {
		r.Notes = append(r.Notes, note)
	}
}

// Find is the result of a kind, or nil.
func (r *Report) Find(kind string) *Result {
	for _, result := range r.Kinds {
		if result.Name == kind {
			return result
		}
	}
	return nil
}

func (r *Report) anything() bool {
	for _, result := range r.Kinds {
		if len(result.Samples) > 0 {
			return true
		}
	}
	return false
}

func (r *Report) firstFailure() string {
	for _, result := range r.Kinds {
		for _, why := range []string{result.Failed, result.Missing} {
			if why != "" {
				return result.Name + ": " + why
			}
		}
	}
	return "there are no kinds"
}

// WriteJSON writes the report.
func (r *Report) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// Read reads what WriteJSON has written.
func Read(from io.Reader) (*Report, error) {
	var r Report
	if err := json.NewDecoder(from).Decode(&r); err != nil {
		return nil, fmt.Errorf("read comparison: %w", err)
	}
	if r.Format != Format {
		return nil, fmt.Errorf("read comparison: it has format %d, and this program knows %d", r.Format, Format)
	}
	return &r, nil
}
