// Package shim stays with one container when the command that started it is gone.
//
// Somebody must: the kernel tells how a process ended to its parent only, and what a
// program prints has to be read by somebody, or it waits for ever once a pipe is full.
// A daemon could do it for all containers, and would take them all with it when it dies.
// So each container has a small process of its own, this program again, unless a command stays with it in its place:
//
//	command                          shim                              container
//	   │ locks the container            │                                  │
//	   │ starts this program again,     │                                  │
//	   │ in a session of its own        │                                  │
//	   ├───────────────────────────────▶│ init(): am I the shim? yes       │
//	   │ order (JSON); the lock and the │                                  │
//	   │ image come as open files       │ sandbox.Start                    │
//	   ├───────────────────────────────▶├─────────────────────────────────▶│
//	   │        {"step": …} / ok        │                                  │
//	   │◀──────────────────────────────▶│ (only when somebody watches)     │
//	   │                                │ writes "running", unlocks        │
//	   │  {"started"} or {"failed": …}  │                                  │
//	   │◀───────────────────────────────┤                                  │
//	   ▼ ends, or stays attached        │ copies what it prints to the log │
//	                                    │ and to all who are attached      │
//	                                    │◀─────────────────────────────────┤
//	                                    │ waits                            ▼
//	                                    │◀────────────────────── exit status
//	                                    ▼ locks, writes "exited" or removes, tells who is attached, ends
//
// A container dies with its shim, even if that is killed (sandbox.Container.DieWithCaller):
// without it nobody would know any more how the container ends. The next command finds the
// record of a running container without a shim, and puts it right. If its restart policy says that it is to run again, the shim becomes the
// command that starts it again: again.go.
//
// Read on: start.go (the command's side), shim.go (the shim's), streams.go, log.go. Then those who are attached: packet.go (what
// is said), hub.go and peer.go (the shim's side), client.go (theirs). exec.go is the same for a further process.
package shim
