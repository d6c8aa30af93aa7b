//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func runInGroup(name string, memory, pids int64, command []string) (int, error) {
	var ds []string
	for _, c := range []string{"memory", "pids"} {
		v, t, err := given.Tree(c)
		if err != nil {
			return 0, err
		}
		d := filepath.Join(t, "web")
		ds = append(ds, d)
		os.Mkdir(d, 0755)
		defer os.Remove(d)
		f, n := "memory.max", memory
		if v == 1 {
			f = "memory.limit_in_bytes"
		}
		if c == "pids" {
			f, n = "pids.max", pids
		}
		os.WriteFile(d+"/"+f, []byte(fmt.Sprint(n)), 0)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Start()
	for _, d := range ds {
		os.WriteFile(d+"/cgroup.procs", []byte(fmt.Sprint(cmd.Process.Pid)), 0)
	}
	cmd.Wait()
	return cmd.ProcessState.ExitCode(), nil
}
