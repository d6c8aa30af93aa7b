package applet

import (
	"os"
	"runtime"
)

// The main goroutine of an applet stays on the first thread of the process.
//
// Many applets become another program (env, nohup, setsid, chroot, unshare,
// nsenter), and execve(2) keeps the attributes of the thread that calls it. Go
// moves goroutines between threads, and new threads have no parent-death signal
// (PR_SET_PDEATHSIG): `env sleep 1000` from another thread than the first would
// outlive the parent that set the signal.
//
// Only init runs on the first thread for certain; main inherits its lock. A
// program that merely contains the applets is left as it is.
func init() {
	name := appletName(os.Args[0])
	if isMultiCall(name) || find(name) != nil {
		runtime.LockOSThread()
	}
}
