package compare

import (
	"context"
	"sync"

	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
	"github.com/minicontainer/minicontainer/minicontainer/compare/sample"
)

// Density is how memory grows with the number of instances. What they share, such as the pages of the program's file, is paid for
// once by all processes and containers, and by each guest again.
type Density struct {
	Points         []DensityPoint `json:"points"`
	SlopeBytes     float64        `json:"slope_bytes"` // one more costs that
	InterceptBytes float64        `json:"intercept_bytes"`
	ResidualBytes  float64        `json:"residual_bytes"` // how far the points are from the line (root of the mean square)
}

// DensityPoint is what a number of instances take together.
type DensityPoint struct {
	Count        int     `json:"count"`
	PSSBytes     float64 `json:"pss_bytes"`
	RSSBytes     float64 `json:"rss_bytes"`     // what adding up the wrong number shows
	MissingBytes float64 `json:"missing_bytes"` // by how much the host's MemAvailable is lower than before; others move it, too
}

func (c *comparison) densities(ctx context.Context) {
	c.each(ctx, 0, "density", func(r *Result) error {
		density, err := c.crowd(ctx, r)
		if err != nil {
			return err
		}
		r.Density = density
		return nil
	})
}

// crowd starts more and more instances, none of which ends before the last one has been measured.
func (c *comparison) crowd(ctx context.Context, r *Result) (*Density, error) {
	var crowd []*instance
	defer func() { endAll(crowd) }()
	before := available()
	density := &Density{}
	for n, count := range c.Counts {
		c.Progress(r.Name, "density", n+1, len(c.Counts))
		more, err := c.several(ctx, r, count-len(crowd))
		crowd = append(crowd, more...)
		if err != nil {
			return nil, err
		}
		u := measureMemory(r.Kind, crowd...)
		density.Points = append(density.Points, DensityPoint{
			Count: count, MissingBytes: before - available(),
			PSSBytes: u.sum(func(p HostProcess) uint64 { return p.PSSBytes }),
			RSSBytes: u.sum(func(p HostProcess) uint64 { return p.RSSBytes }),
		})
	}
	line, err := sample.Fit(density.places())
	density.SlopeBytes, density.InterceptBytes, density.ResidualBytes = line.Slope, line.Intercept, line.Residual
	return density, err
}

func (d *Density) places() []sample.Point {
	var points []sample.Point
	for _, p := range d.Points {
		points = append(points, sample.Point{X: float64(p.Count), Y: p.PSSBytes})
	}
	return points
}

// several starts n at once, as many at a time as there are processors: more would only wait for each other, and for a deadline that
// is one start's. It returns those that are ready, also with an error.
func (c *comparison) several(ctx context.Context, r *Result, n int) ([]*instance, error) {
	var (
		wait  sync.WaitGroup
		mu    sync.Mutex
		ready []*instance
		errs  []error
	)
	turns := make(chan struct{}, c.report.Machine.Cores)
	for range n {
		wait.Add(1)
		token := c.mark()
		go func() {
			defer wait.Done()
			turns <- struct{}{}
			defer func() { <-turns }()
			i, err := c.ready(ctx, r, probe.OrderReady, token)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				errs = append(errs, err)
				return
			}
			ready = append(ready, i.instance)
		}()
	}
	wait.Wait()
	if len(errs) > 0 {
		return ready, errs[0]
	}
	return ready, ctx.Err()
}

func endAll(crowd []*instance) {
	var wait sync.WaitGroup
	for _, i := range crowd {
		wait.Add(1)
		go func() {
			defer wait.Done()
			i.end()
		}()
	}
	wait.Wait()
}

func available() float64 { return float64(fieldsOf(text("/proc/meminfo"))["MemAvailable"]) }
