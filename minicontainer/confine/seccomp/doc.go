// Package seccomp filters system calls: the kernel asks a small program about each call that a container makes.
//
// Namespaces and capabilities say what a call may do. A filter says whether it is made at all. A kernel has some four hundred
// calls and an ordinary program makes a hundred of them; a mistake in one of the others cannot be used by a process that
// cannot make it. Many escapes through the kernel begin with a call that Docker's filter refuses: keyctl, unshare with a
// new user namespace, bpf, userfaultfd.
//
// What the program sees is this, and nothing else (struct seccomp_data, seccomp(2)):
//
//	offset 0        4        8                  16        24        …        64
//	       ├────────┼────────┼───────────────────┼─────────┼────────┼─────────┤
//	       │ nr     │ arch   │ instruction       │ args[0] │ args[1]│ … five  │
//	       │        │        │ pointer           │         │        │         │
//	       └────────┴────────┴───────────────────┴─────────┴────────┴─────────┘
//	         which    whose     who called         numbers and addresses, 64 bits each
//	         call     numbers
//
// It cannot follow an address: of open("/etc/shadow") it knows where the name is in memory, not what it says. That is not for
// want of an instruction. Between the look of a filter and that of the kernel another thread could write another name there
// ("time of check to time of use"), and a filter that looked would be one that lies. So a filter decides about kinds of
// calls; about files, other walls do.
//
// The program asks for the architecture first, before the number means anything: see arch.go for the attack on one that
// does not. It stays with the process and with all that it starts, through execve; there is no call that takes it off. Another
// filter can only be added, and of several answers the strictest counts. What must be given up before, and why, is
// at Install.
//
// What the rules are: profile.go. From them to the kernel: arch.go (whose numbers), action.go (what can be answered), rules.go
// (one verdict for each number), conditions.go (arguments), assemble.go (the program), install.go. listing.go has a
// program read by people. multiplex.go is a curiosity of i386.
package seccomp
