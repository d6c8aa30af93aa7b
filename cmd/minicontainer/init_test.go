//go:build linux

package main

import "testing"

// Without a shell above it nobody could let a program go on that Ctrl-Z has stopped: no key would do
// anything any more.
func TestCtrlZDoesNotFreezeAProgramBelowInit(t *testing.T) {
	newState(t)
	containersPossible(t)
	s := startSession(t, container("run", "--rm", "-it", "--init", "base", "sh", "-c", "trap 'echo went on' CONT; echo ready; while :; do sleep 1; done"))
	s.expect("ready")
	s.send("\x1a")
	s.expect("went on")
	s.send("\x03")
	if status := s.end(); status != 130 {
		t.Errorf("after Ctrl-C it ended with %d", status)
	}
}
