// Package lifecycle is the life of a container as the OCI runtime specification has it: what an engine, such as containerd or
// podman, asks of a runtime, one command after the other, each a process of its own.
//
//	      create                start                  (the program ends)           delete
//	·  ───────────▶  created ───────────▶  running  ─────────────────────▶  stopped ───────▶  ·
//	                    │                   │   ▲                              ▲
//	                    │             pause ▼   │ resume                       │
//	                    │                  paused                              │
//	                    └──────────────────── kill ────────────────────────────┘
//
// Nothing of ours stays between the commands. What they need to know of each other lies in a directory for each container
// (state.go); who waits for the container, and reads what it prints, is whoever called create: the engine's own shim, which the
// kernel makes the parent of a process whose parent has ended (PR_SET_CHILD_SUBREAPER). So nobody tells us that a
// container has ended, and nothing is written down of it: whether it runs is asked of the kernel each time.
//
// Between create and start the container waits at a gate (package sandbox, gate.go). Read state.go, create.go, start.go,
// kill.go, delete.go; exec.go, group.go and list.go are to be looked up.
// Source: runtime-spec runtime.md, "Operations".
package lifecycle
