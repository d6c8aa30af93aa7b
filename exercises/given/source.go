//go:build linux

package given

import _ "embed"

// Source and TreeSource are given.go and tree.go, for a learner's folder that is made without a clone.
var (
	//go:embed given.go
	Source string
	//go:embed tree.go
	TreeSource string
)
