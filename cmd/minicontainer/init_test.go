//go:build linux

package main

import "testing"

// Without a shell above it nobody could let a program go on that Ctrl-Z has stopped: no key would do
// anything any more. It must not matter what the program does at that moment; a shell that starts one
// program after the other is often met in the middle of a fork.
func TestCtrlZDoesNotFreezeAProgramBelowInit(t *testing.T) {
	newState(t)
	containersPossible(t)
	s := startSession(t, container("run", "--rm", "-it", "--init", "base", "sh", "-c", "while :; do echo turn; env true; done"))
	for range 50 {
		s.expect("turn")
		s.send("\x1a")
	}
	s.expect("turn")
	s.send("\x03")
	if status := s.end(); status != 130 {
		t.Errorf("after Ctrl-C it ended with %d", status)
	}
}

// A session of its own must not lose the program its terminal, nor a shell its job control.
func TestAProgramBelowInitHasTheTerminal(t *testing.T) {
	newState(t)
	containersPossible(t)
	s := startSession(t, container("run", "--rm", "-it", "--init", "base", "sh"))
	s.send("sh -c 'echo rea''dy; exec cat'\r")
	s.expect("ready\r\n")
	s.send("typed\r")
	s.expect("typed\r\ntyped\r\n")
	s.send("\x1a")
	s.expect("Stopped")
	s.send("kill -9 %1; wait; stty size </dev/tty; exit 9\r")
	s.expect("24 80\r\n")
	if status := s.end(); status != 9 {
		t.Errorf("it ended with %d", status)
	}
}

// TestWhoIsStoppedAtOnceBelowInitEndsBySIGTERM: the init listens before a signal can find it deaf.
func TestWhoIsStoppedAtOnceBelowInitEndsBySIGTERM(t *testing.T) {
	containersPossible(t)
	newState(t)
	const often = 15
	for range often {
		must(t, container("run", "-d", "--init", "--name", "quick", "base", "sleep", "1000"))
		must(t, container("stop", "-t", "20", "quick"))
		code := output(t, container("inspect", "-f", "{{.State.ExitCode}}", "quick"))
		must(t, container("rm", "quick"))
		if code != "143\n" {
			t.Fatalf("it ended with %s", code)
		}
	}
}
