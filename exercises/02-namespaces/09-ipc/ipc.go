//go:build linux

package main

import "errors"

// runAlone starts command in an IPC namespace of its own, connected to this program's stdin, stdout and
// stderr, waits for its end and returns its exit status.
//
// In the command's view /dev/mqueue shows the message queues of that namespace. The host's shared memory, its
// queues and its mounts are as before.
func runAlone(command []string) (int, error) {
	// TODO: start command where it meets nobody's shared memory and nobody's queues.
	return 0, errors.New("runAlone is not written yet")
}
