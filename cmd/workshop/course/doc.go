//go:build linux

// Package course is a learner's side of the exercises: where their files are, which have
// passed, how many hints were read, and the line of text in which all that survives
// a lost machine.
//
//	place.go     the folder the learner works in: a clone, or one made from this program
//	progress.go  what is remembered
//	check.go     exercises in order, and what has to wait for what
//	keep.go      nothing a learner wrote is thrown away
//	export.go    progress as one line
//	watch.go     a verdict after every save
package course
