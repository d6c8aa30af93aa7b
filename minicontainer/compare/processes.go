// Which processes of the host belong to an instance: the one that was started, all that descend from it, and those that carry its
// mark in their environment though their parent is gone. What belongs to no instance is never counted, and never killed.

package compare

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

type process struct {
	pid, parent int
	name        string // comm
	zombie      bool
}

// processes are the living ones of the instance.
func (i *instance) processes() []process {
	all := allProcesses()
	var own []process
	for _, p := range all {
		if !p.zombie && (descends(all, p.pid, i.cmd.Process.Pid) || marked(p.pid, i.mark)) {
			own = append(own, p)
		}
	}
	return own
}

func allProcesses() map[int]process {
	dirs, _ := filepath.Glob("/proc/[0-9]*") //nolint:errcheck // the pattern is good
	all := map[int]process{}
	for _, dir := range dirs {
		stat, err := os.ReadFile(dir + "/stat")
		if p, ok := parseStat(string(stat)); ok && err == nil {
			all[p.pid] = p
		}
	}
	return all
}

// parseStat reads /proc/PID/stat. The name in it stands in parentheses and may have any in itself. Source: proc_pid_stat(5).
func parseStat(stat string) (process, bool) {
	open, end := strings.IndexByte(stat, '('), strings.LastIndexByte(stat, ')')
	if open < 1 || end < open {
		return process{}, false
	}
	fields := strings.Fields(stat[end+1:])
	if len(fields) < 2 {
		return process{}, false
	}
	p := process{name: stat[open+1 : end], zombie: fields[0] == "Z" || fields[0] == "X"}
	var err error
	if p.pid, err = strconv.Atoi(strings.TrimSpace(stat[:open])); err != nil {
		return process{}, false
	}
	p.parent, err = strconv.Atoi(fields[1])
	return p, err == nil
}

// descends tells whether a process is another one, or a descendant of it.
func descends(all map[int]process, pid, ancestor int) bool {
	for pid != 0 {
		if pid == ancestor {
			return true
		}
		pid = all[pid].parent // of one that is gone: 0
	}
	return false
}

// marked looks for the variable in the environment that a process was started with. Source: proc_pid_environ(5).
func marked(pid int, mark string) bool {
	environ, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "environ"))
	if err != nil {
		return false // of another user, or ended
	}
	want := []byte(markEnv + "=" + mark)
	for _, variable := range bytes.Split(environ, []byte{0}) {
		if bytes.Equal(variable, want) {
			return true
		}
	}
	return false
}

// holdsKVM tells whether a process has a virtual machine of /dev/kvm open, which is how the accelerator that a command
// line claims is proved. Source: the kernel's Documentation/virt/kvm/api.rst, KVM_CREATE_VM.
func holdsKVM(pid int) bool {
	links, _ := filepath.Glob(filepath.Join("/proc", strconv.Itoa(pid), "fd/*")) //nolint:errcheck // the pattern is good
	for _, link := range links {
		if target, err := os.Readlink(link); err == nil && strings.HasSuffix(target, "kvm-vm") {
			return true
		}
	}
	return false
}
