package lessons

import "embed"

// Texts are the chapters, SLUG/README.md and SLUG/README.ko.md, for people without a clone.
//
//go:embed */README.md */README.ko.md
var Texts embed.FS
