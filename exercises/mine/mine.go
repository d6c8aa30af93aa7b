//go:build !mine

// Package mine holds the part of a learner's own runtime that is given: main.go, the
// program into which the answers are put. See the comment there.
package mine

import _ "embed"

// Main is main.go.
//
//go:embed main.go
var Main []byte
