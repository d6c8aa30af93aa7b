// Package syscalls holds the few system calls that neither the standard library
// nor golang.org/x/sys/unix wraps the way a container runtime needs them.
//
// Nothing here decides anything: a function is one call, its errors are the
// kernel's with the call's name and object in front.
package syscalls
