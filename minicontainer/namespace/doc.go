// Package namespace knows the kernel's eight kinds of namespaces: how to look at those of a
// process, how to open and join one, how to start a process in new ones, and
// which ids a user namespace has.
//
// A namespace is the answer to a question that a process asks the kernel ("what is
// mounted?", "who is process 1?"). Every process has one of each kind; processes of
// the same namespace get the same answer. The kernel shows them as links in /proc:
//
//	/proc/self/ns/uts -> uts:[4026531838]
//	                           └ inode number: the same number, the same namespace
//
// A namespace has no name. It lives as long as a process is in it, or something holds
// it: an open file, a bind mount of the link, a child namespace.
//
// Read on in this order: kind.go, look.go, open.go, spawn.go, fork.go, idmap.go, subid.go.
// Source: namespaces(7) and the seven pages it names.
package namespace
