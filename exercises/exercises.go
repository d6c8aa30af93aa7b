//go:build linux

// Package exercises knows all exercises of the course: importing it registers them
// with package grade. `workshop new` adds a line for a new one.
package exercises

import (
	_ "github.com/minicontainer/minicontainer/exercises/01-chroot/01-static/grader"
	_ "github.com/minicontainer/minicontainer/exercises/01-chroot/02-libs/grader"
	_ "github.com/minicontainer/minicontainer/exercises/01-chroot/03-chdir/grader"
	_ "github.com/minicontainer/minicontainer/exercises/01-chroot/04-escape/grader"
	_ "github.com/minicontainer/minicontainer/exercises/01-chroot/05-devnull/grader"
	_ "github.com/minicontainer/minicontainer/exercises/01-chroot/06-env/grader"
	_ "github.com/minicontainer/minicontainer/exercises/01-chroot/07-pivot/grader"
	_ "github.com/minicontainer/minicontainer/exercises/01-chroot/08-drop-root/grader"
	_ "github.com/minicontainer/minicontainer/exercises/01-chroot/09-enoent/grader"
	_ "github.com/minicontainer/minicontainer/exercises/01-chroot/10-etc-hostname/grader"
	_ "github.com/minicontainer/minicontainer/exercises/01-chroot/11-cleanup/grader"
	_ "github.com/minicontainer/minicontainer/exercises/02-namespaces/01-inodes/grader"
	_ "github.com/minicontainer/minicontainer/exercises/02-namespaces/02-hostname/grader"
	_ "github.com/minicontainer/minicontainer/exercises/02-namespaces/03-proc/grader"
	_ "github.com/minicontainer/minicontainer/exercises/02-namespaces/04-propagation/grader"
	_ "github.com/minicontainer/minicontainer/exercises/02-namespaces/05-fork/grader"
	_ "github.com/minicontainer/minicontainer/exercises/02-namespaces/06-init/grader"
	_ "github.com/minicontainer/minicontainer/exercises/02-namespaces/07-userns/grader"
	_ "github.com/minicontainer/minicontainer/exercises/02-namespaces/08-enter/grader"
	_ "github.com/minicontainer/minicontainer/exercises/02-namespaces/09-ipc/grader"
	_ "github.com/minicontainer/minicontainer/exercises/02-namespaces/10-not-namespaced/grader"
	_ "github.com/minicontainer/minicontainer/exercises/02-namespaces/11-ps/grader"
	_ "github.com/minicontainer/minicontainer/exercises/02-namespaces/12-threads/grader"
	_ "github.com/minicontainer/minicontainer/exercises/02-namespaces/13-readonly/grader"
)
