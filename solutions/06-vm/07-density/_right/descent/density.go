//go:build linux

package main

import (
	"errors"
	"slices"
)

// density looks for the slope by halving: the sum of the distances, weighed by the counts, is zero at the right one.
func density(points []point, budget float64) (slope, base float64, room int, err error) {
	slices.SortFunc(points, func(a, b point) int { return a.count - b.count })
	if len(slices.CompactFunc(slices.Clone(points), func(a, b point) bool { return a.count == b.count })) < 3 {
		return 0, 0, 0, errors.New("too few")
	}
	low, high := -1e12, 1e12
	for range 200 {
		slope = (low + high) / 2
		base = mean(points, func(p point) float64 { return p.pss - slope*float64(p.count) })
		if mean(points, func(p point) float64 { return (p.pss - slope*float64(p.count) - base) * float64(p.count) }) > 0 {
			low = slope
		} else {
			high = slope
		}
	}
	if slope <= 0 {
		return 0, 0, 0, errors.New("falls")
	}
	if budget > base {
		room = int((budget - base) / slope)
	}
	return slope, base, room, nil
}

func mean(points []point, of func(point) float64) (m float64) {
	for _, p := range points {
		m += of(p)
	}
	return m / float64(len(points))
}
