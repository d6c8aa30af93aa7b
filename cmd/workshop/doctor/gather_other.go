//go:build !linux

package doctor

import "runtime"

// RunIfProbe does nothing: there is no probe for another kernel.
func RunIfProbe() {}

// Gather finds nothing to say about another kernel than its architecture.
func Gather() Facts { return Facts{Arch: runtime.GOARCH} }
