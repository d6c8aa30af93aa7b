// Package sandbox starts one process in its own world, as an OCI runtime spec
// describes it.
//
// The value it carries out is specs.Spec, the field's own word for "a container".
// An absent field means "as the host": without a mount namespace there is only a
// chroot, without a PID namespace the process sees the host's. What a spec asks
// for and this package cannot do is refused by name (Check), never ignored.
//
// A process cannot be put into namespaces from outside, and a Go program, which has several
// threads from its first moment, cannot go on in Go code after a fork. So the program starts itself
// a second time, in new namespaces (namespace.Spawn), and the two halves talk:
//
//	parent half (Start)                       child half (child.go)
//	      │  Spawn: new namespaces, exec self      │
//	      ├───────────────────────────────────────▶│ init(): am I the child? yes
//	      │  IO.Connect: cables, addresses         │ (waits)
//	      │  order: what to make (JSON)            │
//	      ├───────────────────────────────────────▶│ Assemble(order): the list of steps
//	      │                                        │
//	      │            {"step": 0}                 │ ┐
//	      │◀───────────────────────────────────────┤ │ only when somebody watches
//	      │  ok (one byte)                         │ │ (--explain, tests)
//	      ├───────────────────────────────────────▶│ ┘ step 0 … step n
//	      │                                        │
//	      │   {"failed": …}   or   {"exec": true}  │
//	      │◀───────────────────────────────────────┤
//	      │                       and end of file  │ execve(the container's program):
//	      │◀───────────────────────────────────────┤ the kernel closes the child's end
//	      ▼                                        ▼
//	  Process.Wait                           PID 1 of the container
//
// End of file after "exec" means that the program runs: the socket is
// close-on-exec, so a successful execve(2) is what closes it.
//
// Read on in this order: container.go, assemble.go, start.go, child.go, process.go; the steps: settle.go,
// become.go, exec.go (the last step, execve); then enter.go (a further process, the command exec), init.go
// (--init) and script.go. namespaces.go, clocks.go, self.go and terminal.go are to be looked up.
package sandbox
