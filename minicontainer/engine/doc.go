// Package engine is the life of containers: made, started, stopped, removed, listed and looked
// at by name. It decides; the work is done elsewhere:
//
//	            engine          may it be done, in which order, and what if it goes wrong
//	          ╱    │    ╲
//	  record     shim     sandbox, base, rootfs
//	on disk   stays with   makes a container
//	            one
//
// No process of the engine's own goes on when a call returns. What it knows it reads from the
// records, each time; and as any process may have been killed at any moment, it first looks whether
// a record still tells the truth, and puts it right (truth.go).
//
// Nothing here prints or knows a flag. Read engine.go and create.go, then start.go,
// stop.go, truth.go; attach.go, foreground.go, logs.go and check.go are to be looked up.
package engine
