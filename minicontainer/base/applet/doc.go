// Package applet holds the commands of the embedded base image: ls, ps, mount,
// ip and some hundred more, each a function in the one multi-call binary whose
// argv[0] picks the command, as in busybox.
//
// Every command is a [command] value beside its code; table.go lists them. The
// options are the subset of busybox's that a learner of containers types, with
// busybox's output. Nothing here uses os/user or any other package that would
// link the C library: the binary has to run in an otherwise empty root.
package applet
