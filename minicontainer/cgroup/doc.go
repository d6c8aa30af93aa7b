// Package cgroup fences a program in with control groups: how much memory and how
// many processes it may have, and whether it may open disks. It also ends
// everything that the program has started, however well that hides.
//
// A control group is a directory in a file system of the kernel's. Making the
// directory makes the group, writing to its files sets the limits, and a process
// belongs to the group of its parent from birth. There are two versions, and a
// machine may have both at once:
//
//	version 2, one tree                 version 1, a tree for each controller
//
//	/sys/fs/cgroup/                     /sys/fs/cgroup/memory/   /sys/fs/cgroup/pids/
//	└── NAME/                           └── NAME/                └── NAME/
//	    ├── memory.max                      └── memory.limit_…       └── pids.max
//	    ├── pids.max                    /sys/fs/cgroup/devices/
//	    └── cgroup.kill                 └── NAME/
//	                                        └── devices.deny
//
// The files v1.go and v2.go are twins: the same methods, once for each version.
// A limit holds for the whole tree below the group, so a group is made below the
// caller's own where that is possible, and a program in it cannot escape the
// caller's limits.
//
// This is no wall against root with a writable /sys/fs/cgroup: it may simply move
// itself into another group. Source: cgroups(7); the kernel's
// Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/.
package cgroup
