package shell

import (
	"maps"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// A trap is text, kept under the name of its signal and run between two
// commands: never in the middle of one, because the shell's own data is then
// in order. `wait` alone is left at once.

// exitTrap is the condition that is not a signal.
const exitTrap = "EXIT"

// trapBuiltin is trap [action condition…].
func (s *Shell) trapBuiltin(args []string) int {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		for _, name := range slices.Sorted(maps.Keys(s.traps)) {
			s.printf("trap -- %s %s\n", quote(s.traps[name]), name)
		}
		return 0
	}
	action, conditions := args[0], args[1:]
	_, isNumber := parseSignal(action)
	if len(args) == 1 || isNumber && action[0] >= '0' && action[0] <= '9' {
		action, conditions = "-", args
	}
	status := 0
	for _, c := range conditions {
		if !s.setTrap(c, action) {
			s.errorf("trap: %s: bad trap", c)
			status = 1
		}
	}
	return status
}

func (s *Shell) setTrap(condition, action string) bool {
	if condition == exitTrap || condition == "0" {
		s.record(exitTrap, action)
		return true
	}
	sig, ok := parseSignal(condition)
	if !ok {
		return false
	}
	if s.ignored[sig] && !s.opts['i'] {
		return true // POSIX: what was ignored at the start cannot be trapped
	}
	s.record(signalName(sig), action)
	switch sig {
	case unix.SIGKILL, unix.SIGSTOP, unix.SIGCHLD: // not ours to change
	default:
		s.reinstall(sig)
	}
	return true
}

func (s *Shell) record(name, action string) {
	if action == "-" {
		delete(s.traps, name)
	} else {
		s.traps[name] = action
	}
}

// letSignalsArrive gives the Go runtime a moment after a child has ended. The
// kernel has delivered what the child sent before its end, but the handlers run
// on any thread and pass a signal on by a goroutine: without the pause a trap
// could be one command late.
func (s *Shell) letSignalsArrive() {
	for name, action := range s.traps {
		if name != exitTrap && action != "" {
			unix.Nanosleep(&unix.Timespec{Nsec: 1_000_000}, nil) //nolint:errcheck // woken early is fine
			return
		}
	}
}

// runPendingTraps acts on the signals that have arrived.
func (s *Shell) runPendingTraps() {
	for len(s.deferred) > 0 {
		sig := s.deferred[0]
		s.deferred = s.deferred[1:]
		s.runTrap(sig)
	}
	for {
		select {
		case sig := <-s.caught:
			s.runTrap(sig)
		default:
			return
		}
	}
}

// runTrap runs the action for one signal. It sees $? as it was and leaves it so.
func (s *Shell) runTrap(sig os.Signal) {
	action, ok := s.traps[signalName(sig.(unix.Signal))]
	if !ok {
		if sig == unix.SIGINT && s.opts['i'] {
			s.status = 128 + int(unix.SIGINT)
			s.abort()
		}
		return
	}
	s.runAction(action)
}

func (s *Shell) runAction(action string) {
	status, pending := s.status, s.jump
	s.jump = jump{}
	s.runText(action, "trap")
	if s.jump.kind == noJump {
		s.status, s.jump = status, pending
	}
}

// runExitTrap runs once, as the last thing the shell does.
func (s *Shell) runExitTrap() {
	action, ok := s.traps[exitTrap]
	delete(s.traps, exitTrap)
	if ok {
		s.runAction(action)
	}
}
