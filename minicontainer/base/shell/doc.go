// Package shell is the sh of the embedded base image: a POSIX shell in which
// every command is a process, as the kernel sees it.
//
// A shell is three system calls (fork, exec, wait) and a language around them.
// The language comes from mvdan.cc/sh/v3/syntax; this package is the rest:
//
//	source.go    text in, statements out
//	stmt.go      what to run, and what a status decides (&&, !, set -e)
//	compound.go  if, for, while, case, functions
//	simple.go    one command: assignments, words, redirections, then
//	             a function, a builtin, or a program found by lookup.go
//	redirect.go  the table of file descriptors
//	poller.go    the runtime's own descriptors; thread.go: the thread that execs
//	process.go   fork, exec and the reaper of children
//	pipeline.go  a | b, a &, (a): processes side by side
//	subshell.go  a shell in a process of its own
//	substitute.go $(a): a process whose output becomes text
//	job.go       what has been started, and who owns the terminal
//	signal.go    dispositions; trap.go: what the script wants done
//
// Go cannot fork: only the calling thread would live on in the child. Where C
// shells fork, this one starts its own binary again and hands it its state
// (state.go). A plain program in a pipeline, in the background or in $(…)
// needs no such copy and is started at once.
//
// Left out: arrays, select, coproc, process substitution, mail checking, fc.
package shell
