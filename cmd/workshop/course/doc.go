//go:build linux

// Package course is a learner's side of the exercises: where their files are, which have
// passed, how many hints were read, and the line of text in which all that survives
// a lost machine.
//
//	place.go     the folder the learner works in: a clone, or one made from this program
//	list.go      the exercises, and how one stands
//	progress.go  what is remembered
//	check.go     exercises in order, and what has to wait for what
//	keep.go      nothing a learner wrote is thrown away
//	export.go    progress as one line
//	scene.go     what an exercise is about, to look at
//	watch.go     a verdict after every save; event.go reads what the kernel says of them
package course
