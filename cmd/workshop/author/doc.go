// Package author is for those who write lessons and exercises: it makes skeletons
// (workshop new) and tells what a lesson or an exercise still lacks (workshop verify).
//
// A skeleton's placeholders stand between « and »; as long as one is left, the walk
// through the course says where.
package author
