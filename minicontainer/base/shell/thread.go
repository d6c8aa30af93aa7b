package shell

import (
	"os"
	"path/filepath"
	"runtime"
)

// The main goroutine of a shell stays on the first thread of the process.
//
// In C a program has one thread, and what exec leaves untouched is simply the
// process's. In Go the main goroutine moves between threads, and execve(2) keeps
// the attributes of the calling one. Among them is the parent-death signal
// (PR_SET_PDEATHSIG), which new threads do not inherit: an `exec sleep` from
// another thread than the first would outlive the parent that set the signal.
//
// Only init runs on the first thread for certain; main inherits its lock. A
// program that merely contains the shell is left as it is.
func init() {
	if name := filepath.Base(os.Args[0]); name == "sh" || name == "-sh" {
		runtime.LockOSThread()
	}
}
