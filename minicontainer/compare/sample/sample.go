// Package sample reads numbers that were measured several times.
//
// One measurement is an anecdote: the first run finds cold caches, another is interrupted by
// somebody else's work. So there are at least five, the first is told apart if it is an outlier, and what is
// reported is the middle one, which no single outlier moves, and not the mean, which each one moves. All of them
// are kept, so that whoever doubts can look.
package sample

import "slices"

// Enough is how many runs a median needs to be worth printing.
const Enough = 5

// ColdFactor is by how much the first run must exceed the median of the others to be called cold.
const ColdFactor = 2

// Median is the middle value; of an even number of them, the mean of the two in the middle; of none, 0.
func Median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// Cold tells whether the first of the values, in the order in which they were taken, is more than ColdFactor times
// the median of the others. Of fewer than three nothing can be said.
func Cold(values []float64) bool {
	return len(values) >= 3 && values[0] > ColdFactor*Median(values[1:])
}

// Warm are the values without the first if that one is cold.
func Warm(values []float64) []float64 {
	if Cold(values) {
		return values[1:]
	}
	return values
}
