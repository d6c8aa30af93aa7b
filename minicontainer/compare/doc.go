// Package compare measures the same program as a process, in a container and in a virtual machine.
//
// "A container is lighter than a virtual machine" is a sentence that everybody says. Here it becomes numbers, and the numbers become
// comparable, because each kind of place (Kind) runs the same file (package probe) and is asked the same questions:
//
//	start ──▶ a line READY ──▶ whose memory? whose kernel? ──▶ its input ends, and so does it
//	  └──── time to ready ────┘
//
//	measure    how                                                             what it must not be
//	ready      from before the command's fork to its line READY                one run; a mean; until the shell is back
//	memory     PSS and RSS of all its processes, the cgroup's anon and file    what a machine was promised; page cache as use
//	disk       st_blocks × 512, each inode once, shared files apart            st_size of a file with holes
//	processor  package probe's works: sha256, float, getppid, fork, pages      one integer loop, which hides emulation
//	density    1, 5, 10 at once, a straight line through them                  ten times the first one
//	isolation  package probe's look, and who finds whose token in /proc        what a manual says
//
// Kinds take turns, and each round begins with another one, so that a machine that becomes slower becomes slower for all of them. All
// samples are kept; package sample says which one is cold and which one is reported.
//
// The host's page cache is never dropped, "to be fair". It would slow down everybody on the machine in order to measure a case that
// hardly occurs: the second start of anything finds its files in memory. The first start, which may be cold, is told apart instead.
//
// Nothing that was started here outlives Run, also if it hangs, dies, is not understood or ctx ends.
package compare
