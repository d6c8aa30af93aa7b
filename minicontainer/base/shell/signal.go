package shell

import (
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Three dispositions, and how Go is brought to them. Go keeps a handler for
// most signals whether asked or not; with a handler a signal reaches PID 1 of a
// container that the kernel would otherwise discard.
//
//	catch    signal.Notify, after signal.Ignore: Go believes that its handler
//	         is still installed and would not install it again
//	ignore   signal.Ignore; children inherit it
//	default  syscalls.DefaultSignal, past the Go runtime; for PID 1 see discard

func (s *Shell) catch(sig unix.Signal) {
	signal.Ignore(sig)
	if os.Getpid() == 1 {
		settle() // one that was to be discarded is not for the trap
	}
	signal.Notify(s.caught, sig)
}

func ignore(sig unix.Signal) { signal.Ignore(sig) }

// defaultAction restores SIG_DFL.
func defaultAction(sig unix.Signal) {
	if os.Getpid() == 1 {
		discard(sig)
		return
	}
	signal.Reset(sig)
	syscalls.DefaultSignal(sig)
}

// discard does for PID 1 what the kernel does with a signal that has its default action, which it does only while the first thread
// does not block the signal: if that one does and another does not, the signal is deadly for PID 1, too (complete_signal() in
// kernel/signal.c; sig_ignored(), which is asked before, calls no blocked signal ignored). Go blocks all signals for a moment
// whenever it makes a process or a thread. In a child the default action is back after exec.
func discard(sig unix.Signal) {
	signal.Ignore(sig)
	signal.Notify(discarded, sig)
}

// discarded is read by nobody: what does not fit is dropped.
var discarded = make(chan os.Signal, 1)

// settle returns when the signals that have come so far are where they belong, which signal.Stop waits for.
func settle() {
	nobody := make(chan os.Signal, 1)
	signal.Notify(nobody, unix.SIGURG) // Go's own; it stays as it is
	signal.Stop(nobody)
}

// initialSignals gives signals their default action, but those that are ignored.
func initialSignals() {
	syscalls.DefaultSignals()
	if os.Getpid() != 1 {
		return
	}
	for _, sig := range []unix.Signal{unix.SIGHUP, unix.SIGINT, unix.SIGQUIT, unix.SIGTERM, unix.SIGUSR1, unix.SIGUSR2, unix.SIGALRM} {
		if !signal.Ignored(sig) {
			discard(sig)
		}
	}
}

// promptSignals must not end or stop a shell that someone types at. They are
// caught, not ignored: a caught signal has its default action again in a child
// after exec, an ignored one stays ignored.
var promptSignals = []unix.Signal{unix.SIGINT, unix.SIGQUIT, unix.SIGTERM, unix.SIGTSTP, unix.SIGTTIN, unix.SIGTTOU}

// release takes a signal to what it is without a trap.
func (s *Shell) release(sig unix.Signal) {
	if s.opts['i'] {
		for _, kept := range promptSignals {
			if kept == sig {
				s.catch(sig)
				return
			}
		}
	}
	if s.ignored[sig] {
		ignore(sig)
		return
	}
	defaultAction(sig)
}

// ignoredAtEntry finds the signals that nohup or a shell starting a background
// command wants ignored. Go keeps what it inherits for these two only.
func ignoredAtEntry() map[unix.Signal]bool {
	ignored := map[unix.Signal]bool{}
	for _, sig := range []unix.Signal{unix.SIGHUP, unix.SIGINT} {
		if signal.Ignored(sig) {
			ignored[sig] = true
		}
	}
	return ignored
}

// withoutInterrupts starts an asynchronous command of a shell without job
// control: it is in the same process group as the shell, and Ctrl-C is not
// meant for it (POSIX 2.11).
func (s *Shell) withoutInterrupts(start func()) {
	signals := []unix.Signal{unix.SIGINT, unix.SIGQUIT}
	for _, sig := range signals {
		ignore(sig)
	}
	start()
	for _, sig := range signals {
		s.reinstall(sig)
	}
}

func (s *Shell) reinstall(sig unix.Signal) {
	action, trapped := s.traps[signalName(sig)]
	switch {
	case !trapped:
		s.release(sig)
	case action == "":
		ignore(sig)
	default:
		s.catch(sig)
	}
}

// signalName is the name without SIG, or the number when there is none.
func signalName(sig syscall.Signal) string {
	if name := unix.SignalName(sig); name != "" {
		return strings.TrimPrefix(name, "SIG")
	}
	return strconv.Itoa(int(sig))
}

// parseSignal reads a name, with or without SIG, or a number.
func parseSignal(text string) (unix.Signal, bool) {
	if n, err := strconv.Atoi(text); err == nil {
		return unix.Signal(n), n >= 0 && n <= 64
	}
	sig := unix.SignalNum("SIG" + strings.TrimPrefix(strings.ToUpper(text), "SIG"))
	return sig, sig != 0
}

// signalText is how the end of a job by a signal is told.
func signalText(w syscall.WaitStatus) string {
	text := w.Signal().String()
	text = strings.ToUpper(text[:1]) + text[1:]
	if w.CoreDump() {
		text += " (core dumped)"
	}
	return text
}
