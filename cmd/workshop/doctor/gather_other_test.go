//go:build !linux

package doctor

// addHangingProbe does nothing: there are no probes here.
func addHangingProbe() {}
