//go:build linux

package main

import (
	"os"
	"os/exec"
)

// delegate is a script.
func delegate(top, below, controller string) error {
	const script = `set -e
cd "$1"
IFS=/
for name in $2; do
	if [ -n "$(cat cgroup.procs)" ]; then
		mkdir -p processes
		while read -r pid; do echo "$pid" >processes/cgroup.procs || true; done <cgroup.procs
	fi
	echo "+$3" >cgroup.subtree_control
	mkdir -p "$name"
	cd "$name"
done
grep -qw "$3" cgroup.controllers`
	cmd := exec.Command("/bin/sh", "-c", script, "sh", top, below, controller)
	cmd.Stderr = os.Stderr
	return cmd.Run()
}
