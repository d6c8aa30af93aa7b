//go:build linux

package main

import "fmt"

// density solves the normal equations.
func density(points []point, budget float64) (slope, base float64, room int, err error) {
	var n, x, y, xx, xy float64
	different := map[float64]struct{}{}
	for _, p := range points {
		c := float64(p.count)
		different[c] = struct{}{}
		n, x, y, xx, xy = n+1, x+c, y+p.pss, xx+c*c, xy+c*p.pss
	}
	det := n*xx - x*x
	if len(different) <= 2 || det == 0 {
		return 0, 0, 0, fmt.Errorf("%d different counts", len(different))
	}
	slope, base = (n*xy-x*y)/det, (xx*y-x*xy)/det
	if !(slope > 0) {
		return slope, base, 0, fmt.Errorf("a slope of %f", slope)
	}
	for base+slope*float64(room+1) <= budget {
		room++
	}
	return slope, base, room, nil
}
