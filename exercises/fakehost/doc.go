//go:build linux

// Package fakehost is the machine that a learner's program runs on: one that looks
// like a host, can be broken like a host, and is thrown away.
//
// It is a container of our own runtime, seen from outside by a judge:
//
//	workshop ──▶ judge (root of a new user namespace, mounts of its own)
//	                │ sandbox.Start
//	                ▼
//	             fake host: PID 1 of its own mount, pid, net, ipc and uts namespaces
//	                │ Host.Start: a thread of the judge joins those namespaces and forks
//	                ▼
//	             the learner's program, in a session and a control group of its own
//
// What makes it harmless:
//
//   - A user namespace. The learner's program is root, but its root is nobody
//     outside: it can load no module, set no clock, open no disk, write no sysctl of the
//     machine. That holds even if it mounts a fresh /proc.
//   - Files of its own. Of the machine there are the programs, read-only
//     (/usr, /bin, /sbin, /lib*). Everything else is a tmpfs: no home directory, no
//     socket of a daemon, nothing to lose. See tree.go.
//   - A fence around memory, processes and time. See fence.go.
//
// What makes it look like a host: its mounts are shared, as systemd leaves them, so a
// mount that leaks out of a container is seen (and does no harm); it has a
// host name, a /proc and processes of its own. What is at the other end of its cables is in package wire.
//
// The judge looks at it from outside, through /proc/PID/root of its first process,
// and never believes what the program prints. See process.go.
package fakehost
