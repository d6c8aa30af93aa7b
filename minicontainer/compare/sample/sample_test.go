package sample

import (
	"math"
	"testing"
)

func TestMedianIsTheMiddleAndNoOutlierMovesIt(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{
		{nil, 0}, {[]float64{3}, 3}, {[]float64{1, 2}, 1.5}, {[]float64{5, 1, 3}, 3},
		{[]float64{4, 1, 3, 2}, 2.5}, {[]float64{900, 2, 1, 3, 2}, 2},
	} {
		before := append([]float64(nil), c.values...)
		if got := Median(c.values); got != c.want {
			t.Errorf("Median(%v) = %v, want %v", c.values, got, c.want)
		}
		for i := range before {
			if before[i] != c.values[i] {
				t.Errorf("Median changed the order of its argument: %v", c.values)
			}
		}
	}
}

func TestOnlyTheFirstRunCanBeCold(t *testing.T) {
	for _, c := range []struct {
		values []float64
		cold   bool
	}{
		{[]float64{9, 1, 1, 1, 1}, true},
		{[]float64{2, 1, 1, 1, 1}, false}, // exactly the factor
		{[]float64{2.1, 1, 1, 1, 1}, true},
		{[]float64{1, 9, 1, 1, 1}, false},
		{[]float64{9, 1}, false},
		{nil, false},
	} {
		if Cold(c.values) != c.cold {
			t.Errorf("Cold(%v) = %v", c.values, !c.cold)
		}
		want := len(c.values)
		if c.cold {
			want--
		}
		if got := len(Warm(c.values)); got != want {
			t.Errorf("Warm(%v) has %d values", c.values, got)
		}
	}
}

func TestFitFindsTheLineAndHowFarThePointsAreFromIt(t *testing.T) {
	line, err := Fit([]Point{{1, 13}, {5, 25}, {10, 40}})
	if err != nil || math.Abs(line.Slope-3) > 1e-9 || math.Abs(line.Intercept-10) > 1e-9 || line.Residual > 1e-9 {
		t.Errorf("Fit = %+v, %v", line, err)
	}
	line, err = Fit([]Point{{0, 1}, {1, -1}, {2, -1}, {3, 1}})
	if err != nil || math.Abs(line.Slope) > 1e-9 || math.Abs(line.Residual-1) > 1e-9 {
		t.Errorf("Fit = %+v, %v", line, err)
	}
}

func TestTwoPlacesAreNoLine(t *testing.T) {
	for _, points := range [][]Point{nil, {{1, 1}}, {{1, 1}, {5, 5}}, {{1, 1}, {1, 2}, {5, 5}}} {
		if line, err := Fit(points); err == nil {
			t.Errorf("Fit(%v) = %+v", points, line)
		}
	}
}
