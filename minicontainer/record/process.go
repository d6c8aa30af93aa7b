package record

import "github.com/minicontainer/minicontainer/minicontainer/process"

// Process is how a record names a process.
type Process = process.Identity

// Handle holds a process.
type Handle = process.Handle

// ForEver is a patience without end.
const ForEver = process.ForEver

// Identify describes the process that has the number now.
func Identify(pid int) (Process, error) { return process.Identify(pid) }
