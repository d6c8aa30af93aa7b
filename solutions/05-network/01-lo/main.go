//go:build linux

// Given; the exercise is in lo.go. The program runs COMMAND as often as COUNT says, all at once, from as many goroutines;
// others keep its threads busy, as in any large program. Then it goes on, as a server does, until its input ends.
package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync/atomic"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// The main goroutine stays on the first thread, the one that /proc/PID shows and that cannot end before the program, and
// nothing else runs there.
func init() { runtime.LockOSThread() }

func main() {
	args := given.Arguments(2, "COUNT COMMAND…")
	count, err := strconv.Atoi(args[0])
	if err != nil {
		given.GiveUp(err)
	}
	stop := keepBusy()
	ended := make(chan error)
	for range count {
		go func() { ended <- alone(args[1:]) }()
	}
	for range count {
		err := <-ended
		var status *exec.ExitError
		if err != nil && !errors.As(err, &status) { // how a command ends is its own affair
			given.GiveUp(err)
		}
	}
	stop()
	io.Copy(io.Discard, os.Stdin) //nolint:errcheck // an end is an end
}

func keepBusy() (stop func()) {
	runtime.GOMAXPROCS(2)
	var done atomic.Bool
	for _, work := range []func(){runtime.Gosched, runtime.Gosched, runtime.GC} {
		go func() {
			for !done.Load() {
				work()
			}
		}()
	}
	return func() { done.Store(true) }
}
