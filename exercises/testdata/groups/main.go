//go:build linux

// The answer to an exercise of the tests: it tries what must not be possible with the control groups of a fake host, leaves a
// frozen process behind, and says done if all went as it should.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	groups, err := os.ReadFile("/proc/self/cgroup")
	if err != nil || strings.Contains(string(groups), "minicontainer") {
		fmt.Fprintf(os.Stderr, "the groups' real names are in sight: %s\n", groups)
		os.Exit(1)
	}
	for _, point := range points() {
		limits(point)
		leave(point)
		nest(point)
	}
	fmt.Println("done")
}

// points are where the trees are mounted.
func points() []string {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var points []string
	for _, line := range strings.Split(string(mounts), "\n") {
		fields := strings.Fields(line)
		if len(fields) < 5 || !strings.Contains(line, " - cgroup") {
			continue
		}
		if fields[3] != "/" {
			fmt.Fprintln(os.Stderr, "a tree begins at", fields[3])
			os.Exit(1)
		}
		points = append(points, fields[4])
	}
	return points
}

// limits tries to change those of the top, which are the fence's.
func limits(point string) {
	for _, file := range []string{"memory.limit_in_bytes", "memory.max", "pids.max", "freezer.state", "cgroup.freeze", "cgroup.kill"} {
		f, err := os.OpenFile(filepath.Join(point, file), os.O_WRONLY, 0)
		if err == nil {
			fmt.Fprintln(os.Stderr, "may be written:", f.Name())
			os.Exit(1)
		}
	}
}

// leave makes groups, and puts a process into one that is frozen.
func leave(point string) {
	group := filepath.Join(point, "left", "behind")
	if err := os.MkdirAll(group, 0o755); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, file := range []string{"cpuset.cpus", "cpuset.mems"} { // without which there is no place for a process
		for _, dir := range []string{filepath.Dir(group), group} {
			if above, err := os.ReadFile(filepath.Join(filepath.Dir(dir), file)); err == nil {
				os.WriteFile(filepath.Join(dir, file), above, 0)
			}
		}
	}
	child := exec.Command("sleep", "1000") // the machine's: one thread, where that of the base image has several
	if err := child.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := os.WriteFile(filepath.Join(group, "cgroup.procs"), []byte(fmt.Sprint(child.Process.Pid)), 0); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.WriteFile(filepath.Join(filepath.Dir(group), "freezer.state"), []byte("FROZEN"), 0)
	os.WriteFile(filepath.Join(filepath.Dir(group), "cgroup.freeze"), []byte("1"), 0)
}

// nest makes groups in groups, until no path can name the last one, and freezes a process there.
func nest(point string) {
	const levels = 150 // of more than 30 characters: longer than PATH_MAX
	if err := os.Chdir(point); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer os.Chdir("/")
	for range levels {
		name := strings.Repeat("n", 40)
		if err := errors.Join(os.Mkdir(name, 0o755), os.Chdir(name)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	child := exec.Command("sleep", "1000") // the machine's: one thread, where that of the base image has several
	child.Dir = "/"
	if err := child.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.WriteFile("cgroup.procs", []byte(fmt.Sprint(child.Process.Pid)), 0) // not in cpuset's, which has no processors here
	os.WriteFile("freezer.state", []byte("FROZEN"), 0)
}
