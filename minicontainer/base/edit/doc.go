// Package edit is a line editor for a terminal: what a shell reads its commands
// with. It gets the width of text right, above all of Hangul: a syllable is two
// columns wide, and one written as separate consonants and vowels (NFD, as
// macOS stores file names) is several characters in one place.
//
//	cluster.go  what the cursor steps over, and how wide it is
//	screen.go   where each cluster stands, and drawing it
//	key.go      bytes from the terminal become keys
//	edit.go     keys change the line
//	history.go, search.go, complete.go   up and down, Ctrl-R, Tab
//
// The line is kept as the bytes that were typed and the cursor as an offset in
// them, always at the edge of a cluster. Left out: vi mode, undo, numeric arguments.
package edit
