//go:build linux

// Records: what was measured of several kinds, with random numbers.

package grader

import (
	"crypto/rand"
	"fmt"
	"math"
	"math/big"
	mrand "math/rand/v2"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/compare/sample"
)

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

// between is a random number.
func between(low, high int64) int64 {
	n, err := rand.Int(rand.Reader, big.NewInt(high-low+1))
	must(err)
	return low + n.Int64()
}

var kinds = []string{"container", "process", "vm"}

type (
	point struct {
		count    int
		rss, pss float64
	}
	points []point
	record map[string]points
)

// newRecord has a base that is most of it for containers, and next to none for machines: measured once both look the same. The
// points of a kind are in no order, and some counts were measured twice.
func newRecord() record {
	one := float64(between(30_000, 70_000))
	share := map[string]float64{"process": 0.8, "container": 0.9, "vm": 0.1}
	r := record{}
	for _, k := range kinds {
		l := line{slope: one * (1 - share[k]), base: one * share[k]}
		for r[k] == nil || !r[k].tellsApart() {
			r[k] = l.around(5, 1, 10, 2, 10, 20, 1)
		}
	}
	return r
}

// around are measurements of instances whose memory is on the line, but for what else happened meanwhile. Most of what they
// share is in the Rss of each.
func (l line) around(counts ...int) (p points) {
	for _, n := range counts {
		pss := math.Round((l.base + l.slope*float64(n)) * float64(between(990, 1010)) / 1000)
		p = append(p, point{n, math.Round(float64(n)*l.base*0.8 + pss - l.base*0.8), pss})
	}
	return p
}

// exactly are measurements on the line.
func (l line) exactly(counts ...int) (p points) {
	for _, n := range counts {
		pss := l.base + l.slope*float64(n)
		p = append(p, point{n, math.Round(float64(n)*l.base + pss - l.base), pss})
	}
	return p
}

// String is the points as evidence, not as they stand in the file but by count.
func (p points) String() string {
	sorted := slices.Clone(p)
	slices.SortStableFunc(sorted, func(a, b point) int { return a.count - b.count })
	lines := []string{"count, rss, pss"}
	for _, m := range sorted {
		lines = append(lines, fmt.Sprintf("%d, %.0f kB, %.0f kB", m.count, m.rss, m.pss))
	}
	return strings.Join(lines, "\n")
}

// csv is the record as a file, the kinds mixed.
func (r record) csv() string {
	var lines []string
	for kind, points := range r {
		for _, p := range points {
			lines = append(lines, fmt.Sprintf("%s,%d,%.0f,%.0f\n", kind, p.count, p.rss, p.pss))
		}
	}
	mrand.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	return "kind,count,rss,pss\n" + strings.Join(lines, "")
}

// line is what one more costs, and what all pay together.
type line struct{ slope, base float64 }

func (l line) String() string {
	return fmt.Sprintf("one more: %.0f kB, base: %.0f kB", l.slope, l.base)
}

func (l line) room(budget float64) int { return int(max(0, math.Floor((budget-l.base)/l.slope))) }

// near allows for what is lost in printing.
func near(a, b float64) bool { return math.Abs(a-b) <= 0.02+1e-6*math.Abs(b) }

// fit is the least-squares line through the Pss.
func fit(p points) line { return fitOf(p, func(m point) float64 { return m.pss }) }

func fitOf(p points, value func(point) float64) line {
	var places []sample.Point
	for _, m := range p {
		places = append(places, sample.Point{X: float64(m.count), Y: value(m)})
	}
	l, err := sample.Fit(places)
	must(err)
	return line{l.Slope, l.Intercept}
}
