//go:build linux

package main

import "errors"

// alone runs a command in a new network namespace, in which the loopback interface is up, and waits for its end. The
// command has stdout and stderr of this program. Many goroutines call at once, and each command has a
// namespace of its own.
//
// When alone has returned, every thread of this program is in the network namespace in which the program began. While
// it runs, no goroutine but its own may come upon the new one.
//
// The error is that of what could not be done, or the *exec.ExitError of a command that has failed.
func alone(command []string) error {
	// TODO: a new network namespace, lo up in it, the command.
	return errors.New("alone is not written yet")
}
