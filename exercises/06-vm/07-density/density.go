//go:build linux

package main

import "errors"

// density finds the straight line count → memory that is nearest to the points (least squares; each point counts the same, also where
// several are of the same count): slope is what one more instance costs, base what is paid for all of them together. Both are in kB of
// the memory that is really used. room is how many instances fit in a budget, in kB; 0 if not even the base does.
//
// Points of fewer than three different counts are an error, and so is a line that does not rise.
func density(points []point, budget float64) (slope, base float64, room int, err error) {
	// TODO: which of the two sums? Then the line, then the room.
	return 0, 0, 0, errors.New("density is not written yet")
}
