// Package slides carries the decks, one a week in each language, in the program
// itself: whoever presents has the program, not always the repository.
package slides

import "embed"

// Decks holds NN-slug.md and NN-slug.ko.md.
//
//go:embed *.md
var Decks embed.FS
