//go:build linux

package fakehost

import (
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// Hostname is the host name in the process's UTS namespace, as the kernel says it there; "" if it
// cannot be asked. No file of /proc/PID has it: a thread of the judge joins the namespace,
// asks, and is thrown away. Source: uts_namespaces(7), uname(2).
func (p Process) Hostname() string {
	said := make(chan string)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with this goroutine
		said <- p.hostname()
	}()
	return <-said
}

func (p Process) hostname() string {
	ns, err := os.Open(p.path("ns/uts"))
	if err != nil {
		return ""
	}
	defer ns.Close()
	var u unix.Utsname
	if unix.Setns(int(ns.Fd()), unix.CLONE_NEWUTS) != nil || unix.Uname(&u) != nil {
		return ""
	}
	return unix.ByteSliceToString(u.Nodename[:])
}
