//go:build !linux

package grade

// Bench exists so that exercises can be listed on other systems; nothing is checked there.
type Bench struct{}
