//go:build linux

package main

import (
	"bytes"
	"fmt"
	"math/bits"
	"os"
	"strconv"
	"strings"
)

// find tells which processes that we can see have the token as one of their arguments, as a whole one. This process
// has it, too, and does not count. Processes that end meanwhile are passed over.
func find(token string) ([]int, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, err
	}
	var found []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		cmdline, err := os.ReadFile("/proc/" + e.Name() + "/cmdline")
		if err != nil {
			continue // it has ended
		}
		// Zero bytes separate arguments: a space may be in one, as in what a hypervisor hands to its guest's kernel.
		for _, arg := range bytes.Split(cmdline, []byte{0}) {
			if string(arg) == token {
				found = append(found, pid)
				break
			}
		}
	}
	return found, nil
}

// kinds are the kinds of namespaces.
var kinds = []string{"cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"}

// wallsOf tells what stands between a process and our kernel. See Walls in main.go.
func wallsOf(pid int) (Walls, error) {
	var w Walls
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return w, err
	}
	// From ours to its own: the last is the one by which it knows itself.
	numbers := strings.Fields(field(status, "NSpid"))
	if len(numbers) == 0 {
		return w, fmt.Errorf("pid %d: no NSpid", pid)
	}
	if w.Number, err = strconv.Atoi(numbers[len(numbers)-1]); err != nil {
		return w, err
	}
	effective, err := strconv.ParseUint(field(status, "CapEff"), 16, 64)
	if err != nil {
		return w, err
	}
	w.Capabilities = bits.OnesCount64(effective)
	w.Filtered = field(status, "Seccomp") == "2"
	for _, kind := range kinds {
		ours, err := os.Readlink("/proc/self/ns/" + kind)
		if err != nil {
			continue // this kernel has none of the kind
		}
		theirs, err := os.Readlink(fmt.Sprintf("/proc/%d/ns/%s", pid, kind))
		if err != nil {
			return w, err
		}
		if kind != "cgroup" && kind != "time" && kind != "user" && (theirs != ours || kind == "ipc") {
			w.Apart = append(w.Apart, kind)
		}
	}
	return w, nil
}

// field is a value of /proc/PID/status.
func field(status []byte, name string) string {
	for _, line := range strings.Split(string(status), "\n") {
		if value, ok := strings.CutPrefix(line, name+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
