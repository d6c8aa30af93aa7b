package page

import (
	"math"
	"strings"
)

// scale maps a value to a place on the page, in pixels.
type scale struct {
	from, to   float64 // values
	begin, end float64 // pixels
	log        bool
}

func (s scale) at(value float64) float64 {
	share := (value - s.from) / (s.to - s.from)
	if s.log {
		value = max(value, s.from)
		share = math.Log(value/s.from) / math.Log(s.to/s.from)
	}
	return s.begin + share*(s.end-s.begin)
}

// decades is a logarithmic scale whose ends are powers of ten around the values, and the powers between them.
func decades(least, most, begin, end float64) (scale, []float64) {
	low, high := math.Floor(math.Log10(least)), math.Ceil(math.Log10(most))
	if high <= low {
		high = low + 1
	}
	var ticks []float64
	for power := low; power <= high; power++ {
		ticks = append(ticks, math.Pow(10, power))
	}
	return scale{from: math.Pow(10, low), to: math.Pow(10, high), begin: begin, end: end, log: true}, ticks
}

// fromZero is a scale of bytes from nothing to the most, with a few round ticks.
func fromZero(most, begin, end float64) (scale, []float64) {
	step := roundStep(most)
	var ticks []float64
	for tick := 0.0; tick <= most*1.001; tick += step {
		ticks = append(ticks, tick)
	}
	return scale{to: max(most, step), begin: begin, end: end}, ticks
}

// roundStep is a quarter of the most or a little more, in the unit in which the most is read: 1, 2 or 5 of it, or of its tenths,
// tens or hundreds.
func roundStep(most float64) float64 {
	unit := 1024.0
	for unit*1000 <= most {
		unit *= 1024
	}
	for power := 0.1; ; power *= 10 {
		for _, digit := range []float64{1, 2, 5} {
			if step := unit * power * digit; step >= most/5 {
				return step
			}
		}
	}
}

// tick is a value as an axis shows it: "1 ms", where a measured one is "1.00 ms".
func tick(value string) string {
	number, unit, _ := strings.Cut(value, " ")
	if strings.Contains(number, ".") {
		number = strings.TrimRight(strings.TrimRight(number, "0"), ".")
	}
	return strings.TrimSuffix(number+" "+unit, " ")
}
