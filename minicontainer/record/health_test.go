package record

import (
	"slices"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/event"
)

// life is how a container's health changes by checks, one every minute, of which the letters tell how they end: + or -.
func life(how HealthCheck, checks string) (statuses []HealthStatus, last Health) {
	started := time.Unix(1_700_000_000, 0)
	last = Health{Status: Starting}
	for i, c := range checks {
		p := HealthProbe{Start: started.Add(time.Duration(i) * time.Minute), ExitCode: 1}
		if c == '+' {
			p.ExitCode = 0
		}
		last = last.After(p, how, started)
		statuses = append(statuses, last.Status)
	}
	return statuses, last
}

func TestHealthChangesAsDockersDoes(t *testing.T) {
	const s, h, u = Starting, Healthy, Unhealthy
	for _, c := range []struct {
		name   string
		how    HealthCheck
		checks string
		want   []HealthStatus
	}{
		{"well", HealthCheck{}, "++", []HealthStatus{h, h}},
		{"never well", HealthCheck{}, "----", []HealthStatus{s, s, u, u}},
		{"ill, and well again", HealthCheck{Retries: 2}, "+--+-", []HealthStatus{h, h, u, h, h}},
		{"a success between", HealthCheck{Retries: 2}, "+-+-+-", []HealthStatus{h, h, h, h, h, h}},
		{"the start period does not count", HealthCheck{Retries: 1, StartPeriod: 3 * time.Minute}, "---x-", []HealthStatus{s, s, s, u, u}},
		{"nor a success in it that came to nothing", HealthCheck{Retries: 1, StartPeriod: 3 * time.Minute}, "-+-", []HealthStatus{s, h, u}},
	} {
		if got, _ := life(c.how, c.checks); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestTheLastFiveChecksAreKept(t *testing.T) {
	_, h := life(HealthCheck{}, "++++++-")
	if len(h.Log) != 5 || h.Log[4].ExitCode != 1 || h.Log[0].Start.Minute() != time.Unix(1_700_000_000, 0).Add(2*time.Minute).Minute() {
		t.Errorf("kept: %+v", h.Log)
	}
	if h.FailingStreak != 1 {
		t.Errorf("%d checks have failed in a row, want 1", h.FailingStreak)
	}
}

func TestThePauseIsShortWhileTheContainerStarts(t *testing.T) {
	how := HealthCheck{Interval: time.Hour, StartInterval: time.Second, StartPeriod: time.Minute}
	for _, c := range []struct {
		status HealthStatus
		ran    time.Duration
		want   time.Duration
	}{
		{Starting, 0, time.Second}, {Healthy, 0, time.Hour}, {Starting, time.Minute, time.Hour}, {Unhealthy, 0, time.Hour},
	} {
		if got := how.Pause(c.status, c.ran); got != c.want {
			t.Errorf("%s after %v: %v, want %v", c.status, c.ran, got, c.want)
		}
	}
	if got := (HealthCheck{}).Pause(Starting, 0); got != 30*time.Second {
		t.Errorf("by default: %v", got)
	}
}

func TestHealthIsOfOneRun(t *testing.T) {
	s := Open(t.TempDir())
	r := make1(t, s, "web")
	if h := s.Health(r); h != nil {
		t.Errorf("of one that is not checked: %+v", h)
	}
	r.HealthCheck = &HealthCheck{Test: []string{"true"}}
	if h := s.Health(r); h != nil {
		t.Errorf("of one that never ran: %+v", h)
	}
	r.State.Started = time.Now()
	for range 2 {
		if err := s.SaveHealth(r, Health{Status: Unhealthy, FailingStreak: 4}); err != nil {
			t.Fatal(err)
		}
	}
	if h := s.Health(r); h == nil || h.Status != Unhealthy || h.FailingStreak != 4 {
		t.Errorf("of this run: %+v", h)
	}
	r.State.Started = r.State.Started.Add(time.Second)
	if h := s.Health(r); h == nil || h.Status != Starting || len(h.Log) > 0 {
		t.Errorf("of the next run: %+v", h)
	}
	told := 0
	err := s.Events().Read(event.Span{Until: time.Now()}, func(e event.Event) error {
		if e.Action == "health_status: unhealthy" {
			told++
		}
		return nil
	})
	if told != 1 || err != nil {
		t.Errorf("told %d times, %v; want once", told, err)
	}
}
