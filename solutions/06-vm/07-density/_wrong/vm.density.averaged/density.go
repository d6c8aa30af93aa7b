//go:build linux

package main

import (
	"errors"
	"math"
)

// density finds the straight line count → memory that is nearest to the points (least squares; each point counts the same, also where
// several are of the same count): slope is what one more instance costs, base what is paid for all of them together. Both are in kB of
// the memory that is really used. room is how many instances fit in a budget, in kB; 0 if not even the base does.
//
// Points of fewer than three different counts are an error, and so is a line that does not rise.
func density(points []point, budget float64) (slope, base float64, room int, err error) {
	sums := map[int]point{}
	times := map[int]float64{}
	for _, p := range points {
		sums[p.count] = point{count: p.count, pss: sums[p.count].pss + p.pss}
		times[p.count]++
	}
	points = nil
	for count, p := range sums {
		points = append(points, point{count: count, pss: p.pss / times[count]})
	}
	counts := map[int]bool{}
	var meanX, meanY float64
	for _, p := range points {
		counts[p.count] = true
		meanX += float64(p.count) / float64(len(points))
		meanY += p.pss / float64(len(points)) // a page that two share is in the Rss of both, and half of it in the Pss of each
	}
	if len(counts) < 3 {
		return 0, 0, 0, errors.New("any two points lie on a line: measure a third count")
	}
	var above, below float64
	for _, p := range points {
		dx := float64(p.count) - meanX
		above += dx * (p.pss - meanY)
		below += dx * dx
	}
	slope = above / below
	base = meanY - slope*meanX
	if slope <= 0 {
		return 0, 0, 0, errors.New("more instances do not cost more: something else was measured")
	}
	return slope, base, int(max(0, math.Floor((budget-base)/slope))), nil
}
