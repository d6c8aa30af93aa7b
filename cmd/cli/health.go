//go:build linux

// Health checks: run's flags, and what is shown of a container's health.

package cli

import (
	"errors"
	"fmt"
	"time"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// healthFlags are those of run.
type healthFlags struct {
	command                                       string
	interval, timeout, startPeriod, startInterval time.Duration
	retries                                       int
	none                                          bool
}

func (f *healthFlags) addHealth(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.command, "health-cmd", "", "check the container's health by this `COMMAND`, run by sh in it")
	flags.DurationVar(&f.interval, "health-interval", 0, "`TIME` between two checks (default 30s)")
	flags.DurationVar(&f.timeout, "health-timeout", 0, "`TIME` after which a check has failed (default 30s)")
	flags.DurationVar(&f.startPeriod, "health-start-period", 0, "`TIME` that the container may take to start, in which\na check that fails does not count")
	flags.DurationVar(&f.startInterval, "health-start-interval", 0, "`TIME` between two checks in the start period (default 5s)")
	flags.IntVar(&f.retries, "health-retries", 0, "`N` checks that fail in a row make it unhealthy (default 3)")
	flags.BoolVar(&f.none, "no-healthcheck", false, "do not check, whatever the image says")
}

// shortest is what Docker takes for the shortest time that makes sense.
const shortest = time.Millisecond

func (f *healthFlags) checkHealth() error {
	for name, t := range map[string]time.Duration{
		"interval": f.interval, "timeout": f.timeout, "start-period": f.startPeriod, "start-interval": f.startInterval,
	} {
		if t < 0 || t > 0 && t < shortest {
			return fmt.Errorf("read --health-%s %v: at least %v", name, t, shortest)
		}
	}
	given := *f
	given.none = false
	switch {
	case f.retries < 0:
		return fmt.Errorf("read --health-retries %d: it is not negative", f.retries)
	case f.none && given != healthFlags{}:
		return errors.New("read --no-healthcheck: it does not go with the other --health flags")
	}
	return nil
}

// healthCheck is the flags' check and, where they say nothing, the image's; nil if there is none.
func (f *healthFlags) healthCheck(image dockerspec.DockerOCIImageConfig) *record.HealthCheck {
	var of dockerspec.HealthcheckConfig
	if image.Healthcheck != nil {
		of = *image.Healthcheck
	}
	given := of.Test
	if f.command != "" {
		given = []string{"CMD-SHELL", f.command}
	}
	test := healthTest(given, image.Shell)
	if f.none || len(test) == 0 {
		return nil
	}
	return &record.HealthCheck{
		Test: test, Given: given,
		Interval: orElse(f.interval, of.Interval), Timeout: orElse(f.timeout, of.Timeout),
		StartPeriod: orElse(f.startPeriod, of.StartPeriod), StartInterval: orElse(f.startInterval, of.StartInterval),
		Retries: orElse(f.retries, of.Retries),
	}
}

// healthTest is the program and its arguments; none, if nothing is to be run.
func healthTest(given, shell []string) []string {
	if len(given) < 2 {
		return nil // NONE, and what an image says by mistake
	}
	switch given[0] {
	case "CMD":
		return given[1:]
	case "CMD-SHELL":
		if len(shell) == 0 {
			shell = []string{"/bin/sh", "-c"}
		}
		return append(append([]string{}, shell...), given[1])
	}
	return nil
}

// orElse is the first that is not zero.
func orElse[T comparable](values ...T) (found T) {
	for _, v := range values {
		if v != found {
			return v
		}
	}
	return found
}

// healthNote is what ps adds to the status of a container that runs.
func healthNote(h *record.Health) string {
	switch {
	case h == nil:
		return ""
	case h.Status == record.Starting:
		return " (health: starting)"
	}
	return " (" + string(h.Status) + ")"
}

// healthView is a health check in the words of Docker's Config. Times are in nanoseconds.
type healthView struct {
	Test                                          []string
	Interval, Timeout, StartPeriod, StartInterval time.Duration `json:",omitempty"`
	Retries                                       int           `json:",omitempty"`
}

func newHealthView(h *record.HealthCheck) *healthView {
	if h == nil {
		return nil
	}
	return &healthView{h.Given, h.Interval, h.Timeout, h.StartPeriod, h.StartInterval, h.Retries}
}
