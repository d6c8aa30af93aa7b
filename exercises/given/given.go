//go:build linux

// Package given is the part of the code exercises that is not the exercise: what a
// program's main does when the learner's function has failed.
package given

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// JudgeEnv is set where a program is graded.
const JudgeEnv = "MINICONTAINER_JUDGE"

// GiveUp prints the error and ends the program with status 125, as a runtime does that could
// not make a container. Where the program is graded it stops itself first (SIGSTOP), so
// that the judge can look at the state the error has left; the judge ends it then.
func GiveUp(err error) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", filepath.Base(os.Args[0]), err)
	if os.Getenv(JudgeEnv) != "" {
		// To this thread: sent to the process, the signal could find another thread
		// first, and this one would be gone before it stops.
		runtime.LockOSThread()
		syscall.Tgkill(os.Getpid(), syscall.Gettid(), syscall.SIGSTOP) //nolint:errcheck // a process may always stop itself
	}
	os.Exit(125) //nolint:forbidigo // this is the end of main
}

// Arguments returns the program's arguments, or ends it with a line on how to call it if there
// are fewer than least.
func Arguments(least int, usage string) []string {
	if len(os.Args)-1 < least {
		fmt.Fprintf(os.Stderr, "usage: %s %s\n", filepath.Base(os.Args[0]), usage)
		os.Exit(125) //nolint:forbidigo // this is the end of main
	}
	return os.Args[1:]
}
