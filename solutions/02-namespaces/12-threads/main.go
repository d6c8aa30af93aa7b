//go:build linux

// Given; the exercise is in threads.go. The program asks for COUNT network namespaces at once, from as many
// goroutines, has goroutines of its own work beside them, and then starts COMMAND and waits for it.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync/atomic"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// The main goroutine stays on the first thread, the one that /proc/PID shows, and nothing else runs there.
func init() { runtime.LockOSThread() }

func main() {
	args := given.Arguments(2, "COUNT COMMAND…")
	count, err := strconv.Atoi(args[0])
	if err != nil {
		given.GiveUp(fmt.Errorf("read COUNT: %w", err))
	}
	namespaces, err := askFor(count)
	if err != nil {
		given.GiveUp(err)
	}
	cmd := exec.Command(args[1], args[2:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		given.GiveUp(err)
	}
	runtime.KeepAlive(namespaces)
}

// askFor calls newNetwork from many goroutines at once. As in every busy program other goroutines want to run, and
// the garbage collector stops them all now and then: one that has waited for the kernel goes on wherever there is room.
func askFor(count int) ([]*os.File, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	var done atomic.Bool
	defer done.Store(true)
	for _, work := range []func(){runtime.Gosched, runtime.Gosched, runtime.Gosched, runtime.GC} {
		go func() {
			for !done.Load() {
				work()
			}
		}()
	}
	type answer struct {
		namespace *os.File
		err       error
	}
	answers := make(chan answer)
	for range count {
		go func() {
			namespace, err := newNetwork()
			answers <- answer{namespace, err}
			select {} // and lives on, as who serves a customer does
		}()
	}
	var all []*os.File
	var failed error
	for range count {
		a := <-answers
		all = append(all, a.namespace)
		if a.err != nil {
			failed = a.err
		}
	}
	return all, failed
}
